"""What the rule of referrals refused, for its page and for whoever decides about it: told, weighed, asked again."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.algorithms import referral
from apps.base.errors import NotNow
from apps.people.models import Persona
from apps.referrals import saying
from apps.referrals.bars import Asked, Why, barred
from apps.referrals.models import Asking
from apps.referrals.permissions import TO_BE_REFERRED, TO_NAME, TO_VOUCH
from apps.trust.contested import givers_of, items_against, strike_out
from apps.trust.models import Feedback, RuleRefusal
from apps.trust.refusing import Stake, Told, register_refusal

BY_WORDS = {Why.NO_RIGHT, Why.AGAINST}  # what was said of their own help is what it rests on


def register() -> None:
    """Called from `ready()`."""
    labels = {
        TO_BE_REFERRED: gettext_lazy("To be referred by two members"),
        TO_NAME: gettext_lazy("To ask a member to vouch"),
        TO_VOUCH: gettext_lazy("To vouch for a newcomer"),
    }
    for kind, label in labels.items():
        register_refusal(kind, tell, ask_again, label=label, stake=stake)


def tell(row: RuleRefusal) -> Told:
    """With the figures of that hour; what was said then is said in the reader’s language."""
    why, home = Why(row.why), reverse("referrals:home", args=[row.space.slug])
    where = home if why == Why.SUSPENDED else ""  # each mark is contested there
    inputs = [(label, value, where) for label, value in saying.inputs(why, row.facts)]
    rule = reverse("pages:algorithm", args=[settings.PLATFORM_OPERATOR, referral.NAME])
    return Told(saying.sentence(why, row.facts), inputs, rule, home)


def stake(row: RuleRefusal) -> Stake:
    """Words against their help can be taken out. Whoever gave a word, or is the other one in it, does not decide."""
    if Why(row.why) not in BY_WORDS:
        asked = asked_of(row, row.heard_at)
        others = [asked.referee, asked.other] if asked else []
        return Stake(involved=_accounts(one for one in others if one is not None and one != row.persona))
    said = _words(row)
    return Stake(items_against([word for word in said if not word.favourable]), givers_of(list(said)))


def ask_again(row: RuleRefusal, named: Sequence[str], now: datetime) -> None:
    """The same line of the rule, without the words that were named."""
    asked = asked_of(row, now)
    if asked is None:
        raise NotNow(_("What was asked is gone: there is nothing to ask the rule about."))
    if named and Why(row.why) in BY_WORDS:
        strike_out(row.persona, _words(row).filter(favourable=False), named, now)
    if barred(asked, Why(row.why)) is not None:
        raise NotNow(_("By the rule in force, and what is known now, the answer is no again."))


def asked_of(row: RuleRefusal, now: datetime) -> Asked | None:
    """As it was asked; nothing where the request, or whoever was named, is gone."""
    asked = Asked(row.persona, row.persona, row.space, row.topic, now)
    if row.about:
        asking = Asking.objects.filter(round=row.about).select_related("referee__account").first()
        if asking is None:
            return None
        asked = replace(asked, asking=asking, referee=asking.referee)
    whom = row.facts.get("whom")
    other = Persona.objects.filter(reference=whom).select_related("account").first() if whom else None
    return None if whom and other is None else replace(asked, other=other)


def _words(row: RuleRefusal) -> QuerySet[Feedback]:
    """Whoever has the right to vouch has it on a topic; a word against somebody counts in the whole space."""
    said = Feedback.objects.filter(receiver=row.persona, space=row.space)
    return said.filter(topic=row.topic) if row.topic and row.why == Why.NO_RIGHT else said


def _accounts(people: Iterable[Persona]) -> frozenset[int]:
    return frozenset(one.account_id for one in people if one.account_id is not None)
