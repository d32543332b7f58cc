"""No pseudonym passes for an operator, or for somebody who speaks with face uncovered."""

import random
import unicodedata

import pytest
from confusable_homoglyphs.confusables import confusables_data as confusables

from apps.base import clock
from apps.base.errors import BadInput
from apps.people.models import Persona
from apps.people.services import account_create, persona_create
from apps.people.skeletons import mixed_word, skeleton
from apps.posts.subject_names import wrong_with_subject
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


def of_every_alphabet(count: int) -> list[str]:
    """Disguises by the Unicode table, one to four letters each, letters alone, that would get through."""
    dice = random.Random(20261122)
    alike = {letter: [] for letter in "abcdefghijklmnopqrstuvwxyz"}
    for letter, others in alike.items():
        told = (entry["c"] for seen in (letter, letter.upper()) for entry in confusables.get(seen, ()))
        others += sorted({c for c in told if len(c) == 1 and not c.isascii() and c.isalpha()})
    through = []
    for n in range(count):
        name = ("calisopex", "maison", "voyage", "pacifique", "brightwell", "garage du pont")[n % 6]
        letters = list(name)
        places = [at for at, letter in enumerate(letters) if alike.get(letter)]
        for at in dice.sample(places, dice.randint(1, 4)):
            letters[at] = dice.choice(alike[letters[at]])
        if skeleton("".join(letters)) != skeleton(name):
            through.append("".join(letters))
    return through


def test_hardly_any_disguise_of_any_alphabet_gets_through():
    assert len(of_every_alphabet(600)) <= 12


@pytest.mark.prove
def test_of_ten_thousand_disguises_of_every_alphabet_few_get_through(record_property):
    through = of_every_alphabet(10_000)
    record_property("disguises", 10_000)
    record_property("through", len(through))

    assert len(through) <= 200


@pytest.mark.parametrize("name", ["Νίκος", "Владимир", "Hélène Marchetti", "O’Brien", "Iлья"])
def test_capitals_make_no_other_name(name):
    assert skeleton(name) == skeleton(name.casefold()) or mixed_word(name)


@pytest.mark.parametrize(
    ("name", "mixed"),
    [("Саlisореx", True), ("Calisopex", False), ("Кафе Paris", False), ("Владимир", False), ("µTorrent", True)],
)
def test_a_word_of_two_alphabets_is_known(name, mixed):
    assert bool(mixed_word(name)) is mixed


@pytest.mark.usefixtures("db", "english")
def test_no_subject_passes_for_another_that_has_its_page():
    make_subject("Cape Coop")
    make_operator("calisopex", name="Calisopex")

    assert "Cape Coop" in wrong_with_subject("Саре Соор")  # Cyrillic, every letter
    assert "two alphabets" in wrong_with_subject("Caре Coop")
    assert wrong_with_subject("Владимир") == ""
    assert wrong_with_subject("Café de la Poste") == ""


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
