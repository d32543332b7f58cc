"""Joining, leaving, mandates: the only writers."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from apps.algorithms.earned_status import FOUNDERS
from apps.base.errors import BadInput, NotNow, NotYours
from apps.base.models import clean_text
from apps.ledger.services import append
from apps.people.models import PSEUDONYM, Account, Persona
from apps.people.services import persona_create
from apps.people.skeletons import skeleton
from apps.spaces.models import Mandate, Membership, Operator, Pause, Representative, Role, Space


@transaction.atomic
def space_join(*, persona: Persona, space: Space, consent: bool = False, now: datetime) -> Membership:
    """Stand in a space. Health data needs an explicit yes (GDPR 9(2)(a)). Twice is once, one name per person."""
    if space.health_data and not consent:
        raise BadInput({"consent": _("This space speaks of health. Say that you agree to share such data here.")})
    _check_stands_under_no_other_name(persona, space)
    membership, joined = Membership.objects.get_or_create(
        space=space,
        persona=persona,
        defaults={"joined_at": now, "consented_at": now if consent else None},
    )
    if joined:
        _close_founding(space)
        append(kind="membership.joined", actor=persona.reference, object=space.reference, now=now)
    return membership


def _close_founding(space: Space) -> None:
    """From the moment the last founder has come nobody else becomes one, whoever leaves. Until then places are free."""
    if space.founded_at is not None:
        return
    first = Membership.objects.filter(space=space).order_by("joined_at", "pk").values_list("joined_at", flat=True)
    founders = list(first[:FOUNDERS])
    if len(founders) == FOUNDERS:
        Space.objects.filter(pk=space.pk, founded_at=None).update(founded_at=founders[-1])


def _check_stands_under_no_other_name(persona: Persona, space: Space) -> None:
    """Two names of one person in one space would be two voices. The account is locked: two clicks come in turn."""
    if persona.account_id is None:
        return
    account = Account.objects.select_for_update().get(pk=persona.account_id)
    if Membership.objects.filter(space=space, persona__account=account).exclude(persona=persona).exists():
        raise NotNow(_("You are in this space under another of your names. Leave it first."))


@transaction.atomic
def space_join_as(
    *, account: Account, space: Space, persona: Persona | None, pseudonym: str, consent: bool, now: datetime
) -> Membership:
    """Stand in a space under one of one's names, or under a new one made for it."""
    name = persona or persona_create(account=account, pseudonym=pseudonym, now=now)
    return space_join(persona=name, space=space, consent=consent, now=now)


@transaction.atomic
def space_leave(*, persona: Persona, space: Space, now: datetime) -> None:
    """Leave; what was posted stays one's own, and a pause runs on."""
    if Membership.objects.filter(persona=persona, space=space).delete()[0]:
        append(kind="membership.left", actor=persona.reference, object=space.reference, now=now)


@transaction.atomic
def posting_pause(*, persona: Persona, space: Space, until: datetime | None, now: datetime) -> None:
    """Pause posting until a date, or end the pause. Only moderation calls this, after a person's decision."""
    if until is None:
        Pause.objects.filter(persona=persona, space=space, by="").delete()
    else:
        Pause.objects.update_or_create(persona=persona, space=space, by="", defaults={"until": until})
    kind = "membership.paused" if until else "membership.resumed"
    append(kind=kind, actor="", object=persona.reference, payload={"space": space.reference}, now=now)


def host_pause(*, persona: Persona, space: Space, host: str, until: datetime | None) -> None:
    """The site that hosts the space decided that somebody of ours may not post there; None: it gave no end."""
    Pause.objects.update_or_create(persona=persona, space=space, by=host, defaults={"until": until})


def host_pause_end(*, persona: Persona, space: Space, host: str) -> bool:
    """It took that back; whether there was something to take back."""
    return bool(Pause.objects.filter(persona=persona, space=space, by=host).delete()[0])


@transaction.atomic
def representative_name(
    *,
    operator: Operator,
    account: Account,
    real_name: str,
    role_fr: str,
    role_en: str,
    now: datetime,
    until: datetime | None = None,
) -> Representative:
    """Name who answers for an operator, under a real name, from now on. The operator's page is claimed by it."""
    if not account.is_active:
        raise NotYours(_("This account is closed."))
    Operator.objects.filter(pk=operator.pk).update(claimed=True)
    representative = Representative.objects.create(
        operator=operator,
        account=account,
        real_name=real_name,
        role_fr=role_fr,
        role_en=role_en,
        from_at=now,
        until=until,
    )
    append(kind="representative.named", actor="", object=operator.reference, now=now)
    return representative


@transaction.atomic
def representative_end(*, representative: Representative, now: datetime) -> Representative:
    """End a mandate now; what was answered under it stays. Nobody left: the operator is unclaimed again."""
    ended = Representative.objects.select_for_update().get(pk=representative.pk)
    if ended.until is not None and ended.until <= now:
        raise NotNow(_("This mandate is over already."))
    ended.until = now
    ended.save(update_fields=["until"])
    others = Representative.objects.filter(operator=ended.operator_id).filter(Q(until=None) | Q(until__gt=now))
    Operator.objects.filter(pk=ended.operator_id).update(claimed=others.exclude(account=None).exists())
    append(kind="representative.ended", actor="", object=ended.operator.reference, now=now)
    return ended


@transaction.atomic
def mandate_grant(
    *,
    account: Account,
    role: Role,
    public_name: str,
    now: datetime,
    space: Space | None = None,
    operator: Operator | None = None,
    until: datetime | None = None,
) -> Mandate:
    """Give a person a mandate, dated, under a name of its own."""
    if not account.is_active:
        raise NotYours(_("This account is closed."))
    public_name = _checked_public_name(public_name, account)
    mandate = Mandate.objects.create(
        account=account,
        role=role,
        public_name=public_name,
        space=space,
        operator=operator,
        from_at=now,
        until=until,
    )
    append(kind="mandate.granted", actor="", object=mandate.reference, now=now)
    return mandate


def _checked_public_name(typed: str, account: Account) -> str:
    """A name of its own: neither another mandate's, nor one that another person bears or seems to bear."""
    name = clean_text(typed)
    try:
        PSEUDONYM(name)
    except ValidationError as error:
        raise BadInput({"public_name": error.messages[0]}) from error
    if Mandate.objects.filter(public_name__iexact=name).exists():
        raise BadInput({"public_name": _("Another mandate bears this name, now or earlier. Choose another.")})
    if Persona.objects.filter(skeleton=skeleton(name)).exclude(account=account).exists():
        raise BadInput({"public_name": _("A member bears this name, or one too close to it. Choose another.")})
    return name


@transaction.atomic
def mandate_revoke(*, mandate: Mandate, now: datetime) -> Mandate:
    """End a mandate now; what was decided under it stays."""
    mandate = Mandate.objects.select_for_update().get(pk=mandate.pk)
    if mandate.until is not None and mandate.until <= now:
        raise NotNow(_("This mandate is over already."))
    mandate.until = now
    mandate.save(update_fields=["until"])
    append(kind="mandate.revoked", actor="", object=mandate.reference, now=now)
    return mandate
