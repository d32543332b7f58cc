"""What juries hold about people: seats with votes, training cases; lists of lots, until the key is gone."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from apps.juries.candidates import lot_of, salt_of
from apps.juries.models import Jury, JuryDraw, Practice, Seat
from apps.people.holdings import Holding, Rows, holds_nothing
from apps.people.holdings import register as holds
from apps.people.models import Account

SEATS_KEPT = timedelta(days=365)
PRACTICE_KEPT = timedelta(days=730)


def _seats(account: Account) -> Rows:
    for seat in Seat.objects.filter(persona__account=account).select_related("jury__case"):
        yield {
            "case": seat.jury.case.reference,
            "lot": seat.lot,
            "group": seat.group,
            "side": seat.side,
            "invited_at": seat.invited_at,
            "accepted_at": seat.accepted_at,
            "left_at": seat.left_at,
            "vote": seat.outcome,
            "words": seat.words,
            "voted_at": seat.voted_at,
        }


def _erase_seats(account: Account, now: datetime) -> int:
    return Seat.objects.filter(persona__account=account).update(persona=None, words="")


def _forget_seats(now: datetime) -> int:
    """A year after the end of the jury the vote is nobody's; what was said stays as published."""
    return Seat.objects.filter(jury__ended_at__lt=now - SEATS_KEPT).exclude(persona=None).update(persona=None)


def _lists(account: Account) -> Rows:
    """On which lists one stands while anybody could tell, and with which salt one checks it."""
    personas = list(account.personas.all())
    spaces = {membership.space_id for persona in personas for membership in persona.memberships.all()}
    for jury in Jury.objects.filter(case__space__in=spaces).exclude(key="").select_related("case"):
        lots = {row[0]: row for row in [*jury.members, *jury.helpers]}
        for persona in personas:
            row = lots.get(lot_of(jury.key, jury.reference, persona))
            if row is not None:
                salt = salt_of(jury.key, persona)
                yield {"jury": jury.reference, "lot": row[0], "salt": salt, "group": row[1], "side": row[2]}


def _forget_keys(now: datetime) -> int:
    from apps.juries.services import juries_forget

    return juries_forget(now)


def _practices(account: Account) -> Rows:
    for row in Practice.objects.filter(account=account).order_by("pk"):
        yield {"case": row.key, "chosen": row.chosen, "as_decided": row.right, "answered_at": row.answered_at}


def register() -> None:
    """Called from `ready()`."""
    holds(
        Holding(
            Seat,
            _("Juries for which you were drawn, and your votes"),
            _seats,
            _erase_seats,
            _("the vote stays as a number, without you and without your words"),
            keep_for=SEATS_KEPT,
            purge=_forget_seats,
            order=39,
            keep_note=_("after the end of the jury"),
        )
    )
    holds(
        Holding(
            Jury,
            _("Lists from which a jury could have drawn you"),
            _lists,
            lambda account, now: sum(1 for _row in _lists(account)),
            _("the lot stays; a month after the end of the jury nobody can tell whose it was"),
            keep_for=timedelta(days=30),
            purge=_forget_keys,
            order=38,
            keep_note=_("after the end of the jury"),
        )
    )
    holds(
        Holding(
            Practice,
            _("Training cases you answered"),
            _practices,
            lambda account, now: Practice.objects.filter(account=account).delete()[0],
            _("erased"),
            keep_for=PRACTICE_KEPT,
            purge=lambda now: Practice.objects.filter(answered_at__lt=now - PRACTICE_KEPT).delete()[0],
        )
    )
    holds_nothing(JuryDraw, "what a checkpoint of the public log chose")
