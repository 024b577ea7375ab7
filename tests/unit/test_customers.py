"""Search: its words begin words of the name or e-mail, or are part of the phone's digits."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from server.bookings.customers import plain, search_words, words_of

LETTERS = st.characters(categories=["L", "M", "Nd", "P", "Zs"])  # what names are made of
NAMES = st.text(LETTERS, min_size=1, max_size=30)
EMAILS = st.from_regex(
    r"[a-z0-9][a-z0-9.+_-]{0,8}@[a-z0-9-]{1,8}\.(de|test|co\.uk)", fullmatch=True
)
PHONES = st.from_regex(r"\+[1-9][0-9]{5,13}", fullmatch=True)


def found(search: str, name: str = "", phone: str = "", email: str = "") -> bool:
    """As the database looks: every word of the search begins one of the stored ones."""
    stored = words_of(name, phone, email)
    return all(
        any(word.startswith(spelling) for spelling in spellings for word in stored)
        for spellings in search_words(search)
    )


def beginnings(text: str) -> list[str]:
    return [text[:end] for end in range(1, len(text) + 1)]


@given(NAMES)
@example("Tom O’Brien")
@example("Zoë van Dijk")
@example("ИВАН Соколов")
@example("STRASSE Straße")
@example("Team 12-3 (b)")
def test_every_beginning_of_each_word_of_a_name_is_found(name: str) -> None:
    words = [*name.split(), *re.findall(r"\w+", plain(name))]
    missed = [start for word in words for start in beginnings(word) if not found(start, name)]
    assert missed == []


@given(EMAILS)
@example("12-34@x.de")
@example("client@northside.test")
def test_every_beginning_of_each_word_of_an_email_is_found(email: str) -> None:
    words = [email, *re.findall(r"\w+", email)]
    missed = [s for word in words for s in beginnings(word) if not found(s, "Carol", "", email)]
    assert missed == []


@given(PHONES)
def test_every_part_of_the_digits_of_a_phone_is_found(phone: str) -> None:
    digits = phone.removeprefix("+")
    parts = [
        digits[start:end]
        for start in range(len(digits))
        for end in range(start + 2, len(digits) + 1)
    ]
    assert [part for part in parts if not found(part, "Carol", phone)] == []


@pytest.mark.parametrize(
    "search", ["+49 171", "0171-0"[1:], "(171) 00", "171/00", "+49171", "4 9171", "71.00"]
)
def test_digits_are_found_however_they_are_written(search: str) -> None:
    assert found(search, "Carol", "+4917100123")


@pytest.mark.parametrize(
    ("search", "is_found"),
    [
        ("carol", True),
        ("CAR clarke", True),
        ("clarke car", True),
        ("  car \t cl ", True),
        ("", True),
        ("arol", False),
        ("carol x", False),
        ("client@north", True),
        ("ient@", False),
        ("north", True),
        ("orth", False),
        ("171 carol", True),
        ("99", False),
        ("%", False),
        ("_", False),
    ],
)
def test_search_finds_what_fits_all_of_its_words(search: str, is_found: bool) -> None:
    carol = ("Carol Clarke", "+491711234567", "client@northside.test")
    assert found(search, *carol) == is_found


@given(st.text(LETTERS, max_size=20))
def test_plain_text_stays_as_it_is(text: str) -> None:
    assert plain(plain(text)) == plain(text)


def test_plain_text_has_no_accents_and_no_capitals() -> None:
    assert [plain(w) for w in ("Zoë", "ÅNGSTRÖM", "Dvořák", "Ёлка", "Groß")] == [
        "zoe", "angstrom", "dvorak", "елка", "gross",
    ]  # fmt: skip
