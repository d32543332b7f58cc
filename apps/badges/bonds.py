"""Whether the one whom another site's badge is about is a person of this site. The floor that knows other sites tells
here how that is shown; without it, it is shown of nobody."""

from collections.abc import Callable, Iterable

from apps.people.models import Account

Find = Callable[[Account, frozenset[str]], Iterable[str]]
_FINDS: list[Find] = []


def register_bonds(find: Find) -> None:
    """`find(account, subjects)` answers those of these names that both sites say are this person's."""
    _FINDS.append(find)


def bonds_of(account: Account, subjects: frozenset[str]) -> frozenset[str]:
    """For all of a page at once."""
    return frozenset(name for find in _FINDS for name in find(account, subjects)) if subjects else frozenset()
