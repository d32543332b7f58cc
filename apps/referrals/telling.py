"""Who is told of a referral, and in which words: calm, once, and without anybody's name; notices outlive both."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from apps.look.moments import day
from apps.notices.kinds import in_each_language, register_kind
from apps.notices.services import prepare
from apps.people.models import Persona
from apps.referrals.models import Asking, Referral

WORDS = {
    "referral.asked": _(
        "A newcomer in %(space)s asks whether you would vouch for them. You may say no, or nothing: nobody is told."
    ),
    "referral.first": _(
        "A member vouches for you in %(space)s. With a second one before %(date)s, you are referred there."
    ),
    "referral.carried": _(
        "Two members vouch for you: you are referred in %(space)s until %(date)s. What you earn takes its place."
    ),
    "referral.withdrawn": _(
        "A member no longer vouches for you in %(space)s. It needs no reason; you can ask somebody else."
    ),
    "referral.betrayed": _(
        "Somebody for whom you vouched in %(space)s was paused there, and the decision is final. You take a small "
        "mark, which fades. Nothing else changes."
    ),
    "referral.suspended": _(
        "Three people for whom you vouched in %(space)s within a year were paused there. You cannot vouch for others "
        "until %(date)s. What you have earned stays. The page says why."
    ),
    "referral.lifted": _("A decision in %(space)s fell on appeal: the mark you took because of it is gone."),
}


def register() -> None:
    """Called from `ready()`."""
    for kind, sentence in WORDS.items():
        register_kind(kind, sentence)


def tell_asked(row: Referral, asking: Asking, now: datetime) -> None:
    """The member who was named, once."""
    path = f"/s/{row.space.slug}/referrals/for/{asking.reference}/"
    _tell(row, "referral.asked", row.referrer, now, path=path, by=row.referee)


def tell_given(row: Referral, now: datetime) -> None:
    """The newcomer: one vouches, or two do."""
    kind = "referral.carried" if row.carried_at else "referral.first"
    _tell(row, kind, row.referee, now, until=row.ends_at)


def tell_withdrawn(row: Referral, now: datetime) -> None:
    """The newcomer, without a reason."""
    _tell(row, "referral.withdrawn", row.referee, now)


def tell_betrayed(row: Referral, until: datetime | None, now: datetime) -> None:
    """Whoever vouched: what it cost, and until when they may not vouch, if so."""
    _tell(row, "referral.betrayed", row.referrer, now)
    if until is not None:
        _tell(row, "referral.suspended", row.referrer, now, until=until)


def tell_lifted(row: Referral, now: datetime) -> None:
    """Whoever vouched."""
    _tell(row, "referral.lifted", row.referrer, now)


def _tell(
    row: Referral,
    kind: str,
    reader: Persona | None,
    now: datetime,
    *,
    until: datetime | None = None,
    path: str = "",
    by: Persona | None = None,
) -> None:
    if reader is None:
        return
    context = {
        "space": in_each_language(lambda: row.space.name),
        "date": in_each_language(lambda: day(until)) if until else "",
    }
    path = path or f"/s/{row.space.slug}/referrals/"
    prepare(kind=kind, to=[reader], about=row.reference, path=path, context=context, now=now, by=by)
