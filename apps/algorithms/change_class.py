"""The class of a change to a published text: technical, editorial or substantive. A suggestion; a person signs it.

What it is: sentences that only changed in spacing, marks, links, capitals or punctuation, or were only cut elsewhere,
e-mail addresses hidden from robots, the line that says when the text was updated, the notice that there is an update,
bare numbers of a list and menus made of links are technical. A postal address with the same company, or the number of
a section that is referred to, is editorial. Among the rest, a change is substantive when a figure, a date or an amount
differs, when a word of duty, permission, refusal, delay or number, or the form of a company, appears or goes ("must",
"may", "not", "only", "thirty", "Ltd", "doit", "peut", "sans", "délai"...), when a sentence of five words or more is
added or removed, or when more than three words in ten differ. What is left is editorial. In doubt it is substantive.

Why it matters: half the versions of real rules differ by a line or two; told of each, nobody reads any. And an operator
who calls a substantive change editorial should have to do so against a published opinion, with its reason.

What it misses: a change of meaning by one ordinary noun ("members" to "subscribers") is called editorial; a sentence
moved without a change counts as editorial; it does not know which clauses matter to whom.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from apps.algorithms import words
from apps.algorithms.sentence_diff import Change, compare

NAME = "change_class"
VERSION = "1.1"

LONG_FROM = 5  # words of a sentence whose coming or going is substantive
REWRITTEN_FROM = 0.3  # share of a sentence's words that differ
UPDATE_LINE_AT_MOST = 14  # words of the line that says when the text was updated
NOTICE_AT_MOST = 45  # words of a sentence that only says that there is an update
CLASSES = ("none", "technical", "editorial", "substantive")

# Words of duty, permission, refusal, condition, delay and number.
WEIGHTY = words.bag(
    "must shall should may might can cannot will not no never only unless except without always any all required "
    "require requires prohibited forbidden allowed permitted entitled obliged obligation right rights waive liable "
    "liability terminate suspend remove delete refuse consent fee fees charge charges refund day days week weeks "
    "month months year years hour hours minimum maximum free arbitration automated automatically "
    "two three four five six seven eight nine ten eleven twelve fourteen fifteen twenty thirty sixty ninety hundred"
) | words.bag(
    "doit doivent devra devront devez devrez peut peuvent pourra pourront pouvez pourrez ne pas jamais aucun aucune "
    "sans seul seule seulement uniquement sauf excepté toujours tout toute tous toutes requis exigé obligatoire "
    "interdit interdite autorisé autorisée droit droits obligation responsable responsabilité résilier suspendre "
    "supprimer retirer refuser consentement frais tarif commission remboursement délai jour jours semaine semaines "
    "mois ans année heure heures minimum maximum gratuit gratuite arbitrage automatique automatiquement "
    "deux trois quatre cinq sept huit neuf dix onze douze quatorze quinze vingt trente soixante cent"
)
# The legal form of a company: with another one, somebody else is bound.
COMPANIES = words.bag("inc corp ltd limited llc plc gmbh ag sa sas sarl bv oy ab srl spa kft uab")

_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")
_WORD = re.compile(r"[^\W_]+(?:[.,:][0-9]+)*")
_FIGURE = re.compile(r"\d[\d.,:]*[a-z]{0,3}|[a-z]?\d[\d.,:]*")
# each begins where a word does: tried at every letter, a text without spaces would take its length squared
_HIDDEN = re.compile(r"(?<!\S)(?:\S*\\?\[\\?\[?email.?protected\S*|\S*/cdn-cgi/l/email-protection\S*)")
_MAIL = re.compile(r"(?<!\S)\S+@\S+")
_NUMBERED = re.compile(r"^[\s*#_\[\\]*\(?(?:\d[\d.)\\]*|[ivx]{1,4}[.)]|[a-z][.)])[\s*\]_]+(?=\S)", re.IGNORECASE)
_POSTAL = re.compile(
    r"\b(?:street|st\.|avenue|suite|floor|road|drive|parkway|boulevard|blvd|p\.?o\.? box|rue|cedex|stra(?:ß|ss)e)\b"
)
_REFERRED = re.compile(r"\b(?:sections?|articles?|art\.|clauses?|points?|§|annexes?)\s*(?:\d[\d.]*(?:\(\d+\))*)")
_NOTICE = re.compile(
    r"\b(?:we(?:['’]ve| have| are) updat|updated (?:terms|policy|agreement|version)|changes take effect"
    r"|mis(?:e|es)? à jour|actualisé|modifications n['’]entrent en vigueur)"
)
_UPDATE = re.compile(
    r"\b(?:last (?:updated?|modified|revised|changed)|updated on|effective (?:date|as of|from)|revision date"
    r"|mise? à jour|dernière (?:mise à jour|modification|révision)|version du|en vigueur (?:le|depuis|au|à compter)"
    r"|entrée en vigueur)\b|\b(?:updated|revised|version)\s?:"
)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A class, why, and the sentence that decided."""

    code: str  # one of CLASSES
    reason: str  # key of the sentence that says why
    example: str = ""
    detail: str = ""
    sentences: int = 0  # how many are of that class
    version: str = VERSION


