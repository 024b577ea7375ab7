"""Every environment variable, once. A wrong or missing value stops the start with one line."""

import os
import secrets
from collections.abc import Mapping
from email.utils import parseaddr
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from server.words import LOCALES, ROOT

VAR = ROOT / "var"


class SettingsError(Exception):
    """One line for whoever starts the server; it names the variable."""


def _web_address(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise ValueError("must be an http:// or https:// address")
    return value.rstrip("/")


def _database(value: str) -> str:
    if urlsplit(value).scheme not in ("sqlite", "postgresql"):
        raise ValueError("must begin with sqlite:/// or postgresql://")
    return value


def _redis(value: str) -> str:
    if value and urlsplit(value).scheme not in ("redis", "rediss", "unix"):
        raise ValueError("must begin with redis:// or rediss://")
    return value


def _smtp(value: str) -> str:
    parts = urlsplit(value)
    if value and (parts.scheme not in ("smtp", "smtps") or not parts.hostname):
        raise ValueError("must be smtp://[user:password@]host:port or smtps://...")
    return value


def _address(value: str) -> str:
    if value and "@" not in parseaddr(value)[1]:
        raise ValueError("must be an e-mail address, with or without a name")
    return value


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ValueError("must be an IANA zone such as Europe/Berlin") from error
    return value


def _locale(value: str) -> str:
    if value not in LOCALES:
        raise ValueError(f"must be one of {', '.join(LOCALES)}")
    return value


class Settings(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    database_url: Annotated[str, AfterValidator(_database)] = "sqlite:///var/callboard.db"
    redis_url: Annotated[str, AfterValidator(_redis)] = ""
    app_env: Literal["development", "production"] = "development"
    secret_key: str = Field(default="", repr=False)
    base_url: str = ""
    port: int = Field(default=8000, ge=0, le=65535)
    stripe_secret_key: str = Field(default="", repr=False)
    stripe_webhook_secret: str = Field(default="", repr=False)
    stripe_api_base: str = ""
    smtp_url: Annotated[str, AfterValidator(_smtp)] = Field(default="", repr=False)
    mail_from: Annotated[str, AfterValidator(_address)] = ""
    telegram_bot_token: str = Field(default="", repr=False)
    telegram_api_base: str = ""
    default_locale: Annotated[str, AfterValidator(_locale)] = "en"
    default_timezone: Annotated[str, AfterValidator(_zone)] = "Europe/Berlin"
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    rate_limits: Literal["on", "off"] = "on"

    @property
    def production(self) -> bool:
        return self.app_env == "production"

    @property
    def stripe_stand_in(self) -> bool:
        """Without Stripe's keys, in development only, our own page stands in for Stripe's."""
        return not self.stripe_secret_key and not self.production

    @model_validator(mode="after")
    def _addresses(self) -> "Settings":
        for name in ("base_url", "stripe_api_base", "telegram_api_base"):
            if value := getattr(self, name):
                try:
                    _web_address(value)
                except ValueError as error:
                    raise ValueError(f"{name.upper()}: {error}") from error
        if self.production:
            if len(self.secret_key) < 32:
                raise ValueError("SECRET_KEY: must be set in production, 32 characters or more")
            if not self.base_url:
                raise ValueError("BASE_URL: must be set in production")
            if self.rate_limits == "off":
                raise ValueError("RATE_LIMITS: cannot be off in production")
        return self


def load(environ: Mapping[str, str] | None = None, var: Path = VAR) -> Settings:
    """The settings of this process. Raises SettingsError naming the variable that is wrong.

    In development the secrets that nobody set are made once and kept under `var/`, so that a
    restart signs nobody out and other programs can sign webhooks.
    """
    values = {key.lower(): value for key, value in (environ or os.environ).items() if value}
    try:
        settings = Settings.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        text = first["msg"].removeprefix("Value error, ")
        name = ".".join(str(part) for part in first["loc"]).upper()
        raise SettingsError(f"{name}: {text}" if name else text) from None
    made: dict[str, str] = {}
    if not settings.production:
        made["secret_key"] = settings.secret_key or _kept(var / "secret_key", "")
        if not settings.stripe_webhook_secret and not settings.stripe_secret_key:
            made["stripe_webhook_secret"] = _kept(var / "stripe_webhook_secret", "whsec_")
    if not settings.base_url:
        made["base_url"] = f"http://127.0.0.1:{settings.port}"
    made["base_url"] = made.get("base_url", settings.base_url).rstrip("/")
    return settings.model_copy(update=made)


def _kept(file: Path, prefix: str) -> str:
    """A secret of this checkout, made when it is first needed and readable by its owner alone."""
    try:
        return file.read_text().strip()
    except FileNotFoundError:
        file.parent.mkdir(parents=True, exist_ok=True)
    secret = prefix + secrets.token_urlsafe(32)
    try:
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
            out.write(secret)
    except FileExistsError:
        return file.read_text().strip()
    return secret
