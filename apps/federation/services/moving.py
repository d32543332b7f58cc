"""Somebody here who lives elsewhere too, or moves: said by both sites, and by a key that is the person's own."""

from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import transaction
from django.utils.translation import gettext as _

from apps.base.errors import BadInput, NotNow, NotYours
from apps.federation import identity, selectors
from apps.federation.addresses import uri
from apps.federation.documents import actors as drawn
from apps.federation.documents.activities import activity
from apps.federation.errors import Ignored, Refused
from apps.federation.keys import keys_of
from apps.federation.models import Home, IdentityProof, RemoteActor
from apps.federation.refusals import told
from apps.federation.selectors import homes_of, openness
from apps.federation.services.actors import actor_at
from apps.federation.services.sending import say
from apps.people.models import Account, Persona
from apps.signatures import keys
from apps.signatures.errors import BadKey
from apps.signatures.keys import PrivateKey
from apps.spaces.models import Membership
from apps.spaces.services import space_join


def check_is_mine(account: Account, persona: Persona) -> None:
    """Only one's own names."""
    if persona.account_id != account.pk or persona.erased_at is not None:
        raise NotYours(_("This pseudonym is not yours."))


# --- other homes ------------------------------------------------------------------------------------------------------


@transaction.atomic
def home_add(*, account: Account, persona: Persona, actor: RemoteActor, now: datetime) -> Home:
    """Say that an address elsewhere is one's own too. It is public."""
    check_is_mine(account, persona)
    if actor.kind != "Person":
        raise BadInput({"address": _("This is not a person.")})
    home, _new = Home.objects.get_or_create(persona=persona, actor=actor, defaults={"since": now})
    person_describe(persona=persona, now=now)
    return home


@transaction.atomic
def home_remove(*, account: Account, home: Home, now: datetime) -> None:
    """Say it no longer."""
    check_is_mine(account, home.persona)
    persona = home.persona
    home.delete()
    person_describe(persona=persona, now=now)


@transaction.atomic
def person_describe(*, persona: Persona, now: datetime) -> None:
    """Update: to every site that has heard something of them."""
    path = f"p/{persona.reference}"
    to = selectors.doors_that_heard(path)
    if to:
        document = drawn.person(persona, keys_of(path, now=now), homes_of(persona))
        key = f"describe:{path}:{now:%Y%m%d%H%M%S%f}"
        say(actor=path, document=activity("Update", path, document, to=[]), key=key, to=to, public=False, now=now)


# --- leaving ----------------------------------------------------------------------------------------------------------


@transaction.atomic
def person_move(*, account: Account, home: Home, new: RemoteActor, now: datetime) -> None:
    """Move there, `new` being that home as it describes itself now: it must name this one, and show the same key if
    one was shown here."""
    check_is_mine(account, home.persona)
    Persona.objects.select_for_update(no_key=True).get(
        pk=home.persona_id
    )  # to one home, though two are pressed at once
    if Home.objects.filter(persona=home.persona).exclude(moved_at=None).exists():
        raise NotNow(_("This name has moved already."))
    path = f"p/{home.persona.reference}"
    if new.pk != home.actor_id or uri(path) not in new.also_known_as:
        said = _("Your new home does not name this one yet. Add %(address)s there first, as another name of yours.")
        raise BadInput({"address": said % {"address": uri(path)}})
    proof = IdentityProof.objects.filter(persona=home.persona).first()
    if proof is not None and new.identity != proof.did:
        raise BadInput({"address": _("Your new home does not show the key that you showed here.")})
    Home.objects.filter(pk=home.pk).update(moved_at=now)
    person_describe(persona=home.persona, now=now)
    document = activity("Move", path, uri(path), to=[], target=new.uri)
    to = dict.fromkeys(
        [*selectors.doors_that_heard(path), *selectors.doors([new])]
    )  # the new home heard perhaps nothing
    say(actor=path, document=document, key=f"move:{path}:{home.pk}:{now:%Y%m%d%H%M%S}", to=to, now=now)


def home_look(home: Home, *, now: datetime) -> RemoteActor:
    """The new home as it describes itself now."""
    try:
        return actor_at(home.actor.uri, now=now, fresh=True)
    except Refused as refused:
        why = {"why": told(refused.reason).wrong}
        raise BadInput({"address": _("This could not be read there: %(why)s") % why}) from refused


# --- coming -----------------------------------------------------------------------------------------------------------


@transaction.atomic
def person_came(*, old: RemoteActor, reference: str, now: datetime) -> None:
    """Somebody moves to a name here that says the same: they stand where their old face stood; its words stay its."""
    home = Home.objects.select_related("persona").filter(persona__reference=reference, actor=old).first()
    if home is None:
        raise Refused("The new home does not know the old one.")
    if home.came_at is not None:
        raise Ignored("It is known.")
    proof = IdentityProof.objects.filter(persona=home.persona).first()
    if old.first_key and (proof is None or proof.did != old.first_key):
        raise Refused("The new home does not show the key that the old one showed.")
    Home.objects.filter(pk=home.pk).update(came_at=now)
    RemoteActor.objects.filter(pk=old.pk).update(gone_at=now)
    if old.persona is not None:
        _stand_where(old.persona, home.persona, now)


def _stand_where(face: Persona, persona: Persona, now: datetime) -> None:
    """In the spaces of the old face; where health is spoken of, the person joins with a yes of their own."""
    for membership in Membership.objects.filter(persona=face).select_related("space__operator"):
        space = membership.space
        standing = Membership.objects.filter(space=space, persona__account=persona.account_id).exists()
        if not standing and not space.health_data and openness(space).open:
            space_join(persona=persona, space=space, now=now)


# --- a key of one's own -----------------------------------------------------------------------------------------------


@transaction.atomic
def identity_prove(*, account: Account, persona: Persona, private: str, now: datetime) -> str:
    """Show a key of one's own under a name: a new one, or the one that is given. Its text is returned and not kept."""
    check_is_mine(account, persona)
    key = _given(private) if private.strip() else Ed25519PrivateKey.generate()
    said = identity.statement(key, uri(f"p/{persona.reference}"), at=now)
    shown = {"did": said["subject"], "statement": said, "made_at": now}
    IdentityProof.objects.update_or_create(persona=persona, defaults=shown)
    person_describe(persona=persona, now=now)
    return keys.private_to_multibase(key)


def _given(private: str) -> PrivateKey:
    try:
        return keys.private_from_multibase(private.strip())
    except BadKey as wrong:
        raise BadInput({"private": _("This is not such a key: it begins with z3u2.")}) from wrong


@transaction.atomic
def identity_forget(*, account: Account, persona: Persona, now: datetime) -> None:
    """Show no key any more."""
    check_is_mine(account, persona)
    if IdentityProof.objects.filter(persona=persona).delete()[0]:
        person_describe(persona=persona, now=now)
