"""`manage.py import_reviews FILE… --mapping NAME --space SLUG`: take reviews in, were it only their text."""

from typing import Any

from django.core.management.base import CommandParser

from apps.base import clock
from apps.gate.imports.commands import ImportCommand
from apps.gate.imports.mappings import read_mapping
from apps.gate.imports.runs import Import, taken_say
from apps.posts.imports import ratings, reviews
from apps.posts.imports.places import SHIPPED, source_of, space_of
from apps.posts.models import SubjectKind


class Command(ImportCommand):
    help = "Take reviews from a file into a space of their own, marked with source, licence and what the source lacks."
    noun = "reviews"

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--space", required=True, metavar="SLUG")

    def take(self, **options: Any) -> None:
        now = clock.now()
        mapping = read_mapping(options["mapping"], kind="reviews", shipped=SHIPPED, needs=reviews.NEEDS)
        scale = ratings.Scale.of(mapping) if "rating" in mapping.fields else None
        kind = SubjectKind(mapping.settings.get("subject_kind", SubjectKind.SERVICE))
        space = space_of(options["space"], mapping, reviews=True, now=now)
        source = source_of(mapping, now=now)
        market = ratings.Market(space, source, kind, scale, mapping.language)
        for path in options["files"]:
            work = Import(
                source=self.source(path, mapping),
                target=f"{mapping.digest} {space.pk}",
                read=market.read_as(reviews.Reading(mapping, source.imported_at, scale)),
                write=market.write,
                length=lambda line: len(line.copied),
                finish=lambda taken: taken_say(taken, place=space.reference, source=source.slug, now=now),
            )
            self.run_import(work)
