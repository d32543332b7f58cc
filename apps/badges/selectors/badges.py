"""A badge as it stands at this moment, whatever its row still says."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from apps.badges.by_others import command_for
from apps.badges.credential import HOLDS_FOR, Said, badge_address, title, today
from apps.badges.earned import Held, earned_for
from apps.badges.errors import Gone
from apps.badges.issuers import key_of_space
from apps.badges.models import Badge, Place
from apps.badges.states import BadgeState
from apps.base.errors import NotFound
from apps.signatures import keys
from apps.spaces.models import Space, Visibility
from apps.trust.standings import scale_of


@dataclass(frozen=True, slots=True)
class BadgePage:
    """In plain words: who, what, where, on what basis, since when, until when, and what it does not say."""

    reference: str
    title: str
    holds: bool
    sentence: str
    who: str
    who_path: str
    space_name: str
    space_path: str
    topic_name: str
    label: str
    meaning: str
    basis: str
    rule: str
    since: datetime
    checked_at: datetime
    until: datetime
    ended_at: datetime | None
    image_path: str
    jcs_path: str
    rdfc_path: str
    list_path: str
    place: int
    issuer: str
    command: str  # by which anybody checks it with software that is not ours
    embed: str


def badge_by_reference(reference: str) -> Badge:
    """Raises NotFound; Gone for one whose person erased their data."""
    found = Badge.objects.select_related("persona", "space", "topic", "place").filter(reference=reference).first()
    if found is None:
        raise NotFound(_("No badge of this number was ever made here."))
    if found.state == BadgeState.ERASED:
        raise Gone(_("This badge is gone. Whoever it was about took their data away, and nothing of it is kept here."))
    return found


def state_now(badge: Badge, now: datetime, held: Held | None = None) -> BadgeState:
    """What is looked at each time: a status that faded is no longer shown, before anybody ended the badge. A space that
    has closed its doors shows nothing outside any more."""
    state = BadgeState(badge.state)
    if state != BadgeState.STANDS:
        return state
    if badge.persona is None or badge.space.visibility != Visibility.PUBLIC:
        return BadgeState.LOST
    held = held or earned_for([badge.persona], badge.space, now)
    return state if held.holds(badge) else BadgeState.LOST


def states_now(badges: Iterable[Badge], now: datetime) -> dict[int, BadgeState]:
    """The same of several, each space asked once."""
    known = list(badges)
    spaces = {badge.space_id: badge.space for badge in known}
    held = {
        pk: earned_for({b.persona for b in known if b.space_id == pk and b.persona}, space, now)
        for pk, space in spaces.items()
    }
    return {badge.pk: state_now(badge, now, held[badge.space_id]) for badge in known}


def said_by(badge: Badge, now: datetime) -> Said:
    """What its file says, while it stands, by the rule as it counts today. Raises Gone."""
    held = earned_for([badge.persona] if badge.persona else [], badge.space, now)
    state, earned = state_now(badge, now, held), held.of(badge.persona_id, badge.topic)
    if state != BadgeState.STANDS or badge.persona is None or earned is None:
        raise Gone(sentence_of(state))
    begins = max(badge.made_at.replace(microsecond=0), today(now))
    return Said(
        id=badge_address(badge.reference),
        persona=badge.persona,
        space=badge.space,
        topic=badge.topic,
        level=badge.level,
        algorithm=earned.algorithm,
        since=badge.since,
        place=badge.place.number,
        begins=begins,
        ends=today(now) + HOLDS_FOR,
    )


def places_over(space: Space) -> list[int]:
    """What the public list of a space sets."""
    return list(Place.objects.filter(space=space).exclude(over_at=None).values_list("number", flat=True))


def sentence_of(state: BadgeState) -> str:
    """Whether it holds."""
    words = {
        BadgeState.STANDS: _("This badge holds today: it was looked at when you opened this page."),
        BadgeState.TAKEN_BACK: _("This badge no longer holds: the person it is about shows it no longer."),
        BadgeState.LOST: _(
            "This badge no longer holds: what it says is not earned at the moment, or its space no longer shows it."
        ),
        BadgeState.ERASED: _("This badge is gone."),
    }
    return words[state]


def badge_page(badge: Badge, now: datetime) -> BadgePage:
    """Everything about one badge. Once it holds no more, it names nobody."""
    held = earned_for([badge.persona] if badge.persona else [], badge.space, now)
    state, earned = state_now(badge, now, held), held.of(badge.persona_id, badge.topic)
    holds = state == BadgeState.STANDS
    name = badge.persona.pseudonym if holds and badge.persona else ""
    level = scale_of(badge.space).level(badge.level)
    image = image_path(badge.reference)
    return BadgePage(
        reference=badge.reference,
        title=title(badge.space, badge.topic, badge.level),
        holds=holds,
        sentence=sentence_of(state),
        who=name,
        who_path=reverse("pages:member", args=[badge.space.slug, name]) if name else "",
        space_name=badge.space.name,
        space_path=reverse("pages:space", args=[badge.space.slug]),
        topic_name=badge.topic.name if badge.topic else "",
        label=level.name if level else badge.level,
        meaning=level.meaning if level else "",
        basis=_("earned by one’s own activity there"),
        rule=earned.algorithm if earned else badge.algorithm,
        since=badge.since,
        checked_at=now,
        until=today(now) + HOLDS_FOR,
        ended_at=badge.ended_at,
        image_path=image,
        jcs_path=reverse("badge_machines:jcs", args=[badge.reference]),
        rdfc_path=reverse("badge_machines:rdfc", args=[badge.reference]),
        list_path=reverse("badge_machines:status", args=[badge.space.slug]),
        place=badge.place.number,
        issuer=keys.did(key_of_space(badge.space, now).public_key()),
        command=command_for(f"{badge_address(badge.reference)}.json"),
        embed=embed_of(badge.reference, title(badge.space, badge.topic, badge.level)),
    )


def image_context(reference: str, page: BadgePage | None) -> dict[str, object]:
    """What the image is drawn from, in the language of the moment; without a page it is gone."""
    return {
        "page": page,
        "site": settings.SITE_NAME,
        "address": badge_address(reference),
        "language": (get_language() or "fr")[:2],
        "over": _("No longer holds"),
        "gone": sentence_of(BadgeState.ERASED),
    }


def image_path(reference: str) -> str:
    """In the reader's language."""
    return reverse(f"badge_machines:image_{(get_language() or 'fr')[:2]}", args=[reference])


def embed_of(reference: str, words: str) -> str:
    """The lines to put onto a site of one's own: an image and a link, nothing that watches anybody."""
    site = settings.SITE_URL
    return format_html(
        '<a href="{}{}"><img src="{}{}" width="300" height="72" alt="{}"></a>',
        site, reverse("badges:badge", args=[reference]), site, image_path(reference), words,
    )  # fmt: skip
