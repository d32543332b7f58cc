"""Translations by `python -m trustmgmt.messages update [app…] | check [app…] | compile`.

One catalogue per app (trustmgmt/locale/<app>/fr/LC_MESSAGES/django.po), sorted, without dates or line
numbers: two branches that add strings to two apps never meet, and a catalogue changes only with its words.
"""

import argparse
import os
import re
import sys
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

BASE_DIR = Path(__file__).resolve().parent.parent
LANGUAGES = ("fr",)  # English is in the code

HEADER = """\
msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plural_forms};\\n"

"""

Keyword = tuple[int | tuple[int, str], ...] | None
_ONE: Keyword = None
_PLURAL: Keyword = (1, 2)
_CONTEXT: Keyword = ((1, "c"), 2)
_CONTEXT_PLURAL: Keyword = ((1, "c"), 2, 3)
KEYWORDS: Mapping[str, Keyword] = {
    "_": _ONE,
    **{
        name + suffix: keyword
        for suffix in ("", "_lazy", "_noop")
        for name, keyword in [
            ("gettext", _ONE),
            ("ngettext", _PLURAL),
            ("pgettext", _CONTEXT),
            ("npgettext", _CONTEXT_PLURAL),
        ]
    },
}

PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sdr](?![a-z])|\{\w*(?:![a-z])?(?::[^}]*)?\}")
NARROW, WIDE = "\u202f", "\u00a0"
UNFRENCH = re.compile(rf" [;:?!»](?!\w)|« |\w[?!;](?=\s|$)|\w:(?=\s|$)|\w»|«\w|{WIDE}[;?!]")


# --- where the strings are ---------------------------------------------------------------------------


def apps() -> list[str]:
    """Every app that may have a catalogue; `trustmgmt` is the project itself."""
    found = {path.parent.name for path in (BASE_DIR / "apps").glob("*/__init__.py")}
    return sorted(found | {"trustmgmt"})


def sources(app: str) -> list[Path]:
    """Code and templates of one app; templates that belong to nobody are the layout's."""
    if app == "trustmgmt":
        return sorted((BASE_DIR / "trustmgmt").rglob("*.py"))
    found = [*(BASE_DIR / "apps" / app).rglob("*.py"), *_templates(BASE_DIR / "templates" / app)]
    if app == "look":
        found += [path for path in _everything_else() if path.suffix in {".html", ".txt", ".xml"}]
    return sorted(path for path in found if "migrations" not in path.parts)


def _templates(directory: Path) -> Iterator[Path]:
    return (path for path in directory.rglob("*") if path.suffix in {".html", ".txt", ".xml"})


def _everything_else() -> Iterator[Path]:
    """Templates of no app: errors, layout, and those of packages we dress anew (account/, mfa/)."""
    for path in (BASE_DIR / "templates").rglob("*"):
        if path.is_file() and path.relative_to(BASE_DIR / "templates").parts[0] not in apps():
            yield path


def catalogue_path(app: str, language: str) -> Path:
    return BASE_DIR / "trustmgmt" / "locale" / app / language / "LC_MESSAGES" / "django.po"


# --- extracting ---------------------------------------------------------------------------------------


def extract(app: str) -> Catalog:
    """What the app says today, in English."""
    catalog = Catalog(charset="utf-8")
    for path in sources(app):
        place = str(path.relative_to(BASE_DIR))
        for found in _strings(path):
            catalog.add(found.id, context=found.context, locations=[(place, 0)])
    return catalog


def _strings(path: Path) -> Iterator[Message]:
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        text = _as_python(text, str(path))
    for _line, function, arguments, _comments in extract_python(BytesIO(text.encode()), KEYWORDS, [], {}):
        message = _message(KEYWORDS[str(function)], arguments)
        if message is not None:
            yield message


def _as_python(template: str, origin: str) -> str:
    """Django blanks out all but gettext calls; without indentation Python's tokenizer can read the rest."""
    return "\n".join(line.lstrip() for line in templatize(template, origin=origin).splitlines()) + "\n"


def _message(keyword: Keyword, arguments: object) -> Message | None:
    given = arguments if isinstance(arguments, tuple) else (arguments,)
    wanted = keyword or (1,)
    picked: list[str] = []
    context: str | None = None
    for part in wanted:
        index = part[0] if isinstance(part, tuple) else part
        value = given[index - 1] if len(given) >= index else None
        if not isinstance(value, str) or not value:
            return None
        if isinstance(part, tuple):
            context = value
        else:
            picked.append(value)
    return Message(picked[0] if len(picked) == 1 else tuple(picked), context=context)


