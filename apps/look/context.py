"""What every template gets: one lazy object, so that a page pays only for the parts it draws."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import is_valid_path
from django.utils.translation import get_language, get_language_info

from apps.look import navigation
from apps.look.navigation import Link, Place


@dataclass(frozen=True, slots=True)
class Language:
    """This page in one language."""

    code: str
    name: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class Head:
    """The ways that stand above every page: values alone, so that they are drawn once for the same."""

    home: str
    site_name: str
    main: tuple[tuple[str, str, str, bool], ...]  # key, address, what is written on it, whether the page is below it


@dataclass(frozen=True, slots=True)
class Foot:
    """What stands below every page: values alone, so that it is drawn once for the same."""

    home: str
    site_name: str
    about: tuple[tuple[str, str], ...]  # addresses, with what is written on them
    you: tuple[tuple[str, str], ...]
    footer_lines: tuple[str, ...]


class Layout:
    """The masthead and the foot of this page."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @property
    def site_name(self) -> str:
        return str(settings.SITE_NAME)

    @property
    def home(self) -> str:
        """The front page in this language."""
        return f"/{get_language()}/"

    @cached_property
    def head(self) -> Head:
        main = ((link.key, link.url, str(link.label), link.current) for link in self.main)
        return Head(self.home, self.site_name, tuple(main))

    @cached_property
    def main(self) -> list[Link]:
        return navigation.links(Place.MAIN, self.request)

    @cached_property
    def foot(self) -> Foot:
        about, you = self._column(Place.ABOUT), self._column(Place.YOU)
        return Foot(self.home, self.site_name, about, you, tuple(navigation.footer_lines(self.request)))

    def _column(self, place: Place) -> tuple[tuple[str, str], ...]:
        return tuple((link.url, str(link.label)) for link in navigation.links(place, self.request))

    @cached_property
    def signed_in(self) -> bool:
        user = getattr(self.request, "user", None)
        return bool(user is not None and user.is_authenticated)

    @cached_property
    def account(self) -> list[Link]:
        return navigation.links(Place.ACCOUNT, self.request) if self.signed_in else []

    @cached_property
    def menu(self) -> tuple[tuple[str, str, int], ...]:
        """The same as values: address, what is written on it, how much waits there."""
        return tuple((link.url, str(link.label), link.count) for link in self.account)

    @cached_property
    def waiting(self) -> int:
        """How much waits for the person, all account entries together."""
        return sum(link.count for link in self.account)

    @cached_property
    def languages(self) -> list[Language]:
        """This page in each language; where it has no twin, the front page."""
        return [self._language(code) for code, _name in settings.LANGUAGES]

    def _language(self, code: str) -> Language:
        name = get_language_info(code)["name_local"].capitalize()
        return Language(code, name, self._url_in(code), code == get_language())

    def _url_in(self, code: str) -> str:
        """The language stands first in an address, and nothing else of it is translated."""
        here, own = self.request.get_full_path(), self.home
        leads_somewhere = code == get_language() or self.request.resolver_match or is_valid_path(self.request.path_info)
        return f"/{code}/{here.removeprefix(own)}" if here.startswith(own) and leads_somewhere else f"/{code}/"


def layout(request: HttpRequest) -> dict[str, Any]:
    """Context processor."""
    return {"layout": Layout(request)}