def suggest(before: str, after: str) -> Suggestion:
    """The class of the change from one text to another."""
    return suggest_for(compare(before, after))


def suggest_for(changes: Sequence[Change]) -> Suggestion:
    """The class of a change already compared: the weightiest of its sentences."""
    if _same_words(changes):
        differ = sum(change.kind != "kept" for change in changes)
        return Suggestion("technical", "form", sentences=differ) if differ else Suggestion("none", "none")
    findings = [_judge(change) for change in _without_moves(changes) if change.kind != "kept"]
    moved = sum(change.kind != "kept" for change in changes) - len(findings)
    if not findings:
        return Suggestion("editorial", "moved", sentences=moved) if moved else Suggestion("none", "none")
    weightiest = max(findings, key=lambda found: (CLASSES.index(found.code), _REASONS.index(found.reason)))
    if weightiest.code == "technical" and moved:
        return Suggestion("editorial", "moved", sentences=moved)
    alike = sum(found.code == weightiest.code for found in findings)
    return Suggestion(weightiest.code, weightiest.reason, weightiest.example, weightiest.detail, alike)


def _same_words(changes: Sequence[Change]) -> bool:
    """Whether both texts say the same words in the same order, however they are cut into sentences."""
    old = [word for change in changes if change.before for word in _plain(change.before.text)]
    new = [word for change in changes if change.after for word in _plain(change.after.text)]
    return old == new


_REASONS = (
    "none",
    "form",
    "numbering",
    "update",
    "links",
    "moved",
    "reference",
    "address",
    "wording",
    "short",
    "rewritten",
    "removed",
    "added",
    "weighty",
    "figures",
)


def _judge(change: Change) -> Suggestion:
    old, new = (_plain(side.text) if side else [] for side in (change.before, change.after))
    text = change.sentence.text
    if old == new:
        return Suggestion("technical", "form", text)
    if _is_update_line(change):
        return Suggestion("technical", "update", text)
    if all(len(side) <= 1 and not "".join(side).isalpha() for side in (old, new)):
        return Suggestion("technical", "numbering", text)
    if all(_is_link_only(side.text) for side in (change.before, change.after) if side):
        return Suggestion("technical", "links", text)
    return _only_where(change, old, new) or _judge_words(Counter(old), Counter(new), text)


def _only_where(change: Change, old: Sequence[str], new: Sequence[str]) -> Suggestion | None:
    """An address of the same company, or a section by its number: where something stands, not what it says."""
    if change.before is None or change.after is None:
        return None
    sides = [change.before.text.casefold(), change.after.text.casefold()]
    left = [_plain(_REFERRED.sub(" ", side)) for side in sides]
    if left[0] == left[1]:
        return Suggestion("editorial", "reference", change.sentence.text)
    gone, come = Counter(old) - Counter(new), Counter(new) - Counter(old)
    weighs = {*gone, *come} & (WEIGHTY | COMPANIES)
    if all(_POSTAL.search(side) for side in sides) and not weighs:
        return Suggestion("editorial", "address", change.sentence.text)
    return None


def _judge_words(old: Counter[str], new: Counter[str], text: str) -> Suggestion:
    gone, come = old - new, new - old
    differing = sorted({*gone, *come})
    if figures := [word for word in differing if _FIGURE.fullmatch(word)]:
        return Suggestion("substantive", "figures", text, ", ".join(figures[:4]))
    if heavy := [word for word in differing if word in WEIGHTY or word in COMPANIES]:
        return Suggestion("substantive", "weighty", text, ", ".join(heavy[:4]))
    if max(old.total(), new.total()) < LONG_FROM:
        return Suggestion("editorial", "short", text)
    if not old or not new:
        return Suggestion("substantive", "removed" if old else "added", text)
    share = (gone + come).total() / (old.total() + new.total())
    if share >= REWRITTEN_FROM:
        return Suggestion("substantive", "rewritten", text)
    return Suggestion("editorial", "wording", text)


def _without_moves(changes: Sequence[Change]) -> list[Change]:
    """Leave out sentences removed in one place and added in another."""
    removed = Counter(_key(change) for change in changes if change.kind == "removed")
    added = Counter(_key(change) for change in changes if change.kind == "added")
    moved = {"removed": removed & added, "added": removed & added}
    left: list[Change] = []
    for change in changes:
        here = moved.get(change.kind)
        if here is not None and here[_key(change)] > 0:
            here[_key(change)] -= 1
            continue
        left.append(change)
    return left


def _key(change: Change) -> tuple[str, ...]:
    return tuple(_plain(change.sentence.text))


