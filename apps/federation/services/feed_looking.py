"""Look at an address before anything is taken: what was found, what will be left out and why, the first ten items."""

from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy

from apps.base.errors import BadInput
from apps.base.models import validate_text
from apps.federation import feeds, origins
from apps.federation.feeds import Found, FoundPage, ways
from apps.federation.models import ADDRESS
from apps.federation.reading import Refused
from apps.federation.refusals import told
from apps.federation.said import plain_text
from apps.federation.services.feed_asking import Nothing, ask, fetched, wishes
from apps.outside import Answer, Budget, NotAllowed, Why, targets
from apps.outside.robots import Robots
from apps.posts.models import Lack

FIRST = 10  # items shown
TOPICS = 2  # talks opened to show what is said in them
SHOWN = 600  # characters of each
FETCHES, SECONDS = 12, 25.0
NOTHING_SAID = gettext_lazy(
    "Nothing that somebody said was found there. Give the address of a forum, a talk, a feed or a page with reviews."
)


@dataclass(frozen=True, slots=True)
class Seen:
    """What stands at an address, by the page that was read there."""

    address: str
    form: str
    title: str
    robots: str
    pause: float
    found: int  # on the first page
    talks: int
    reviews: int
    pages: int  # that follow, as far as the first page says
    left: dict[str, int] = field(default_factory=dict)
    items: list[dict[str, Any]] = field(default_factory=list)
    lacks: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """To be kept until somebody confirms."""
        return asdict(self)


def see(typed: str) -> Seen:
    """Raises BadInput with a sentence for whoever typed."""
    address = _address(typed)
    budget = Budget(fetches=FETCHES, seconds=SECONDS)
    rules = wishes(address, budget=budget)
    address, page, rules = _best(address, rules, budget)
    opened = _opened(page, address, rules, budget)
    return _seen(address, page, opened, rules)


def _address(typed: str) -> str:
    """As people write it: https is understood."""
    text = typed.strip()
    try:
        return targets.read(text if "://" in text else f"https://{text}").url
    except NotAllowed as error:
        raise BadInput({"address": told(error.why).whole}) from error


def _best(address: str, rules: Robots, budget: Budget) -> tuple[str, FoundPage, Robots]:
    """The fullest form that stands behind an address, and where."""
    answer = fetched(address, rules=rules, budget=budget)
    if isinstance(answer, Nothing):
        raise _no(answer.why)
    if not origins.same(address, answer.url):
        rules = wishes(answer.url, budget=budget)
    own = feeds.read(answer.body, url=answer.url)
    if isinstance(own, FoundPage) and own.form != "page":
        return answer.url, own, rules
    return _behind(answer, own, rules, budget)


def _behind(answer: Answer, own: FoundPage | Refused, rules: Robots, budget: Budget) -> tuple[str, FoundPage, Robots]:
    for other in ways.others(answer.body, answer.url):
        read = ask(other, rules=rules, budget=budget)
        if not isinstance(read, Nothing) and read.page is not None and read.page.items:
            return read.answer.url, read.page, rules
    if isinstance(own, Refused):
        raise _no(own.why)
    return answer.url, own, rules


def _no(why: str) -> BadInput:
    return BadInput({"address": told(why).whole})


def _opened(page: FoundPage, address: str, rules: Robots, budget: Budget) -> list[FoundPage]:
    """A list of talks says little: the first ones are opened."""
    if len([one for one in page.items if one.kind != "topic"]) >= FIRST:
        return []
    found = [ask(one.more, rules=rules, budget=budget) for one in page.items if one.more][:TOPICS]
    return [read.page for read in found if not isinstance(read, Nothing) and read.page is not None]


def _honest(text: str) -> bool:
    """Nothing in it deceives the eye."""
    try:
        validate_text(text)
    except ValidationError:
        return False
    return True


def _seen(address: str, page: FoundPage, opened: list[FoundPage], rules: Robots) -> Seen:
    if len(address) > ADDRESS:
        raise _no(Why.ADDRESS)
    found = [one for part in (page, *opened) for one in part.items if one.kind != "topic"]
    said = [one for one in found if _honest(f"{one.title}{one.author}{one.about}{plain_text(one.html)}")]
    if not said:
        raise BadInput({"address": NOTHING_SAID})
    left = Counter(why.value for part in (page, *opened) for why in part.left)
    left["hidden"] += len(found) - len(said)
    title = page.title.replace("\n", " ") if _honest(page.title) else ""
    return Seen(
        address=address,
        form=page.form,
        title=title or targets.read(address).authority,
        robots=rules.text.replace("\x00", ""),
        pause=rules.pause,
        found=len(page.items),
        talks=len([one for one in page.items if one.kind == "topic" or (one.kind == "post" and not one.reply_to)]),
        reviews=len([one for one in page.items if one.kind == "review"]),
        pages=len({one.more for one in page.items if one.more}) + len(page.also) + bool(page.next),
        left=dict(+left),
        items=[_shown(one, _title(one, page, opened)) for one in said[:FIRST]],
        lacks=_lacks(said),
    )


def _title(one: Found, page: FoundPage, opened: list[FoundPage]) -> str:
    """Of what begins a talk: what answers stands under it."""
    if one.title or one.reply_to:
        return one.title
    return next((part.title for part in (*opened, page) if one in part.items), "")


def _shown(one: Found, title: str) -> dict[str, Any]:
    """As it will look: its words as lines, without pictures or links."""
    text = plain_text(one.html)
    return {
        "kind": one.kind,
        "title": title.replace("\n", " "),
        "author": one.author.replace("\n", " "),
        "at": one.published.isoformat() if one.published else "",
        "text": text if len(text) <= SHOWN else f"{text[:SHOWN].rstrip()} …",
        "url": one.url,
        "answers": bool(one.reply_to),
        "stars": one.rating.stars if one.rating else None,
        "about": one.about,
    }


def _lacks(said: list[Found]) -> list[str]:
    """What this site gives nowhere: said beside each item, never made up."""
    missing = []
    if not any(one.author for one in said):
        missing.append(Lack.AUTHOR.value)
    if not any(one.published for one in said):
        missing.append(Lack.DATE.value)
    if all(one.kind == "review" and one.rating is None for one in said):
        missing.append(Lack.RATING.value)
    return missing
