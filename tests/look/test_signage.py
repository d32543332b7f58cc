import pytest
from django.utils import translation

from apps.look.signage import SIGNS, Voice, VoiceKind
from tests.look.drawing import HOSTILE, draw


def test_every_voice_has_its_own_symbol():
    symbols = {SIGNS[kind].symbol for kind in VoiceKind}

    assert len(symbols) == len(VoiceKind) == 7


@pytest.mark.parametrize(
    ("kind", "french", "english"),
    [
        ("person", "Membre, sous pseudonyme", "Member, under a pseudonym"),
        ("professional", "Professionnel, à visage découvert", "Professional, face uncovered"),
        ("representative", "Répond pour Voix de Table", "Answers for Voix de Table"),
        ("imported", "Importé de forum.example", "Imported from forum.example"),
    ],
)
def test_a_sign_says_the_same_word_on_every_page(kind, french, english):
    origin = {"representative": "Voix de Table", "imported": "forum.example"}.get(kind, "")

    for code, word in (("fr", french), ("en", english)):
        with translation.override(code):
            assert word in draw("{% sign voice %}", voice=Voice(VoiceKind(kind), "x", origin=origin))


def test_a_name_cannot_draw_another_sign():
    drawn = draw("{% sign voice %}{% sign voice size='in' %}", voice=Voice(VoiceKind.PERSON, HOSTILE, word=HOSTILE))

    assert "<script" not in drawn
    assert drawn.count("<svg") == 2
    assert "<bdi>" in drawn


def test_a_sign_in_a_line_still_says_its_word_to_those_who_listen(english):
    drawn = draw("{% sign voice size='in' %}", voice=Voice(VoiceKind.TRUST_MANAGER, "tm_alder"))

    assert '<span class="vh">, Trust manager, under mandate</span>' in drawn


def test_a_dict_is_as_good_as_a_voice(english):
    voice = {"kind": "apomediary", "name": "tournevis_bleu", "origin": "brakes"}

    assert "Apomediary of the moment on “brakes”" in draw("{% sign voice %}", voice=voice)


def test_a_portrait_replaces_the_sign_and_the_word_stands_beside_it(english):
    drawn = draw("{% sign voice %}", voice=Voice(VoiceKind.PROFESSIONAL, "H. Marchetti", portrait="/p.png"))

    assert '<img class="face" src="/p.png" alt="">' in drawn
    assert 'class="tag"' in drawn


def test_an_unknown_kind_of_voice_is_refused():
    with pytest.raises(ValueError, match="bot"):
        draw("{% sign voice %}", voice={"kind": "bot", "name": "x"})
