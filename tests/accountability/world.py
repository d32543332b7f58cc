"""An operator, who answers for it, and a public that presses the red button from several networks."""

from datetime import UTC, datetime, timedelta

from apps.accountability import services
from apps.accountability.models import Tile
from apps.base import clock
from apps.people.models import Account, Persona
from apps.posts.models import Post, Thread
from apps.spaces.models import Membership, Operator, Representative, Space
from tests.factories import person, space

NOON = datetime(2026, 3, 10, 12, 5, tzinfo=UTC)
LOOKED = NOON + timedelta(minutes=20)  # two looks after


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
    Operator.objects.filter(pk=operator.pk).update(claimed=True)
    operator.claimed = True
    return account


def press(
    operator, *, account=None, network="net-1", browser="", tile=Tile.REMOVED, words="", now=None, issue="", proof=None
):
    """One press of the red button."""
    return services.voice_raise(
        operator=operator,
        tile=tile,
        words=words,
        account=account,
        browser=browser,
        network=network,
        now=now or NOON,
        issue=issue,
        proof=proof,
    )


def crowd(operator: Operator, people: int = 60) -> None:
    """Many members stand in a space of this operator: enough to hide among."""
    forum, since = space(operator=operator), NOON - timedelta(days=90)
    accounts = Account.objects.bulk_create(Account(username=f"c{forum.pk}-{n}", password="!") for n in range(people))
    personas = Persona.objects.bulk_create(
        Persona(account=a, pseudonym=a.username, skeleton=a.username, created_at=since, is_main=True) for a in accounts
    )
    Membership.objects.bulk_create(Membership(space=forum, persona=p, joined_at=since) for p in personas)


def regular(operator: Operator) -> Account:
    """Somebody who said something in a space of this operator a month before."""
    forum = Space.objects.filter(operator=operator).first() or space(operator=operator)
    before = NOON - timedelta(days=30)
    thread, _new = Thread.objects.get_or_create(
        space=forum, title="Before", defaults={"started_at": before, "last_post_at": before}
    )
    account = person()
    number = thread.posts.count() + 1
    persona = account.personas.get()
    Post.objects.create(thread=thread, number=number, author=persona, text="Before.", published_at=before)
    return account


def surge(operator: Operator, *, members: int = 12, visitors: int = 3, now: datetime = NOON) -> None:
    """As many independent people at once, each from their own network; the members were active before."""
    for number in range(visitors):
        press(operator, network=f"visitor-{number}", browser=f"browser-{number}", now=now)
    for number in range(members):
        press(operator, account=regular(operator), network=f"member-{number}", now=now)
