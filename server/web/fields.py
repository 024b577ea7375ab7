"""Fields that people fill in everywhere: names, phone numbers, e-mail addresses."""

from typing import Annotated

import phonenumbers
from email_validator import EmailNotValidError, validate_email
from pydantic import AfterValidator, Field

from server.errors import ValidationFailed
from server.web.parsing import Refused
from server.words import _


def email_address(value: str) -> str:
    """Lower case, as it is compared. Addresses are not looked up in DNS; `.test` ones are fine."""
    try:
        found = validate_email(value, check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        raise Refused(_("This is not an e-mail address.")) from None
    return found.normalized.lower()


def _optional_email(value: str | None) -> str | None:
    return email_address(value) if value else None


def phone_number(value: str, country: str) -> str:
    """E.164. A number without `+` is one of the tenant's country. Raises Refused."""
    try:
        number = phonenumbers.parse(value, country)
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_possible_number(number):
        raise Refused(_("This is not a phone number."))
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def phone_of(value: str, country: str) -> str:
    """The same, as a customer's phone. Raises ValidationFailed."""
    try:
        return phone_number(value, country)
    except Refused as refused:
        raise ValidationFailed.of("customer_phone", refused.words) from None


Name = Annotated[str, Field(min_length=2, max_length=100)]
Phone = Annotated[str, Field(min_length=3, max_length=40)]
Email = Annotated[str, Field(max_length=254), AfterValidator(email_address)]
OptionalEmail = Annotated[str | None, Field(max_length=254), AfterValidator(_optional_email)]
