"""The marks of every test here: one Chromium at a time, and one event loop that it lives on."""

import pytest

drives_chromium = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.asyncio(loop_scope="session"),
]
