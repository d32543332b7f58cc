"""A decided case, a mediator who stands outside, and somebody who asks."""

from datetime import timedelta

from apps.mediation import services
from apps.mediation.models import Mediation, Mediator
from apps.moderation.models import Case
from apps.people.models import Account
from tests.moderation.world import NOW, World, decided, make_world, person, report

SOON = NOW + timedelta(hours=1)


def appoint(name: str = "mediator_one", real_name: str = "Solange Abitbol", **more) -> Mediator:
    """Under a real name."""
    return services.mediator_appoint(
        account=more.pop("account", None) or person(f"person behind {name}").account,
        public_name=name,
        real_name=real_name,
        statement_fr="Retraitée, payée par personne.",
        statement_en="Retired, paid by nobody.",
        now=NOW,
        **more,
    )


def decided_case(**more) -> tuple[World, Case]:
    """Reported, masked by alder, told."""
    world = make_world(**more)
    report(world.review, world.reporter, now=NOW)
    case = Case.objects.get(item=world.review.reference)
    decided(world.alder, case, now=NOW)
    case.refresh_from_db()
    return world, case


def asked(
    world: World, case: Case, account: Account | None = None, text: str = "I paid for what I wrote."
) -> Mediation:
    """By the author, unless told otherwise."""
    return services.mediation_ask(account=account or world.author.account, case=case, text=text, now=SOON)


def given(mediation: Mediation, mediator: Mediator, text: str = "The name is not needed. The rest is.") -> Mediation:
    """Taken, and an opinion published, as soon as it was asked for."""
    account, now = mediator.mandate.account, mediation.asked_at
    services.mediation_accept(account=account, mediation=mediation, now=now)
    services.opinion_give(account=account, mediation=mediation, text=text, recommendation="change", now=now)
    mediation.refresh_from_db()
    return mediation