def _plain(text: str) -> list[str]:
    """The words of a sentence, without marks, addresses, capitals and punctuation."""
    shown = _ADDRESS.sub(" ", _MAIL.sub(" ", _unlinked(_HIDDEN.sub(" ", text))))
    shown = _NUMBERED.sub("", shown)
    return _WORD.findall(unicodedata.normalize("NFKC", shown).casefold())


def _is_link_only(text: str) -> bool:
    return any(_links(text)) and not _WORD.search(_ADDRESS.sub(" ", _unlinked(text, instead=" ")))


def _unlinked(text: str, instead: str | None = None) -> str:
    """Of each link or picture its words alone, or what stands instead of them."""
    shown, at = [], 0
    for opened, closed, end in _links(text):
        shown += [text[at:opened].removesuffix("!"), text[opened + 1 : closed] if instead is None else instead]
        at = end
    return "".join([*shown, text[at:]])


def _links(text: str) -> Iterator[tuple[int, int, int]]:
    """Where each begins, where its words end and where it ends. A pattern would read on from every open bracket."""
    at = 0
    while (opened := text.find("[", at)) >= 0 and (closed := text.find("]", opened)) >= 0:
        at = closed + 1
        if text.startswith("(", at):
            if (end := text.find(")", at)) < 0:
                return
            at = end + 1
            yield opened, closed, at


def _is_update_line(change: Change) -> bool:
    sides = [side.text.casefold() for side in (change.before, change.after) if side]
    return all(_is_about_update(text) for text in sides)


def _is_about_update(text: str) -> bool:
    length = len(_WORD.findall(text))
    dated, told = _UPDATE.search(text), _NOTICE.search(text)
    return bool((dated and length <= UPDATE_LINE_AT_MOST) or (told and length <= NOTICE_AT_MOST))


SENTENCES: words.Templates = {
    "fr": {
        "none": "Aucun changement.",
        "form": "Technique : seules la forme, la ponctuation ou les adresses des liens changent.",
        "numbering": "Technique : seuls changent les numéros d’une liste.",
        "update": "Technique : seul change ce qui dit que le texte a été mis à jour, et quand.",
        "links": "Technique : seuls changent des menus de liens.",
        "moved": "Rédactionnel : {sentences:|phrase a changé de place|phrases ont changé de place}, sans changer de "
        "mots.",
        "reference": "Rédactionnel : seul change le numéro d’un passage auquel on renvoie.",
        "address": "Rédactionnel : une adresse postale change, pour la même société.",
        "wording": "Rédactionnel : {sentences:|phrase est reformulée|phrases sont reformulées}, sans chiffre, délai, "
        "obligation ni interdiction en jeu.",
        "short": "Rédactionnel : {sentences:|intitulé change|intitulés changent}.",
        "rewritten": "De fond : {sentences:|phrase est largement récrite|phrases sont largement récrites}.",
        "removed": "De fond : au moins une phrase disparaît ; {sentences:|phrase touche|phrases touchent} au fond.",
        "added": "De fond : au moins une phrase est nouvelle ; {sentences:|phrase touche|phrases touchent} au fond.",
        "weighty": "De fond : {sentences:|phrase change|phrases changent} ; un mot qui oblige, permet, refuse ou "
        "limite diffère ({detail}).",
        "figures": "De fond : {sentences:|phrase change|phrases changent} ; un chiffre, une date ou un montant "
        "diffère ({detail}).",
    },
    "en": {
        "none": "No change.",
        "form": "Technical: only form, punctuation or the addresses of links change.",
        "numbering": "Technical: only the numbers of a list change.",
        "update": "Technical: only what says that the text was updated, and when, changes.",
        "links": "Technical: only menus of links change.",
        "moved": "Editorial: {sentences:|sentence has moved|sentences have moved}, with the same words.",
        "reference": "Editorial: only the number of a passage that is referred to changes.",
        "address": "Editorial: a postal address changes, for the same company.",
        "wording": "Editorial: {sentences:|sentence is reworded|sentences are reworded}, with no figure, delay, duty "
        "or prohibition at stake.",
        "short": "Editorial: {sentences:|heading changes|headings change}.",
        "rewritten": "Substantive: {sentences:|sentence is largely rewritten|sentences are largely rewritten}.",
        "removed": "Substantive: at least one sentence disappears; {sentences:|sentence bears|sentences bear} on "
        "substance.",
        "added": "Substantive: at least one sentence is new; {sentences:|sentence bears|sentences bear} on substance.",
        "weighty": "Substantive: {sentences:|sentence changes|sentences change}; a word that obliges, allows, "
        "refuses or limits differs ({detail}).",
        "figures": "Substantive: {sentences:|sentence changes|sentences change}; a figure, a date or an amount "
        "differs ({detail}).",
    },
}


def sentence(suggestion: Suggestion, language: str) -> str:
    """The class with its reason."""
    values = {"sentences": suggestion.sentences, "detail": suggestion.detail}
    return words.say(SENTENCES, suggestion.reason, values, language)
