"""No pseudonym passes for an operator, or for somebody who speaks with face uncovered."""

import random
import unicodedata

import pytest

from apps.base import clock
from apps.base.errors import BadInput
from apps.people.models import Persona
from apps.people.services import account_create, persona_create
from apps.people.skeletons import skeleton
from tests.making import make_account, make_operator, make_professional, make_subject

# What the eye takes for the Latin letter, written out here and not taken from the module.
SUBSTITUTES = {"a": "аα", "c": "сϲ", "e": "еé", "i": "іl1", "o": "оο0", "p": "рρ", "s": "ѕ5", "x": "хχ", "y": "уγ"}
BETWEEN = ("", ".", "-", " ")


def disguised(name: str, dice: random.Random) -> str:
    """The same name to the eye: other scripts, full width, accents, separators, case."""
    letters = []
    for letter in name:
        other = dice.choice(SUBSTITUTES.get(letter, letter) + letter)
        wide = chr(ord(letter) + 0xFEE0) if "a" <= letter <= "z" else letter
        letters.append(dice.choice((other, letter, letter.upper(), wide)) + dice.choice(BETWEEN))
    return "".join(letters).strip(" .-")


def taken(count: int) -> list[str]:
    """Disguises that would get through."""
    dice = random.Random(20261122)
    names = ("calisopex", "maison", "voyage", "pacifique", "axiome")
    disguises = ((name, disguised(name, dice)) for _n in range(count // len(names)) for name in names)
    return [other for name, other in disguises if skeleton(name) != skeleton(other)]


def test_a_disguise_is_seen_through():
    assert taken(500) == []


@pytest.mark.prove
def test_ten_thousand_disguises_are_seen_through(record_property):
    record_property("disguises", 10_000)
    assert taken(10_000) == []


def refused(name: str, account=None) -> str:
    more = {"pseudonym": name, "now": clock.now()}
    with pytest.raises(BadInput) as no:
        persona_create(account=account, **more) if account else account_create(passphrase=None, language="en", **more)
    return str(no.value.errors["pseudonym"])


def test_nobody_passes_for_an_operator(db):
    make_operator("calisopex", name="Calisopex")

    for name in ("calisopex", "Саlisореx", "CALIS0PEX", unicodedata.normalize("NFD", "Calísopex")):
        assert "Calisopex" in refused(name)


def test_who_is_verified_is_passed_for_by_nobody_but_themselves_and_named_to_nobody(db):
    boss, other = make_account(), make_account()
    make_professional(make_subject(), boss)

    for sentence in (refused("Helene Marchetti"), refused("hélène.marchetti", other)):
        assert "Marchetti" not in sentence
    assert persona_create(account=boss, pseudonym="Hélène Marchetti", now=clock.now()).pseudonym == "Hélène Marchetti"


def test_what_is_verified_later_takes_no_pseudonym_away(db):
    first = make_account("helene.marchetti")
    make_professional(make_subject(), make_account())

    assert Persona.objects.get(account=first).pseudonym == "helene.marchetti"


def test_two_honest_people_of_one_name_are_both_verified(db):
    one, two = make_professional(make_subject()), make_professional(make_subject())

    assert one.real_name == two.real_name
    assert one.subject != two.subject
