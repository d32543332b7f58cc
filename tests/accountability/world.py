"""An operator, who answers for it, and a public that presses the red button from several networks."""

from datetime import UTC, datetime, timedelta

from apps.accountability import services
from apps.accountability.models import Tile
from apps.base import clock
from apps.people.models import Account
from apps.spaces.models import Operator, Representative
from tests.factories import member, person, space

NOON = datetime(2026, 3, 10, 12, 5, tzinfo=UTC)


def represent(operator: Operator, name: str = "Awa Ndour") -> Account:
    """Somebody who answers for it under a real name."""
    account = person()
    Representative.objects.create(
        operator=operator,
        account=account,
        real_name=name,
        role_fr="Responsable de la modération",
        role_en="Head of moderation",
        from_at=clock.now() - timedelta(days=400),
    )
    return account


def press(operator, *, account=None, network="net-1", browser="", tile=Tile.REMOVED, words="", now=None):
    """One press of the red button."""
    return services.voice_raise(
        operator=operator, tile=tile, words=words, account=account, browser=browser, network=network, now=now or NOON
    )


def crowd(operator: Operator, people: int = 60) -> None:
    """Many members stand in a space of this operator: enough to hide among."""
    forum = space(operator=operator)
    for _ in range(people):
        member(forum)


def surge(operator: Operator, *, members: int = 3, visitors: int = 3, now: datetime = NOON) -> None:
    """As many independent people, each from their own network."""
    for number in range(visitors):
        press(operator, network=f"visitor-{number}", browser=f"browser-{number}", now=now)
    for number in range(members):
        press(operator, account=person(), network=f"member-{number}", now=now)
