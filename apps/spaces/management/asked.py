"""What is typed on the command line, looked up; a wrong word gets a sentence."""

from datetime import UTC, datetime, time

from django.core.management.base import CommandError

from apps.people.models import Account
from apps.spaces.models import Operator, Role, Space


def account(pseudonym: str) -> Account:
    """By the pseudonym one signs in with, whatever its case."""
    found = Account.objects.filter(username__iexact=pseudonym).first()
    if found is None:
        raise CommandError(f"Nobody signs in as “{pseudonym}”.")
    return found


def role(word: str) -> Role:
    """One of the roles."""
    granted = [role.value for role in Role if role is not Role.MEDIATOR]  # who has a command of their own
    if word not in granted:
        raise CommandError(f"There is no role “{word}”. There are: {', '.join(granted)}.")
    return Role(word)


def space(slug: str | None) -> Space | None:
    """By its address."""
    found = Space.objects.filter(slug=slug).first() if slug else None
    if slug and found is None:
        raise CommandError(f"There is no space “{slug}”.")
    return found


def operator(slug: str | None) -> Operator | None:
    """By its address."""
    found = Operator.objects.filter(slug=slug).first() if slug else None
    if slug and found is None:
        raise CommandError(f"There is no operator “{slug}”.")
    return found


def end(day: str | None, *, now: datetime) -> datetime | None:
    """The end of a day to come, in UTC."""
    if day is None:
        return None
    try:
        moment = datetime.combine(datetime.strptime(day, "%Y-%m-%d").date(), time.max, UTC)  # noqa: DTZ007 - a day
    except ValueError:
        raise CommandError(f"“{day}” is not a day: write it as 2027-12-31.") from None
    if moment <= now:
        raise CommandError(f"{day} is over: a mandate ends on a day to come.")
    return moment
