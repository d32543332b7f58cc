"""Every address of the site, and what to put into it in each state.

Most of it is known from the list of pages (tests/look/everywhere.py): whatever stands below a page is about the same
thing. The rest is said in `_more` and in `_of_state`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver, resolve
from django.utils.translation import override

from apps.base import clock
from apps.documents.models import Version
from apps.federation.models import Activity, SharedList
from apps.juries.models import Seat
from apps.labels.models import Label
from apps.ledger.models import Delivery, PublicText
from apps.people.holdings import all_holdings
from apps.people.tokens import tokens_of
from apps.warnings.models import Claim
from tests.look.everywhere import ways
from tests.permissions.world import STATES, Said, World

PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")
BY_NAME = {"tlog:tile": "log/tile/<level>/<number>", "tlog:entries": "log/tile/entries/<number>",
           "tlog:text": "log/text/<sha256>.json"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Address:
    """One route: as the tables write it (`/en/` for either language), and which app answers."""

    written: str
    app: str

    @property
    def parameters(self) -> list[str]:
        """Each as all that stands before it, itself included: `/s/<space>/r/<review>`."""
        return [self.written[: found.end()] for found in PARAMETER.finditer(self.written)]


def addresses() -> list[Address]:
    """Every route there is, in its order."""
    with override("en"):
        return list(dict.fromkeys(Address(*found) for found in _walk(get_resolver().url_patterns)))


def _walk(patterns: list, before: str = "", names: str = "") -> Iterator[tuple[str, str]]:
    for one in patterns:
        if isinstance(one, URLResolver):
            inside = f"{names}{one.namespace}:" if one.namespace else names
            yield from _walk(one.url_patterns, before + str(one.pattern), inside)
        elif isinstance(one, URLPattern):
            route = BY_NAME.get(f"{names}{one.name}", before + str(one.pattern))
            if "^" not in route:  # what answers where no twin does
                module = one.callback.__module__
                app = module.split(".")[1] if module.startswith("apps.") else "people"
                yield "/" + PARAMETER.sub(r"<\1>", route), app


class Atlas:
    """Where each address leads in each state."""

    def __init__(self, world: World) -> None:
        self.known, self.own = _of_machines(world), _of_one_address(world)
        for written, values in _of_pages(world):
            self.known = values | self.known
            self.own.setdefault(written, values)
        self.of_state = {state: _of_state(world.said[state]) for state in STATES}
        self.moving = set(self.of_state["public"])

    def states_of(self, address: Address) -> tuple[str, ...]:
        """The states that make a difference: a space is public or for members only, words have all five."""
        moving = [one for one in map(_plain, address.parameters) if one in self.moving]
        if not moving:
            return ("any",)
        return STATES[:2] if all(one.endswith(OF_A_SPACE) for one in moving) else STATES

    def path(self, address: Address, state: str) -> str:
        """The address itself."""
        values = self.known | self.own.get(address.written, {}) | self.of_state.get(state, {})
        filled = address.written
        for parameter in reversed(address.parameters):
            start = parameter.rindex("<")
            plain = _plain(parameter)
            assert plain in values, f"Say in {Path(__file__).name}, `_of_machines` or `_of_state`, where {plain} leads."
            filled = filled[:start] + values[plain] + filled[len(parameter) :]
        return filled + ASKED.get(address.written, "")


ASKED = {"/en/search/": "?q=sang", "/api/search/": "?q=sang"}  # all words in all states have it
OF_A_SPACE = ("s/<space>", "s/<slug>", "x/<subject>")


def _plain(parameter: str) -> str:
    """A twin is about what its page is about."""
    return parameter.removeprefix("/api").removeprefix("/en")


def _of_pages(world: World) -> Iterator[tuple[str, dict[str, str]]]:
    """What the address of each page is about; the first of a kind counts."""
    for way in ways(world.everywhere):
        if way.status == 200:
            with override("en"):
                found = resolve("/en" + way.path.partition("?")[0])
            address = Address("/" + PARAMETER.sub(r"<\1>", found.route), "")
            names = [one[one.rindex("<") + 1 : -1] for one in address.parameters]
            values = {_plain(p): str(found.kwargs[name]) for p, name in zip(address.parameters, names, strict=True)}
            yield address.written, values


def _of_one_address(world: World) -> dict[str, dict[str, str]]:
    """Where another thing than on the first page has something to tell."""
    watched, algorithm = world.everywhere.watched, {"/o/<op>": settings.PLATFORM_OPERATOR}
    audited, voted = {"/audit/a/<ref>": watched.audited.reference}, {"/proposals/<ref>": watched.decided.reference}
    counted = {"/trust/contest/<kind>": "status", "/trust/contest/<kind>/<reference>": world.counted.other.reference}
    return {
        "/en/trust/contest/<kind>/<reference>/": counted,
        "/en/me/contests/<reference>/": {"/me/contests/<reference>": world.counted.contested.reference},
        "/en/desk/contests/<reference>/": {"/desk/contests/<reference>": world.counted.contested.reference},
        "/api/o/<op>/algorithms/<slug>/": algorithm | {"/o/<op>/algorithms/<slug>": "learned-suspicion"},
        "/en/o/<op>/algorithms/<slug>/source.py": algorithm | {"/o/<op>/algorithms/<slug>": "learned-suspicion"},
        **{f"/en/audit/a/<ref>/{name}.json": audited for name in ("result", "answer")},
        **{f"/en/proposals/<ref>/{name}.json": voted for name in ("ballot", "count", "decision")},
        "/en/proposals/<ref>/turnout/<number>.json": voted,
    }


def _of_machines(world: World) -> dict[str, str]:
    """What no page leads to."""
    town, held = world.everywhere.town, world.everywhere.held
    author, operator = world.accounts["author"], town.operator.slug
    given = Label.objects.get(pk=held.label.pk)
    return {
        "/ap/<kind>": "s",
        "/ap/<kind>/<name>": town.space.slug,
        "/ap/o/<slug>": operator,
        "/ap/a/<reference>": Activity.objects.order_by("pk")[0].reference,
        "/ap/d/<reference>": Version.objects.filter(document__owner=town.operator.reference)[0].reference,
        "/ap/l/<reference>": given.reference,
        "/log/tile/<level>": "0",
        "/log/tile/<level>/<number>": "000.p/1",
        "/log/tile/entries/<number>": "000.p/1",
        "/log/proof/<position>": "1",
        "/log/body/<position>": "1",
        "/log/text/<sha256>": PublicText.objects.order_by("pk")[0].sha256,
        "/log/erasure/<index>": "1",
        "/credentials/label/<ref>": given.reference,
        "/credentials/of/<op>": operator,
        "/credentials/badge/<ref>": world.everywhere.badges.badge.reference,
        "/credentials/badges/<space>": world.everywhere.badges.badge.space.slug,
        "/me/badges/asked/<ref>": world.everywhere.badges.question.reference,
        "/me/badges/page/<ref>": world.everywhere.badges.gathered.reference,
        "/desk/badges/<ref>": world.everywhere.badges.question.reference,
        "/circles/<slug>": world.everywhere.recognised.circle.slug,
        "/desk/circles/<slug>": world.everywhere.recognised.circle.slug,
        "/desk/circles/<slug>/leave/<space>": town.space.slug,
        "/desk/recognitions/<reference>": world.everywhere.recognised.recognition.reference,
        "/credentials/status/<purpose>": "revocation",
        "/terms/v1/service/<service>": operator,
        "/terms/v1/versions/<service>": operator,
        "/terms/v1/versions/<service>/<kind>": "rules",
        "/terms/v1/version/<service>": operator,
        "/terms/v1/version/<service>/<kind>": "rules",
        "/terms/v1/version/<service>/<kind>/<date>": clock.now().strftime("%Y-%m-%dT%H:%M:%SZ"),
        "/terms/v1/version/<reference>": Version.objects.filter(document__owner=town.operator.reference)[0].reference,
        "/me/data/export/<reference>": world.export.reference,
        "/me/data/<key>": next(all_holdings()).key,
        "/me/tokens/<pk>": str(tokens_of(author, now=clock.now())[0].pk),
        "/desk/quarantine/<delivery>": str(Delivery.objects.order_by("pk")[0].pk),
        "/rules/<reference>": world.everywhere.trial.reference,
        "/desk/undo/<reference>": world.said["masked"].case.decisions.get().reference,
        "/o/<op>/alert/<ref>/words/<n>": "1",
        "/o/<op>/alert/<ref>/promise/<promise>": held.promise.reference,
        "/o/<op>/alert/<ref>/state/<n>": "1",
        "/o/<op>/alert/<ref>/tally/<n>": "1",
        "/o/<op>/face/<ref>": town.operator.representatives.get().reference,
        "/o/<op>/face/<ref>/key/<n>": "1",
        "/o/<op>/rules/<slug>/<n>": "1",
        "/o/<op>/reports/<period>/<n>": "1",
        "/o/<op>/reports/<period>/<n>/<name>": "report.json",
        "/o/<op>/algorithms/<slug>/<version>": "none",
        "/label/criteria/<code>/<n>": "1",
        "/label/answer/<ref>": "none",
        "/label/change/<ref>": given.changes.get().reference,
        "/audit/a/<ref>/left/<number>": "1",
        "/proposals/<ref>/turnout/<number>": "1",
        "/elsewhere/homes/key/<reference>": "none",
        "/elsewhere/asked/<reference>": "none",
        "/desk/asked-elsewhere/<reference>": "none",
        "/elsewhere/homes/<number>": "1",
        "/notices/confirm/<token>": "none",
        "/notices/stop/<token>": "none",
        "/cases/links/<reference>": "none",
        "/cases/figures/<name>": "flow",
        "/warnings/checks/<reference>": Claim.objects.get(state="placed").reference,
        "/warnings/named/<token>/answer/<reference>": world.everywhere.warned.warning.reference,
        "/warnings/named/<token>/decided/<reference>": world.everywhere.warned.warning.reference,
        "/warnings/named/<token>/unanswer/<reference>": world.everywhere.warned.warning.reference,
        "/mediation/<reference>/opinion-<number>": "1",
        "/mediation/<reference>/answer-<number>": "1",
        "/jury/seat/<seat>": Seat.objects.order_by("pk")[0].reference,
        "/desk/sites/lists/<number>": str(SharedList.objects.get().pk),
    }


def _of_state(said: Said) -> dict[str, str]:
    """Words in one state, wherever an address is about words, their space, their author or their case."""
    space, item, case = said.space.slug, said.review.reference, said.case.reference
    decision = said.case.decisions.first()
    about = {
        "/s/<space>": space,
        "/s/<slug>": space,
        "/x/<subject>": said.subject.slug,
        "/s/<space>/r/<review>": str(said.review.pk),
        "/s/<space>/t/<thread>": str(said.thread.pk),
        "/s/<space>/m/<pseudonym>": said.name,
        "/ap/s/<slug>": space,
        "/ap/x/<reference>": said.subject.reference,
        "/ap/p/<reference>": said.author.reference,
        "/ap/r/<reference>": item,
        "/ap/t/<reference>": said.thread.reference,
        "/ap/n/<reference>": said.post,
        "/ap/c/<reference>": decision.reference if decision else "none",
        "/case/<reference>": case,
        "/case/<case>": case,
        "/report/receipt/<token>": said.receipt,
    }
    words = ("edit", "withdraw", "history", "helpful", "best", "report")
    return (
        about
        | {f"/{verb}/<reference>": item for verb in words}
        | {f"/{verb}/<reference>": said.post for verb in ("outdated", "reopen")}
        | {"/desk/i/<reference>": case, "/desk/order/<item>": item}
    )
