"""On which cases a person says first what they think, before the desk says why the case is there.

Published: the first eight bytes of the SHA-256 of the case's number, as a whole number, are a multiple of
`DESK_BLIND_ONE_IN`. The number is drawn when the case is opened, and nobody can choose it.
"""

import hashlib

from django.conf import settings

from apps.moderation.models import Case, FirstOpinion
from apps.moderation.states import Instance, ItemKind
from apps.people.models import Account


def is_blind(case: Case) -> bool:
    """Whether the score, its reasons and what brought the case wait for a first opinion. Appeals are read whole."""
    return case.item_kind == ItemKind.REVIEW and case.instance == Instance.FIRST and is_drawn_blind(case.reference)


def is_drawn_blind(reference: str) -> bool:
    """The published hash of the case's number."""
    one_in: int = settings.DESK_BLIND_ONE_IN
    return one_in > 0 and int.from_bytes(hashlib.sha256(reference.encode()).digest()[:8], "big") % one_in == 0


def opinion_of(case: Case, account: Account | None) -> FirstOpinion | None:
    """What this person said first."""
    return case.first_opinions.filter(reader=account).first() if account is not None else None


def waits_for_opinion(case: Case, account: Account | None) -> bool:
    """This person has not said yet what they think."""
    return is_blind(case) and opinion_of(case, account) is None
