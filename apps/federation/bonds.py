"""Which names on other sites are known to be a person of ours: both sites say so, or both show one key of their own."""

from collections.abc import Iterator

from apps.federation.addresses import uri
from apps.federation.models import Home, IdentityProof, RemoteActor
from apps.people.models import Account, Persona


def bonds_of(account: Account, subjects: frozenset[str]) -> Iterator[str]:
    """By what the other site last said; nobody is asked now."""
    mine = Persona.objects.filter(account=account).values_list("reference", flat=True)
    names = {uri(f"p/{reference}") for reference in mine}
    yield from names & subjects
    homes = Home.objects.filter(persona__account=account, actor__uri__in=subjects)
    for home in homes.select_related("actor", "persona"):
        if uri(f"p/{home.persona.reference}") in home.actor.also_known_as:
            yield home.actor.uri
    keys = IdentityProof.objects.filter(persona__account=account).values("did")
    same = RemoteActor.objects.filter(uri__in=subjects, identity__in=keys).exclude(identity="")
    yield from same.values_list("uri", flat=True)
