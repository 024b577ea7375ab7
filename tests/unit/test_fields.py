"""Fields that people fill in: what is taken, what is refused, and how it is kept."""

import pytest
from pydantic import TypeAdapter, ValidationError

from server.web import fields
from server.web.parsing import Refused

EMAIL = TypeAdapter(fields.Email)
OPTIONAL: TypeAdapter[str | None] = TypeAdapter(fields.OptionalEmail)


@pytest.mark.parametrize(
    ("given", "country", "kept"),
    [
        ("+49 171 1234567", "DE", "+491711234567"),
        ("0171/123 45 67", "DE", "+491711234567"),
        ("(0)20 7946 0958", "GB", "+442079460958"),
        ("+1 (212) 555-0187", "DE", "+12125550187"),
    ],
)
def test_phone_number_is_kept_as_e164(given: str, country: str, kept: str) -> None:
    assert fields.phone_number(given, country) == kept


@pytest.mark.parametrize("given", ["", "abc", "1", "+", "+49", "0" * 40, "+999999999999999999"])
def test_phone_number_that_is_none_is_refused(given: str) -> None:
    with pytest.raises(Refused):
        fields.phone_number(given, "DE")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Carol@Northside.TEST", "carol@northside.test"),
        ("carol+tennis@mail.example.com", "carol+tennis@mail.example.com"),
        ("josé@exämple.de", "josé@exämple.de"),
    ],
)
def test_email_is_kept_in_small_letters(given: str, kept: str) -> None:
    assert EMAIL.validate_python(given) == kept


@pytest.mark.parametrize(
    "given",
    ["", "carol", "carol@", "@northside.test", "a b@northside.test", "a@b@c.de", "a@" * 200],
)
def test_email_that_is_none_is_refused(given: str) -> None:
    with pytest.raises(ValidationError):
        EMAIL.validate_python(given)


@pytest.mark.parametrize("given", [None, ""])
def test_optional_email_may_be_empty(given: str | None) -> None:
    assert OPTIONAL.validate_python(given) is None
