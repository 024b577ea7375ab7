"""The cast of the demo: two tenants, and who can sign in."""

from dataclasses import dataclass
from typing import Any

PASSWORD = "callboard-demo"


@dataclass(frozen=True)
class Person:
    email: str
    name: str
    role: str
    tenant: str


PEOPLE = (
    Person("admin@northside.test", "Alice Andersson", "admin", "northside"),
    Person("admin2@northside.test", "Ana Almeida", "admin", "northside"),
    Person("coach@northside.test", "Bob Becker", "coach", "northside"),
    Person("coach2@northside.test", "Bea Brandt", "coach", "northside"),
    Person("client@northside.test", "Carol Clarke", "client", "northside"),
    Person("client2@northside.test", "Chris Castell", "client", "northside"),
    Person("admin@southside.test", "Mallory Marsh", "admin", "southside"),
    Person("coach@southside.test", "Max Mercer", "coach", "southside"),
)

TENANTS = {"northside": "Northside Tennis", "southside": "Southside Studio"}

# What the sign-in page of a development server shows.
LISTED: list[dict[str, Any]] = [
    {"email": p.email, "name": p.name, "role": p.role, "tenant": p.tenant, "password": PASSWORD}
    for p in PEOPLE
]

CUSTOMERS = (
    "Emma Fischer", "Noah Weber", "Mia Hoffmann", "Leon Schulz", "Sofia Rossi", "Liam Murphy",
    "Olga Petrova", "Иван Соколов", "Анна Кузнецова", "Yuki Tanaka", "Zoë van Dijk", "José García",
    "Amélie Laurent", "Kofi Mensah", "Priya Nair", "Oliver Smith", "Freya Nilsson", "Tom O’Brien",
    "Lucía Fernández", "Jan Novák", "Aisha Khan", "Pavel Dvořák", "Chloé Martin", "Erik Larsen",
)  # fmt: skip
