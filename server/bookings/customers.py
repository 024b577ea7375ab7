"""Customers: found or made by what they are called, and found again by any of their words."""

import re
import unicodedata

from server.db import Row, Tx
from server.ids import new_id

_SPLIT = re.compile(r"[^\w]+")
_SAYING = re.compile(r"\w")
_SHORTEST_TAIL = 2
# More words than this narrow nothing that a person looks for.
MOST_WORDS = 8


def plain(text: str) -> str:
    """Text as it is compared: no accents, no capitals."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()


def words_of(name: str, phone: str, email: str) -> set[str]:
    """What a search word may begin: the words of name and e-mail, the tails of the phone.

    A tail of the digits begins at each of them, so a part of the number is the start of a tail.
    """
    found: set[str] = set()
    for text in (*plain(name).split(), plain(email)):
        found |= {text, *_SPLIT.split(text)}
    digits = "".join(c for c in phone if c.isdigit())
    found |= {digits[i:] for i in range(len(digits) - _SHORTEST_TAIL + 1)}
    found.discard("")
    return found


def search_words(text: str) -> list[tuple[str, ...]]:
    """The words of a search; of each, the spellings that a stored word may begin with.

    What is written like a part of a phone number is looked for as its digits, as it stands, and
    without the zeros that are dialled within a country. Beside other words, signs say nothing.
    """
    words = plain(text).split()
    saying = [word for word in words if _SAYING.search(word)]
    return [_spellings(word) for word in (saying or words)[:MOST_WORDS]]


def _spellings(word: str) -> tuple[str, ...]:
    digits = _digits(word)
    national = digits.lstrip("0")
    national = national if len(national) >= _SHORTEST_TAIL and national != digits else ""
    return tuple(dict.fromkeys(spelling for spelling in (word, digits, national) if spelling))


def _digits(word: str) -> str:
    """The digits of a word that is written like a part of a phone number, else nothing."""
    return re.sub(r"\D", "", word) if re.fullmatch(r"[+()\d./-]+", word) else ""


async def find_or_make(tx: Tx, tenant_id: str, name: str, phone: str, email: str) -> str:
    """The id of this customer of the tenant; a new one is made searchable at once."""
    key = {"tenant_id": tenant_id, "name": name, "phone": phone, "email": email}
    made = await tx.one(
        """INSERT INTO customers (id, tenant_id, name, phone, email, created_at)
           VALUES (:id, :tenant_id, :name, :phone, :email, :at)
           ON CONFLICT (tenant_id, name, phone, email) DO NOTHING RETURNING id""",
        id=new_id(),
        at=tx.at,
        **key,
    )
    if made is None:
        found = await tx.one(
            """SELECT id FROM customers WHERE tenant_id = :tenant_id AND name = :name
               AND phone = :phone AND email = :email""",
            **key,
        )
        assert found is not None
        return str(found["id"])
    await tx.run_many(
        """INSERT INTO customer_words (tenant_id, word, customer_id)
           VALUES (:tenant_id, :word, :customer_id) ON CONFLICT DO NOTHING""",
        [
            {"tenant_id": tenant_id, "word": word, "customer_id": made["id"]}
            for word in sorted(words_of(name, phone, email))
        ],
    )
    return str(made["id"])


async def by_id(tx: Tx, tenant_id: str, customer_id: str) -> Row | None:
    return await tx.one(
        "SELECT * FROM customers WHERE id = :id AND tenant_id = :t", id=customer_id, t=tenant_id
    )


async def like(tx: Tx, tenant_id: str, search: str, limit: int) -> list[Row]:
    """Customers of a tenant by the beginnings of their words, newest first."""
    terms, values = matching(search, "c.id", "tenant_id")
    where = " AND ".join(["c.tenant_id = :tenant_id", *terms])
    return await tx.all(
        f"SELECT c.* FROM customers c WHERE {where} ORDER BY c.created_at DESC LIMIT :limit",
        tenant_id=tenant_id,
        limit=limit,
        **values,
    )


def matching(search: str, column: str, tenant: str) -> tuple[list[str], dict[str, str]]:
    """The conditions on a customer's id that a search makes, one for each word of it."""
    terms: list[str] = []
    values: dict[str, str] = {}
    for index, spellings in enumerate(search_words(search)):
        ranges = []
        for number, spelling in enumerate(spellings):
            word, until = f"word{index}_{number}", f"until{index}_{number}"
            ranges.append(f"(word >= :{word} AND word < :{until})")
            values |= {word: spelling, until: spelling + "\U0010ffff"}
        terms.append(
            f"""{column} IN (SELECT customer_id FROM customer_words
                WHERE tenant_id = :{tenant} AND ({" OR ".join(ranges)}))"""
        )
    return terms, values


async def client_with_email(tx: Tx, tenant_id: str, email: str) -> Row | None:
    """The client of the tenant who signs in with this e-mail: bookings for it are theirs."""
    if not email:
        return None
    return await tx.one(
        """SELECT u.id, u.name FROM users u JOIN memberships m ON m.user_id = u.id
           WHERE u.email = :email AND m.tenant_id = :tenant_id AND m.role = 'client'""",
        email=email.lower(),
        tenant_id=tenant_id,
    )