# --- updating -----------------------------------------------------------------------------------------


def read(app: str, language: str) -> Catalog:
    """The catalogue as it is; empty when there is none."""
    path = catalogue_path(app, language)
    if not path.exists():
        return Catalog(locale=language, charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=language, charset="utf-8")


def update(app: str, language: str) -> Catalog:
    """Take new strings in, let unused ones go, keep every translation, guess nothing."""
    known, wanted = read(app, language), Catalog(locale=language, charset="utf-8")
    for message in _messages(extract(app)):
        before = known.get(message.id, context=message.context)
        kept = before.string if before and not before.fuzzy else _empty(message, wanted)
        wanted.add(message.id, kept, context=message.context, locations=message.locations)
    _write(wanted, catalogue_path(app, language), language)
    return wanted


def _empty(message: Message, catalog: Catalog) -> str | tuple[str, ...]:
    return ("",) * catalog.num_plurals if message.pluralizable else ""


def _write(catalog: Catalog, path: Path, language: str) -> None:
    if not len(catalog) and not path.exists():
        return
    for message in catalog:
        _mark_format(message)
    body = BytesIO()
    write_po(body, catalog, width=110, omit_header=True, sort_output=True, include_lineno=False)
    header = HEADER.format(language=language, plural_forms=catalog.plural_forms.rstrip(";"))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(header + body.getvalue().decode().strip() + "\n", encoding="utf-8")


def _mark_format(message: Message) -> None:
    """The flags other tools read; only for placeholders that are really there, not for "95 % of"."""
    message.flags -= {"python-format", "python-brace-format"}
    found = _placeholders([message.id] if isinstance(message.id, str) else message.id)
    if any(item.startswith("%") for item in found):
        message.flags.add("python-format")
    if any(item.startswith("{") for item in found):
        message.flags.add("python-brace-format")


# --- checking -----------------------------------------------------------------------------------------


def check(app: str, language: str) -> list[str]:
    """Every reason why this catalogue is not finished, one line each."""
    known = {_key(m): m for m in _messages(read(app, language))}
    wanted = {_key(m): m for m in _messages(extract(app))}
    complaints = [f"not in the catalogue (run update): {_short(wanted[key])}" for key in wanted.keys() - known.keys()]
    complaints += [
        f"no longer said anywhere (run update): {_short(known[key])}" for key in known.keys() - wanted.keys()
    ]
    for key in known.keys() & wanted.keys():
        complaints += _complaints(known[key], wanted[key])
    return sorted(complaints)


def _complaints(known: Message, wanted: Message) -> Iterator[str]:
    if known.pluralizable != wanted.pluralizable:
        yield f"singular and plural have changed (run update): {_short(wanted)}"
    elif not all(_translations(known)):
        yield f"not translated: {_short(known)}"
    elif known.fuzzy:
        yield f"marked fuzzy: {_short(known)}"
    else:
        yield from _differences(known)


def _differences(message: Message) -> Iterator[str]:
    ids = [message.id] if isinstance(message.id, str) else list(message.id)
    needed, allowed = _placeholders(ids[-1:]), _placeholders(ids)
    for translation in _translations(message):
        found = _placeholders([translation])
        missing = needed - found if len(ids) == 1 else set()
        for placeholder in sorted(missing | (found - allowed)):
            yield f"placeholder {placeholder} differs: {_short(message)}"
        if UNFRENCH.search(_words(translation)):
            yield f"French spacing around ; : ? ! « »: {_short(message)} → {translation!r}"
    if len(ids) > 1 and needed - _placeholders([_translations(message)[-1]]):
        yield f"placeholder missing in the plural: {_short(message)}"


def contradictions(language: str, chosen: Collection[str]) -> list[str]:
    """Django merges the catalogues: of two translations of the same English, chance would pick one."""
    said: dict[object, dict[tuple[str, ...], str]] = defaultdict(dict)
    for app in apps():
        for message in _messages(read(app, language)):
            if all(_translations(message)):
                said[_key(message)].setdefault(_translations(message), app)
    return [
        f"{key[0]!r}: " + ", ".join(f"{'/'.join(words)!r} in {app}" for words, app in found.items())
        for key, found in said.items()
        if isinstance(key, tuple) and len(found) > 1 and not set(chosen).isdisjoint(found.values())
    ]


