"""Addresses of pages, worked out once per language: a list of fifty lines names two hundred of them."""

from functools import lru_cache

from django.urls import get_urlconf, reverse
from django.utils.translation import get_language


def address(name: str, *args: str | int) -> str:
    """Where a page is, in the active language. Raises NoReverseMatch."""
    return _address(get_urlconf(), get_language(), name, args)


@lru_cache(maxsize=4096)
def _address(_urlconf: str | None, _language: str | None, name: str, args: tuple[str | int, ...]) -> str:
    return reverse(name, args=args)
