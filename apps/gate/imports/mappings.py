"""What the columns of a file mean: a small TOML file, shipped or written by whoever imports.

kind = "ratings"
[source]           # slug, name, url, licence, attribution
[file]             # delimiter, encoding
[fields.author]    # column, or template = "{source}>{target}", or value; pattern, default, dates, equals
"""

import hashlib
import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError

from apps.base.models import clean_text, validate_text
from apps.gate.imports.files import BadFile, BadRow, Row

EARLIEST, LATEST = datetime(1970, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
KNOWN = {"column", "template", "value", "pattern", "default", "dates", "equals"}


@dataclass(frozen=True, slots=True)
class Field:
    """Where one value comes from, and what it must look like."""

    name: str
    column: str = ""
    template: str = ""
    value: str = ""
    pattern: str = ""
    default: str | None = None
    dates: tuple[str, ...] = ()
    equals: str = ""

    def text(self, row: Row, at_most: int) -> str:
        """The value as clean text; BadRow with the reason."""
        given = self._raw(row)
        text = given.strip() if given.isascii() and given.isprintable() else self._cleaned(given)
        if len(text) > at_most:
            raise BadRow(f"{self.name}: {len(text)} characters, at most {at_most}")
        return text

    def _cleaned(self, given: str) -> str:
        try:
            validate_text(given)
        except ValidationError as error:
            raise BadRow(f"{self.name}: {_unreadable(given)}") from error
        return clean_text(given)

    def required(self, row: Row, at_most: int) -> str:
        """The same, never empty, unless the mapping itself gives nothing as what stands for nothing."""
        text = self.text(row, at_most)
        if not text and self.default != "":
            raise BadRow(f"{self.name}: empty")
        return text

    def integer(self, row: Row, lowest: int, highest: int) -> int:
        """A whole number between two others."""
        given = self._raw(row).strip()
        try:
            number = int(given)
        except ValueError as error:
            raise BadRow(f"{self.name}: “{given[:40]}” is not a whole number") from error
        if not lowest <= number <= highest:
            raise BadRow(f"{self.name}: {number} is not between {lowest} and {highest}")
        return number

    def moment(self, row: Row) -> datetime:
        """A date, in UTC: "unix" seconds, "iso", or a pattern of strptime."""
        given = self._raw(row).strip()
        for form in self.dates or ("iso",):
            try:
                moment = _moment(given, form)
            except (ValueError, OverflowError, OSError):
                continue
            if EARLIEST <= moment <= LATEST:
                return moment
        raise BadRow(f"{self.name}: “{given[:40]}” is not a date")

    def says(self, row: Row) -> bool:
        """Whether it is the word that means yes."""
        return self._raw(row).strip() == self.equals

    def _raw(self, row: Row) -> str:
        found = self._found(row)
        if self.pattern:
            match = re.search(self.pattern, found)
            found = match.group(1) if match else ""
        if not found and self.default is not None:
            return self.default
        return found

    def _found(self, row: Row) -> str:
        if self.template:
            try:
                return self.template.format_map(row)
            except KeyError as error:
                raise BadRow(f"{self.name}: no column {error}") from error
        if not self.column:
            return self.value
        if self.column not in row:
            if self.default is not None:
                return ""
            raise BadRow(f"{self.name}: no column “{self.column}”")
        value = row[self.column]
        return "" if value is None else str(value)


def _moment(given: str, form: str) -> datetime:
    if form == "unix":
        return datetime.fromtimestamp(float(given), UTC)
    moment = datetime.fromisoformat(given) if form == "iso" else datetime.strptime(given, form)  # noqa: DTZ007
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _unreadable(text: str) -> str:
    if "\x00" in text:
        return "holds a NUL"
    if any("\ud800" <= letter <= "\udfff" for letter in text):
        return "holds bytes that are no text (a lone surrogate)"
    return "holds characters that reverse the direction of reading"


@dataclass(frozen=True, slots=True)
class FileMapping:
    """One mapping file, read and checked."""

    name: str
    kind: str
    settings: Mapping[str, Any]
    fields: Mapping[str, Field] = field(default_factory=dict)
    digest: str = ""

    def table(self, name: str) -> Mapping[str, Any]:
        """A table of the file, or nothing."""
        found = self.settings.get(name, {})
        return found if isinstance(found, dict) else {}

    @property
    def language(self) -> str:
        """What its texts are written in."""
        return str(self.settings.get("language", "fr"))

    def __getitem__(self, name: str) -> Field:
        return self.fields[name]


def read_mapping(
    given: str, *, kind: str, shipped: Path, needs: Mapping[str, bool], languages: Collection[str] = ("fr", "en")
) -> FileMapping:
    """A mapping by its name (shipped with us) or by its path. `needs` says which fields must be there."""
    path = shipped / f"{given}.toml" if (shipped / f"{given}.toml").is_file() else Path(given)
    if not path.is_file():
        names = ", ".join(sorted(p.stem for p in shipped.glob("*.toml")))
        raise BadFile(f"There is no mapping {given}. Shipped ones: {names}.")
    content = path.read_bytes()
    try:
        settings = tomllib.loads(content.decode())
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadFile(f"{path.name}: {error}.") from error
    mapping = FileMapping(path.stem, kind, settings, _fields(path, settings), hashlib.sha256(content).hexdigest())
    _check(path, mapping, needs, languages)
    return mapping


def _fields(path: Path, settings: Mapping[str, Any]) -> dict[str, Field]:
    fields: dict[str, Field] = {}
    for name, spec in settings.get("fields", {}).items():
        unknown = set(spec) - KNOWN
        if unknown:
            raise BadFile(f"{path.name}: fields.{name} has {', '.join(sorted(unknown))}, which means nothing here.")
        fields[name] = Field(name, **{**spec, "dates": tuple(spec.get("dates", ()))})
    return fields


def _check(path: Path, mapping: FileMapping, needs: Mapping[str, bool], languages: Collection[str]) -> None:
    if mapping.settings.get("kind") != mapping.kind:
        raise BadFile(f"{path.name} is a mapping of {mapping.settings.get('kind')}, not of {mapping.kind}.")
    missing = [name for name, needed in needs.items() if needed and name not in mapping.fields]
    strange = [name for name in mapping.fields if name not in needs]
    if missing or strange:
        raise BadFile(f"{path.name}: missing fields {missing or 'none'}, unknown fields {strange or 'none'}.")
    if mapping.language not in languages:
        raise BadFile(f"{path.name}: language must be {' or '.join(languages)}, not {mapping.language}.")
    lacking = [name for name in ("slug", "name", "licence") if not mapping.table("source").get(name)]
    if lacking:
        raise BadFile(f"{path.name}: source.{lacking[0]} is missing: nothing is shown without saying where it is from.")