def _messages(catalog: Catalog) -> Iterator[Message]:
    return (message for message in catalog if message.id)


def _key(message: Message) -> tuple[str, str | None]:
    return (message.id if isinstance(message.id, str) else message.id[0], message.context)


def _translations(message: Message) -> tuple[str, ...]:
    string = message.string
    return tuple(string) if isinstance(string, list | tuple) else (string or "",)


def _placeholders(texts: Iterable[str]) -> set[str]:
    return {found.replace(" ", "") for text in texts for found in PLACEHOLDER.findall(text.replace("%%", ""))}


def _words(text: str) -> str:
    """The sentence without markup, addresses and placeholders: what a reader sees."""
    text = re.sub(r"&#?\w+;", NARROW, re.sub(r"<[^>]*>|https?://\S*", "", text))
    return PLACEHOLDER.sub("x", text)


def _short(message: Message) -> str:
    text = _key(message)[0].replace("\n", "⏎")
    place = message.locations[0][0] if message.locations else ""
    return f"“{text[:80]}{'…' if len(text) > 80 else ''}” {f'({place})' if place else ''}".rstrip()


# --- compiling ----------------------------------------------------------------------------------------


def compile_stale() -> int:
    """Write the binary catalogue of every text catalogue that is newer; how many."""
    written = 0
    for path in sorted((BASE_DIR / "trustmgmt" / "locale").glob("*/*/LC_MESSAGES/django.po")):
        binary = path.with_suffix(".mo")
        if not binary.exists() or binary.stat().st_mtime <= path.stat().st_mtime:
            _compile(path, binary)
            written += 1
    return written


def _compile(path: Path, binary: Path) -> None:
    with path.open("rb") as file:
        catalog = read_po(file, locale=path.parent.parent.name, charset="utf-8")
    for message in [m for m in _messages(catalog) if not all(_translations(m))]:
        catalog.delete(message.id, context=message.context)  # say it in English, not as an empty string
    unfinished = binary.with_suffix(f".mo.{os.getpid()}")
    with unfinished.open("wb") as file:
        write_mo(file, catalog)
    unfinished.replace(binary)


# --- command line --------------------------------------------------------------------------------------


def main(arguments: list[str]) -> int:
    """Say what was done and what is left, app by app."""
    options = _parser().parse_args(arguments)
    chosen = getattr(options, "apps", None) or apps()
    if unknown := sorted(set(chosen) - set(apps())):
        _say(f"No such app: {', '.join(unknown)}. There are: {', '.join(apps())}.")
        return 1
    return {"update": _update, "check": _check, "compile": _compile_all}[options.command](chosen)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m trustmgmt.messages", description=(__doc__ or "").splitlines()[0])
    commands = parser.add_subparsers(dest="command", required=True)
    for name, meaning in (
        ("update", "take new strings in, let unused ones go, keep every translation"),
        ("check", "list what is untranslated, stale or contradictory; end with 1 if anything is"),
    ):
        commands.add_parser(name, help=meaning).add_argument("apps", nargs="*", help="all when none is named")
    commands.add_parser("compile", help="write the binary catalogues that are older than their text")
    return parser


def _update(chosen: list[str]) -> int:
    for app in chosen:
        for language in LANGUAGES:
            catalog = update(app, language)
            empty = [message for message in _messages(catalog) if not all(_translations(message))]
            if len(catalog):
                place = catalogue_path(app, language).relative_to(BASE_DIR)
                _say(f"{app:<15}{len(catalog):>5} strings  {len(empty):>4} to translate   {place}")
    return 0


def _check(chosen: list[str]) -> int:
    complaints = [f"{app} · {line}" for app in chosen for language in LANGUAGES for line in check(app, language)]
    complaints += [f"said in two ways · {line}" for language in LANGUAGES for line in contradictions(language, chosen)]
    for line in complaints:
        _say(line)
    _say(f"{len(complaints)} to settle." if complaints else "Every string is translated.")
    return 1 if complaints else 0


def _compile_all(_chosen: list[str]) -> int:
    _say(f"{compile_stale()} compiled.")
    return 0


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
