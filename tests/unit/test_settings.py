"""Settings: each variable, what it takes, and the one line that says what is wrong with it."""

import re
import stat
from pathlib import Path

import pytest

from server import settings
from server.settings import Settings, SettingsError, load

PRODUCTION = {
    "APP_ENV": "production",
    "SECRET_KEY": "0123456789abcdef0123456789abcdef",
    "BASE_URL": "https://callboard.example",
}
WRONG: dict[str, list[str]] = {
    "DATABASE_URL": ["mysql://x/y", "callboard.db", "postgres"],
    "REDIS_URL": ["http://localhost", "localhost:6379"],
    "APP_ENV": ["test", "Production"],
    "BASE_URL": ["callboard.example", "ftp://callboard.example", "https://"],
    "PORT": ["http", "65536", "-1", "80.5"],
    "STRIPE_API_BASE": ["localhost", "//stripe"],
    "SMTP_URL": ["mail.example", "http://mail.example", "smtp://"],
    "MAIL_FROM": ["Northside", "nobody"],
    "TELEGRAM_API_BASE": ["telegram"],
    "DEFAULT_LOCALE": ["de", "english"],
    "DEFAULT_TIMEZONE": ["Berlin", "Europe/Nowhere", "../../etc/passwd"],
    "LOG_LEVEL": ["LOUD", "debug"],
    "RATE_LIMITS": ["no", "0"],
}
MISSING = {
    "SECRET_KEY": ["", "too short"],
    "BASE_URL": [""],
    "RATE_LIMITS": ["off"],
}


@pytest.mark.parametrize(
    ("name", "value"), [(name, value) for name, values in WRONG.items() for value in values]
)
def test_wrong_value_is_one_line_that_names_it(name: str, value: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as refused:
        load({name: value}, tmp_path)
    line = str(refused.value)
    assert re.fullmatch(rf"{name}: [^\n]+", line), line


@pytest.mark.parametrize(
    ("name", "value"), [(name, value) for name, values in MISSING.items() for value in values]
)
def test_production_asks_for_what_it_needs(name: str, value: str, tmp_path: Path) -> None:
    assert load(PRODUCTION, tmp_path).production
    with pytest.raises(SettingsError) as refused:
        load(PRODUCTION | {name: value}, tmp_path)
    assert re.fullmatch(rf"{name}: [^\n]+", str(refused.value))
    assert load({name: value}, tmp_path).app_env == "development"


def test_wrong_value_does_not_repeat_a_secret(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as refused:
        load({"SMTP_URL": "smpt://me:hunter2@mail.example"}, tmp_path)
    assert "hunter2" not in str(refused.value)


def test_every_variable_of_the_contract_is_a_setting() -> None:
    names = """DATABASE_URL REDIS_URL APP_ENV SECRET_KEY BASE_URL PORT STRIPE_SECRET_KEY
        STRIPE_WEBHOOK_SECRET STRIPE_API_BASE SMTP_URL MAIL_FROM TELEGRAM_BOT_TOKEN
        TELEGRAM_API_BASE DEFAULT_LOCALE DEFAULT_TIMEZONE LOG_LEVEL RATE_LIMITS"""
    assert {name.upper() for name in Settings.model_fields} == set(names.split())


def test_defaults_are_those_of_the_contract(tmp_path: Path) -> None:
    found = load({"PATH": "/bin"}, tmp_path)
    assert (found.database_url, found.app_env, found.port, found.rate_limits) == (
        "sqlite:///var/callboard.db", "development", 8000, "on",
    )  # fmt: skip
    assert found.base_url == "http://127.0.0.1:8000"


def test_empty_variable_is_one_left_out(tmp_path: Path) -> None:
    assert load({"PORT": "", "DEFAULT_TIMEZONE": ""}, tmp_path) == load({"x": "y"}, tmp_path)


def test_base_url_follows_the_port_and_loses_its_slash(tmp_path: Path) -> None:
    assert load({"PORT": "8123"}, tmp_path).base_url == "http://127.0.0.1:8123"
    named = load({"BASE_URL": "https://callboard.example/"}, tmp_path)
    assert named.base_url == "https://callboard.example"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "postgresql://me:pw@db.example:5432/callboard"),
        ("REDIS_URL", "rediss://cache.example/0"),
        ("SMTP_URL", "smtps://me:pw@mail.example:465"),
        ("MAIL_FROM", "Northside <desk@northside.example>"),
        ("MAIL_FROM", "desk@northside.example"),
        ("DEFAULT_TIMEZONE", "America/Argentina/Buenos_Aires"),
        ("DEFAULT_LOCALE", "ru"),
        ("RATE_LIMITS", "off"),
        ("LOG_LEVEL", "DEBUG"),
    ],
)
def test_right_value_is_taken_as_it_is(name: str, value: str, tmp_path: Path) -> None:
    assert getattr(load({name: value}, tmp_path), name.lower()) == value


def test_secrets_of_development_are_made_once_and_kept(tmp_path: Path) -> None:
    first, second = load({"x": "y"}, tmp_path / "var"), load({"x": "y"}, tmp_path / "var")
    assert first == second
    assert len(first.secret_key) >= 32
    assert first.stripe_webhook_secret.startswith("whsec_")
    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in (tmp_path / "var").iterdir()}
    assert modes == {"secret_key": 0o600, "stripe_webhook_secret": 0o600}
    assert load({"x": "y"}, tmp_path / "other").secret_key != first.secret_key


def test_production_makes_no_secrets(tmp_path: Path) -> None:
    found = load(PRODUCTION, tmp_path / "var")
    assert (found.secret_key, found.stripe_webhook_secret) == (PRODUCTION["SECRET_KEY"], "")
    assert not (tmp_path / "var").exists()


def test_secrets_that_are_set_are_not_made(tmp_path: Path) -> None:
    given = {"SECRET_KEY": "mine", "STRIPE_WEBHOOK_SECRET": "whsec_mine"}
    found = load(given, tmp_path / "var")
    assert (found.secret_key, found.stripe_webhook_secret) == ("mine", "whsec_mine")
    assert not (tmp_path / "var").exists()


def test_secrets_are_not_shown() -> None:
    secret = {name: f"hidden {name}" for name in ("secret_key", "stripe_secret_key")}
    found = settings.Settings(**secret, stripe_webhook_secret="hidden", smtp_url="smtp://hidden")
    assert "hidden" not in repr(found)


@pytest.mark.parametrize(
    ("environ", "stands_in"),
    [
        ({"x": "y"}, True),
        ({"STRIPE_SECRET_KEY": "sk_test_1", "STRIPE_WEBHOOK_SECRET": "whsec_1"}, False),
        (PRODUCTION, False),
    ],
)
def test_stand_in_for_stripe_is_for_development_without_keys(
    environ: dict[str, str], stands_in: bool, tmp_path: Path
) -> None:
    assert load(environ, tmp_path).stripe_stand_in is stands_in
