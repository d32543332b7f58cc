"""Ask a site that speaks no protocol for a page: what it asks of programs first, then no more than what changed."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

from apps.federation import feeds, origins
from apps.federation.feeds import FoundPage
from apps.federation.reading import Refused
from apps.outside import Answer, Budget, OutsideError, Validators, client, robots
from apps.outside.robots import Robots

ACCEPT = "application/json, application/atom+xml, application/rss+xml, text/html;q=0.9, */*;q=0.1"
LATER = frozenset({408, 425, 429})  # and every 5xx
PAUSE = 2.0  # seconds between two pages of one site, when it asks for no more
LONGEST_WAIT = timedelta(days=2)  # a Retry-After beyond that is asked again then


@dataclass(frozen=True, slots=True)
class Nothing:
    """No page, and why: a code; `later` when another try may do better, `wait` when the site says how long."""

    why: str
    later: bool = False
    wait: timedelta = timedelta(0)


@dataclass(frozen=True, slots=True)
class Read:
    """A page that was read, or (`page` None) one that has not changed."""

    page: FoundPage | None
    answer: Answer


def wishes(url: str, *, budget: Budget) -> Robots:
    """What this site asks of programs."""
    return robots.ask(client(), url, budget=budget)


def ask(
    url: str, *, rules: Robots, budget: Budget, now: datetime | None = None, known: Validators | None = None
) -> Read | Nothing:
    """One page. Nothing is raised: a page, or why not."""
    if not rules.allows(url):
        return Nothing("robots", later=rules.closed)
    try:
        answer = client().fetch(url, budget=budget, accept=ACCEPT, known=known)
    except OutsideError as error:
        return Nothing(str(error.why), later=error.later)
    if answer.unchanged:
        return Read(None, answer)
    if answer.status != 200:
        return _status(answer, now)
    if not origins.same(url, answer.url):
        return Nothing("moved")
    page = feeds.read(answer.body, url=answer.url)
    return Nothing(page.why) if isinstance(page, Refused) else Read(page, answer)


def fetched(url: str, *, rules: Robots, budget: Budget) -> Answer | Nothing:
    """The same before anybody knows what stands there: it may answer from another address."""
    if not rules.allows(url):
        return Nothing("robots", later=rules.closed)
    try:
        answer = client().fetch(url, budget=budget, accept=ACCEPT)
    except OutsideError as error:
        return Nothing(str(error.why), later=error.later)
    if answer.status != 200:
        return _status(answer, None)
    moved = origins.same(url, answer.url) and not rules.allows(answer.url)
    return Nothing("robots") if moved else answer


def _status(answer: Answer, now: datetime | None) -> Nothing:
    later = answer.status in LATER or answer.status >= 500
    return Nothing(f"HTTP {answer.status}", later, _wait(answer, now) if later and now else timedelta(0))


def _wait(answer: Answer, now: datetime) -> timedelta:
    """What Retry-After asks for: seconds, or a date."""
    said = answer.headers.get("retry-after", "").strip()
    if said.isdigit() and len(said) < 9:
        return min(timedelta(seconds=int(said)), LONGEST_WAIT)
    try:
        until = parsedate_to_datetime(said)
    except (ValueError, TypeError):
        return timedelta(0)
    if until.tzinfo is None:
        return timedelta(0)
    return max(timedelta(0), min(until - now, LONGEST_WAIT))
