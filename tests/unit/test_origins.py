"""Which addresses an admin may allow to embed the booking page, and how they are written down."""

import pytest

from server.identity.tenant_http import origin
from server.web.parsing import Refused


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("https://Club.Example.org/", "https://club.example.org"),
        ("https://club.example.org:443", "https://club.example.org"),
        ("https://bücher.example:8443", "https://xn--bcher-kva.example:8443"),
        ("http://localhost:3000", "http://localhost:3000"),
        (" https://a.example ", "https://a.example"),
    ],
)
def test_origin_is_kept_as_browsers_send_it(typed: str, kept: str) -> None:
    assert origin(typed) == kept


@pytest.mark.parametrize(
    "typed",
    ["fish", "https://", "ftp://a.example", "https://a.example/page", "http://a.example", "null",
     "https://a.example; script-src *", "https://*", "https://user@a.example", "*", "",
     "https://a.example:x", "javascript:alert(1)", "https://a b.example",
     "https://a.example 'self'"],
)  # fmt: skip
def test_what_is_no_origin_is_refused(typed: str) -> None:
    with pytest.raises(Refused):
        origin(typed)
