"""The card of each algorithm as a text like any other, made from the module that really runs."""

from apps.accountability.platform.register_fields import register_section
from apps.accountability.platform.texts_of import Text
from apps.algorithms import cards
from apps.algorithms.cards import Card

KIND = "algorithm-card"
WORDS = {
    "fr": {
        "version": "Version {version} du module `{module}`. SHA-256 de son fichier source : `{digest}`.",
        "figures": "Les chiffres choisis",
        "head": "| Nom | Valeur | Sens |",
    },
    "en": {
        "version": "Version {version} of the module `{module}`. SHA-256 of its source file: `{digest}`.",
        "figures": "The figures that were chosen",
        "head": "| Name | Value | Meaning |",
    },
}
LONGEST_VALUE = 400  # a list of hundreds of words is in the source


def card_texts() -> list[Text]:
    """One text per published algorithm."""
    return [
        _text(french, english) for french, english in zip(cards.published("fr"), cards.published("en"), strict=True)
    ]


def slug_of(name: str) -> str:
    """`near_duplicates` stands at /algorithms/near-duplicates/."""
    return name.replace("_", "-")


def _text(french: Card, english: Card) -> Text:
    return Text(
        slug=slug_of(english.name),
        kind=KIND,
        title_fr=_short(french.title),
        title_en=_short(english.title),
        body_fr=_body(french, "fr"),
        body_en=_body(english, "en"),
    )


def _short(title: str) -> str:
    return title.partition(":")[0].strip(" .\u202f")[:160]


def _body(card: Card, language: str) -> str:
    words = WORDS[language]
    version = words["version"].format(version=card.version, module=card.module, digest=card.source_sha256)
    parts = [f"**{_plain(card.title)}**", version]
    for section in card.sections:
        parts += [f"## {section.heading}"] if section.heading else []
        parts.append(_plain(section.text))
    return "\n\n".join([*parts, *register_section(card, language), *_figures(card, words)])


def _figures(card: Card, words: dict[str, str]) -> list[str]:
    if not card.parameters:
        return []
    rows = [f"| `{p.name}` | `{_cell(p.value)}` | {_cell(_plain(p.meaning))} |" for p in card.parameters]
    return [f"## {words['figures']}", "\n".join([words["head"], "|---|---|---|", *rows])]


def _cell(text: str) -> str:
    shown = text if len(text) <= LONGEST_VALUE else text[:LONGEST_VALUE] + "…"
    return " ".join(shown.replace("|", "\\|").replace("`", "'").split())


def _plain(text: str) -> str:
    """What a formula says with stars and brackets is no markup."""
    return text.replace("*", "\\*").replace("[", "\\[").replace("<", "\\<")
