"""One's own page of trust: statuses with their basis, offers, and what one chose. For one's own eyes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import override

from apps.algorithms.apomediary import WINDOW
from apps.people.models import Account, Persona
from apps.posts.models import Post
from apps.posts.selectors import thread_title
from apps.spaces.disclosure import Attested
from apps.spaces.models import Space
from apps.trust.grounds import TrustSection, my_sections
from apps.trust.helpers import HelperView, helping, offers_for
from apps.trust.models import AnswerMark, Choice, HelperChoice
from apps.trust.standings import Standing, granted_to
from apps.trust.statuses import StatusView, statuses_elsewhere, statuses_of_account

MOST_THANKS = 10


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """What was chosen in a space, and how one helps there now."""

    persona: str
    pseudonym: str
    space: str
    space_name: str
    choice: str
    words: str
    decided_at: datetime
    helping: HelperView | None

    @property
    def shown(self) -> bool:
        """Others may see it."""
        return self.choice == Choice.SHOWN


@dataclass(frozen=True, slots=True)
class ThanksView:
    """How many people one answer helped lately; who they are is theirs."""

    title: str
    space: str
    thread: int
    number: int
    people: int
    best: bool


@dataclass(frozen=True, slots=True)
class TrustPage:
    """Everything on /me/trust/."""

    statuses: tuple[StatusView, ...]
    granted: tuple[Standing, ...]
    sections: tuple[TrustSection, ...]
    offers: tuple[HelperView, ...]
    choices: tuple[ChoiceView, ...]
    thanks: tuple[ThanksView, ...]


def trust_of(account: Account, *, now: datetime) -> TrustPage:
    """What trust knows of a person, as it tells it to them."""
    return TrustPage(
        statuses=tuple(statuses_of_account(account, now)),
        granted=tuple(granted_to(account, now)),
        sections=tuple(my_sections(account, now)),
        offers=tuple(offers_for(account, now=now)),
        choices=tuple(_choices(account, now)),
        thanks=tuple(_thanks(account, now)),
    )


def _thanks(account: Account, now: datetime) -> list[ThanksView]:
    """Answers of the last sixty days that others were helped by, most people first."""
    since = now - timedelta(days=WINDOW)
    marks = AnswerMark.objects.filter(persona__account=account, at__gte=since).filter(Q(best=True) | Q(thanks__gt=0))
    found = list(marks.select_related("post__thread", "space").order_by("-thanks", "-at")[:MOST_THANKS])
    first = {
        post.thread_id: post for post in Post.objects.filter(thread__in=[m.post.thread_id for m in found], number=1)
    }
    return [
        ThanksView(
            title=thread_title(mark.post.thread, first.get(mark.post.thread_id)),
            space=mark.space.slug,
            thread=mark.post.thread_id,
            number=mark.post.number,
            people=mark.thanks,
            best=mark.best,
        )
        for mark in found
    ]


def offers_section(account: Account, now: datetime) -> list[HelperView] | None:
    """What is offered, on one's own page; nothing when nothing is."""
    return offers_for(account, now=now) or None


def earned_elsewhere(persona: Persona, space: Space, now: datetime) -> Iterable[Attested]:
    """What one may show in a space of what one has earned in another."""
    said: dict[str, dict[str, str]] = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            for view in statuses_elsewhere(persona, space, now):
                key = f"earned:{view.space}:{view.topic}"
                said.setdefault(key, {})[language] = _earned_there(view)
    return [Attested(key, words) for key, words in said.items()]


def _earned_there(view: StatusView) -> str:
    there = {"space": view.space_name, "topic": view.topic_name or view.space_name, "level": view.label}
    return _("in “%(space)s”, %(topic)s: %(level)s") % there


def _choices(account: Account, now: datetime) -> list[ChoiceView]:
    rows = HelperChoice.objects.filter(persona__account=account).select_related("space", "persona").order_by("pk")
    return [_choice(row, now) for row in rows]


def _choice(row: HelperChoice, now: datetime) -> ChoiceView:
    own = helping(row.persona, row.space, now=now)
    return ChoiceView(
        persona=row.persona.reference,
        pseudonym=row.persona.pseudonym,
        space=row.space.slug,
        space_name=row.space.name,
        choice=row.choice,
        words=str(Choice(row.choice).label),
        decided_at=row.decided_at,
        helping=own[0] if own else None,
    )
