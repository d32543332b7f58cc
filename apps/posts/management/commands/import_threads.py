"""`manage.py import_threads FILE… --mapping NAME --space SLUG`: take forum talks in."""

from functools import partial
from typing import Any

from django.core.management.base import CommandParser

from apps.base import clock
from apps.gate.imports.commands import ImportCommand
from apps.gate.imports.mappings import read_mapping
from apps.gate.imports.runs import Import, taken_say
from apps.posts.imports import threads
from apps.posts.imports.places import SHIPPED, source_of, space_of


class Command(ImportCommand):
    help = "Take forum talks from a file into a space of their own, marked with source and licence."
    noun = "messages"

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--space", required=True, metavar="SLUG")

    def take(self, **options: Any) -> None:
        now = clock.now()
        mapping = read_mapping(options["mapping"], kind="threads", shipped=SHIPPED, needs=threads.NEEDS)
        space = space_of(options["space"], mapping, reviews=False, now=now)
        source = source_of(mapping, now=now)
        plain = mapping.settings.get("text", "plain") == "plain"
        forum = threads.Forum(space, source, mapping.language, plain)
        for path in options["files"]:
            accepted = threads.accepted_in(self.source(path, mapping), mapping)
            work = Import(
                source=self.source(path, mapping),
                target=f"{mapping.digest} {space.pk}",
                read=partial(threads.message_of, mapping=mapping, accepted=accepted),
                write=forum.write,
                length=lambda message: len(message.text),
                finish=lambda taken: taken_say(taken, place=space.reference, source=source.slug, now=now),
            )
            self.run_import(work)
