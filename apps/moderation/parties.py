"""Who must hear of a case."""

from apps.moderation.models import Case
from apps.people.models import Persona


def authors(case: Case) -> list[Persona]:
    """The author, when it is somebody here."""
    return [case.author] if case.author is not None else []


def reporters(case: Case) -> list[Persona]:
    """Every reporter with a name here; the others hold a receipt."""
    found = Persona.objects.filter(reports__case=case).distinct().order_by("pk")
    return [persona for persona in found if persona.pk != case.author_id]
