"""How one person has their desk: keys, what they are spared, saved filters, what they leave to others."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from apps.base.compiled import Compiled, given
from apps.base.errors import BadInput, NotFound, NotNow
from apps.base.models import clean_text
from apps.moderation import keys
from apps.moderation.desk_models import DeskChoice, PutOff, SavedFilter
from apps.moderation.models import Audit, Case
from apps.moderation.rules import RuleCode
from apps.moderation.services.cases import back_before
from apps.people.models import Account
from apps.spaces.models import Topic

HEAVY_A_DAY = 40  # published: nobody is given more heavy cases in a day; one's own limit is this or less
FILTERS_MOST = 20
NAME_LONGEST = 40


CHOSEN = Compiled(lambda: DeskChoice.objects.filter(account=given("account")).order_by("pk")[:1])


def choice_of(account: Account) -> DeskChoice:
    """Theirs, or the published one."""
    return CHOSEN.first(account=account.pk) or DeskChoice(account=account)


@transaction.atomic
def keys_choose(*, account: Account, typed: Mapping[str, str], on: bool) -> DeskChoice:
    """Other keys, or none."""
    choice, _made = DeskChoice.objects.get_or_create(account=account)
    choice.keys, choice.keys_on = keys.checked(typed), on
    choice.save(update_fields=["keys", "keys_on"])
    return choice


@transaction.atomic
def sparing_choose(*, account: Account, limit: int, rules: Iterable[int], topics: Iterable[Topic]) -> DeskChoice:
    """How many heavy cases a day, and what one would rather not read. Nobody else is told."""
    if not 0 <= limit <= HEAVY_A_DAY:
        raise BadInput({"limit": _("Between 0 and %(most)d.") % {"most": HEAVY_A_DAY}})
    spared = sorted({int(RuleCode(rule)) for rule in rules})
    if len(spared) == len(RuleCode):
        raise BadInput({"rules": _("Spared all nine rules, nothing is left to read: leave at least one.")})
    choice, _made = DeskChoice.objects.get_or_create(account=account)
    choice.limit = None if limit == HEAVY_A_DAY else limit
    choice.spared_rules = spared
    choice.save(update_fields=["limit", "spared_rules"])
    choice.spared_topics.set(topics)
    return choice


@transaction.atomic
def filter_save(*, account: Account, name: str, query: str) -> SavedFilter:
    """Keep a view of the queue under a name; the same name again changes it."""
    said = " ".join(clean_text(name).split())
    if not said:
        raise BadInput({"name": _("Give it a name.")})
    if len(said) > NAME_LONGEST:
        raise BadInput({"name": _("At most %(n)d characters.") % {"n": NAME_LONGEST}})
    if not query:
        raise BadInput({"name": _("Choose a filter first: this is the whole queue.")})
    Account.objects.select_for_update().get(pk=account.pk)
    others = SavedFilter.objects.filter(account=account).exclude(name=said)
    if others.count() >= FILTERS_MOST:
        raise NotNow(_("You keep %(n)d filters already: remove one first.") % {"n": FILTERS_MOST})
    saved, _made = SavedFilter.objects.update_or_create(account=account, name=said, defaults={"query": query[:300]})
    return saved


@transaction.atomic
def filter_remove(*, account: Account, pk: int) -> None:
    """One of one's own."""
    if not SavedFilter.objects.filter(account=account, pk=pk).delete()[0]:
        raise NotFound(_("You keep no such filter."))


@transaction.atomic
def put_off(*, account: Account, found: Case | Audit, now: datetime) -> PutOff:
    """Leave it to others. It comes back to this person in the last quarter of its time, should nobody have taken it."""
    due = found.decide_before if isinstance(found, Case) else found.read_before
    until = back_before(due, now) if due > now else now + timedelta(days=1)
    kept, _made = PutOff.objects.update_or_create(account=account, reference=found.reference, defaults={"until": until})
    return kept


def put_off_purge(*, now: datetime) -> int:
    """What has come back need not be remembered."""
    return PutOff.objects.filter(until__lte=now).delete()[0]
