"""Ask as each of the ten, and say in one word what came back; whatever an answer changed is taken back."""

from collections.abc import Iterable

from django.db import connection, transaction
from django.http.response import HttpResponseBase
from django.test import Client

from apps.gate import limits
from apps.people.models import Account
from tests.look.exchanged import HELD
from tests.permissions.addresses import Address, Atlas
from tests.permissions.table import MARKS, Key, Row
from tests.permissions.world import CANARIES, ROLES, World

REFUSED = {"in", "403", "404", "405"}
TOUCHED = (
    "SELECT sum(n_tup_ins + n_tup_upd + n_tup_del) FROM pg_stat_xact_user_tables WHERE relname <> 'people_session'"
)
SOMETHING = {"nothing": "asked"}  # a form that is not empty, and not filled in
WHY = {"reason_fr": "Deux mots.", "reason_en": "Two words."}
BODIES = {  # filled in where a form is read before it is asked whose it is
    "/en/case/<reference>/appeal/": {"text": "The name is on the invoice."},
    "/en/report/<reference>/": {"ground": "private_person", "text": "A name."},
    "/en/label/l/<ref>/change/": {"to": "revoked", **WHY},
    "/en/audit/a/<ref>/withdraw/": WHY,
    "/en/proposals/<ref>/vote/": {"choice": "for"},
    "/en/s/<space>/t/<thread>/answer/": {"text": "I paid 260 for the same."},
    "/en/s/<space>/join/": {"consent": "on"},
    "/en/desk/i/<reference>/opinion/": {"verdict": "genuine", "seen_version": "1"},
    "/en/desk/i/<reference>/decide/": {"outcome": "keep", "seen_version": "1", "own_words": "It may stay."},
}
NEEDLES = [*((canary.encode(), MARKS[state]) for state, canary in CANARIES.items()), (HELD.encode(), "h")]


class Asking:
    """Ten windows, open and signed in."""

    def __init__(self, world: World) -> None:
        self.world, self.atlas = world, Atlas(world)
        self.windows = {role: Client(raise_request_exception=False) for role in ROLES}
        for role, account in world.accounts.items():
            self.windows[role].force_login(account)
        self.sessions = {
            role: window.cookies["session"].value for role, window in self.windows.items() if window.cookies
        }

    def also(self, role: str, account: Account) -> None:
        """Somebody besides the ten."""
        self.windows[role] = Client(raise_request_exception=False)
        self.windows[role].force_login(account)
        self.sessions[role] = self.windows[role].cookies["session"].value

    def content(self, path: str, role: str) -> bytes:
        """All that an address says to somebody; whatever it changed is taken back."""
        accept = "application/activity+json" if path.startswith("/ap/") else "*/*"
        self.windows[role].cookies.clear()
        self.windows[role].cookies["session"] = self.sessions[role]
        with _taken_back():
            said = _whole(self.windows[role].get(path, headers={"accept": accept}))
            transaction.set_rollback(True)
        return said

    def row(self, address: Address, method: str, state: str, roles: Iterable[str] = ROLES) -> Row:
        """What they hear."""
        cells = tuple(self.cell(address, method, state, role) for role in roles)
        return Row(address.written, method, state, cells)

    def cell(self, address: Address, method: str, state: str, role: str) -> str:
        """One answer; a refusal that changed something says so with an exclamation mark."""
        written, path = address.written, self.atlas.path(address, state)
        accept = "application/activity+json" if path.startswith("/ap/") else "*/*"
        window = self.windows[role]
        window.cookies.clear()  # what the last answer left; signing out is an answer like any other
        if role in self.sessions:
            window.cookies["session"] = self.sessions[role]
        ask = getattr(window, method.lower())
        with _taken_back():
            before = _touched() if method == "POST" else 0
            answer = ask(path, BODIES.get(written, SOMETHING) if method == "POST" else None, headers={"accept": accept})
            said = _word(answer) + _marks(answer)
            if method == "POST" and said in REFUSED and _touched() != before:
                said += "!"
            transaction.set_rollback(True)
        if method == "POST":
            forget_limits()
        return said


def _taken_back() -> transaction.Atomic:
    """What the test wraps around an answer is no transaction of ours: others may be asked in it."""
    around = transaction.atomic()
    around._from_testcase = True
    return around


def _whole(answer: HttpResponseBase) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def forget_limits() -> None:
    """Nobody has come too often."""
    for key in limits.client().scan_iter("limit:*"):
        limits.client().delete(key)


def _touched() -> int:
    with connection.cursor() as cursor:
        return cursor.execute(TOUCHED).fetchone()[0]


def _word(answer: HttpResponseBase) -> str:
    if answer.status_code == 401 or (answer.status_code == 302 and "/accounts/login/" in answer["Location"]):
        return "in"
    return str(answer.status_code)


def _marks(answer: HttpResponseBase) -> str:
    content = _whole(answer)
    return "".join(mark for needle, mark in NEEDLES if needle in content)


def rows_needed(asking: Asking, address: Address) -> list[Key]:
    """One per method and state."""
    return [(address.written, method, state) for method in ("GET", "POST") for state in asking.atlas.states_of(address)]
