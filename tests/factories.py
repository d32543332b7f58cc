"""Small worlds for tests: people, spaces, operators, made by the services that make the real ones."""

from itertools import count

from apps.base import clock
from apps.people.models import Account
from apps.people.services import account_create
from apps.spaces.models import Mandate, Operator, Role, Space, Topic
from apps.spaces.services import mandate_grant, space_join

_number = count(1)
PASSPHRASE = "a lamp in the harbour"


def person(pseudonym: str = "", *, passphrase: str | None = None, language: str = "en") -> Account:
    """Somebody with an account. Without a passphrase they cannot sign in by form: `client.force_login`."""
    return account_create(
        pseudonym=pseudonym or f"person {next(_number)}", passphrase=passphrase, language=language, now=clock.now()
    )


def operator(slug: str = "") -> Operator:
    """Who runs spaces."""
    slug = slug or f"operator-{next(_number)}"
    return Operator.objects.create(slug=slug, name=slug.title(), created_at=clock.now())


def space(slug: str = "", **fields) -> Space:
    """A space with one topic; fields as in the model."""
    slug = slug or f"a-space-{next(_number)}"
    fields.setdefault("operator", None)
    fields["operator"] = fields["operator"] or operator()
    made = Space.objects.create(
        slug=slug, name_fr=f"Espace {slug}", name_en=f"Space {slug}", created_at=clock.now(), **fields
    )
    Topic.objects.create(space=made, slug="general", name_fr="Général", name_en="General")
    return made


def member(of: Space, pseudonym: str = "", **fields) -> Account:
    """Somebody who stands in a space under their main persona."""
    account = person(pseudonym, **fields)
    space_join(persona=account.personas.get(), space=of, consent=of.health_data, now=clock.now())
    return account


def trust_manager(of: Space | None = None, public_name: str = "") -> tuple[Account, Mandate]:
    """Somebody with a mandate."""
    account = person()
    name = public_name or f"Manager {next(_number)}"
    mandate = mandate_grant(account=account, role=Role.TRUST_MANAGER, public_name=name, space=of, now=clock.now())
    return account, mandate
