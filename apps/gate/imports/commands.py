"""What the commands that take files in have in common: arguments, progress, the sentence at the end."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from apps.base import clock
from apps.gate.imports.files import BadFile, Source
from apps.gate.imports.mappings import FileMapping
from apps.gate.imports.progress import Bar
from apps.gate.imports.runs import Import, file_take, report_path
from apps.gate.models import FileTaken


class ImportCommand(BaseCommand):
    """Takes one or several files in; a run that was stopped goes on where it was."""

    noun = "rows"
    mapping_default = ""  # empty: it must be named

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help=".csv, .jsonl, .json; plain, .gz, .xz")
        default, needed = self.mapping_default or None, not self.mapping_default
        parser.add_argument("--mapping", default=default, required=needed, help="a shipped mapping, or a TOML file")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self.take(**options)
        except BadFile as error:
            raise CommandError(str(error)) from error

    def take(self, **options: Any) -> None:
        """What each command does with its files."""
        raise NotImplementedError

    def source(self, path: Path, mapping: FileMapping) -> Source:
        """The file, read as its mapping says."""
        form = mapping.table("file")
        return Source(path, form.get("delimiter", ","), form.get("encoding", "utf-8-sig"))

    def run_import(self, work: Import[Any]) -> FileTaken:
        """Take one file in, and say what became of its rows."""
        now = clock.now()
        with Bar(self.noun) as bar:
            taken = file_take(work, now=now, tell=bar.at)
        earlier = "" if taken.finished_at == now else " when this file came in before"
        counts = f"{taken.rows_taken:,} {self.noun} taken, {taken.rows_refused:,} refused"
        self.stdout.write(f"{taken.name}: {counts}{earlier}.")
        if taken.rows_refused:
            self.stdout.write(f"Why, line by line: {report_path(taken)}")
        return taken
