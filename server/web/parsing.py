"""The boundary: bodies and queries become typed values, or a clear 400 and nothing is changed."""

from typing import Annotated, Any, TypeVar
from urllib.parse import parse_qsl

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError
from starlette.requests import Request

from server import clock
from server.errors import ValidationFailed
from server.words import Words, _


class Body(BaseModel):
    """A JSON body: strict types, no unknown fields."""

    model_config = ConfigDict(strict=True, extra="forbid", str_strip_whitespace=True)


class Nothing(Body):
    """No body, or an empty one."""


class Query(BaseModel):
    """A query string: unknown names are refused; an empty value is one left out."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


def _instant(value: str) -> str:
    return clock.iso(clock.parse(value))


Instant = Annotated[str, AfterValidator(_instant)]
Id = Annotated[str, Field(min_length=1, max_length=64)]
Text = Annotated[str, Field(max_length=2000)]

B = TypeVar("B", bound=BaseModel)


async def read_body(request: Request, model: type[B]) -> B:
    """Raises ValidationFailed; TooLarge comes from the middleware while the body is read."""
    raw = await request.body() or b"{}"
    if b"\\u0000" in raw:  # no text of a person's holds one, and PostgreSQL takes none
        raise ValidationFailed.of("", _("The body holds a character that is not allowed."))
    try:
        return model.model_validate_json(raw)
    except ValidationError as error:
        raise _refusal(error) from None


def read_query(request: Request, model: type[B]) -> B:
    """Raises ValidationFailed."""
    pairs = dict(parse_qsl(request.url.query, keep_blank_values=False))
    for name, value in pairs.items():
        if "\x00" in value:
            raise ValidationFailed.of(name, _("This is not valid."))
    return checked(model, pairs)


def checked(model: type[B], data: Any) -> B:
    try:
        return model.model_validate(data)
    except ValidationError as error:
        raise _refusal(error) from None


def _refusal(error: ValidationError) -> ValidationFailed:
    return ValidationFailed(details=[(_field(e["loc"]), _reason(e)) for e in error.errors()])


def _field(location: tuple[int | str, ...]) -> str:
    return ".".join(str(part) for part in location)


# pydantic's kinds of error in words for a person; what is not here is just not valid.
_REASONS: dict[str, Words] = {
    "json_invalid": _("The body is not valid JSON."),
    "missing": _("This is required."),
    "extra_forbidden": _("This field is not known here."),
    "string_type": _("This must be text."),
    "int_type": _("This must be a whole number."),
    "int_parsing": _("This must be a whole number."),
    "bool_type": _("This must be true or false."),
    "list_type": _("This must be a list."),
    "dict_type": _("This must be an object."),
    "model_type": _("This must be an object."),
}


def _reason(error: Any) -> Words:
    context = error.get("ctx") or {}
    match error["type"]:
        case "string_too_short":
            return _("This needs at least {n} characters.", n=context["min_length"])
        case "string_too_long" | "too_long":
            return _("This may be at most {n} long.", n=context["max_length"])
        case "literal_error" | "enum":
            return _("This must be one of: {values}", values=context["expected"])
        case "greater_than_equal":
            return _("This must be at least {n}.", n=context["ge"])
        case "less_than_equal":
            return _("This must be at most {n}.", n=context["le"])
        case "value_error" if isinstance(cause := context.get("error"), Refused):
            return cause.words
        case kind:
            return _REASONS.get(kind, _("This is not valid."))


class Refused(ValueError):
    """Raised by our own validators, with words for the person who typed the value."""

    def __init__(self, words: Words) -> None:
        super().__init__(words.text)
        self.words = words
