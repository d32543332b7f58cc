"""Both languages and both lights: each of them once in `make test`, all four together in `make prove`."""

import pytest

LOOKS = [
    ("fr", "light"),
    ("en", "dark"),
    pytest.param("fr", "dark", marks=pytest.mark.prove),
    pytest.param("en", "light", marks=pytest.mark.prove),
]
