"""`manage.py import_ratings FILE… --mapping NAME --space SLUG`: take ratings in, then score them in batches.

The command stands on this floor because it scores; reading and writing ratings is `apps.posts.imports`.
"""

from typing import Any

from django.core.management.base import CommandParser

from apps.base import clock
from apps.gate.imports.commands import ImportCommand
from apps.gate.imports.mappings import FileMapping, read_mapping
from apps.gate.imports.progress import Bar
from apps.gate.imports.runs import Import, taken_say
from apps.posts.imports import ratings
from apps.posts.imports.places import SHIPPED, source_of, space_of
from apps.posts.models import SubjectKind
from apps.scoring.batches import space_score
from apps.spaces.models import Space


class Command(ImportCommand):
    help = "Take ratings from a file into a space of their own, marked with source and licence, and score them."
    noun = "ratings"

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--space", required=True, metavar="SLUG")
        parser.add_argument("--no-scores", action="store_true", help="score later, with score_space")

    def take(self, **options: Any) -> None:
        now = clock.now()
        mapping = read_mapping(options["mapping"], kind="ratings", shipped=SHIPPED, needs=ratings.NEEDS)
        space = space_of(options["space"], mapping, reviews=True, now=now)
        source = source_of(mapping, now=now)
        scale = ratings.Scale.of(mapping)
        market = self._market(space, mapping, scale)
        for path in options["files"]:
            work = Import(
                source=self.source(path, mapping),
                target=f"{mapping.digest} {space.pk}",
                read=market.read_as(lambda row: ratings.rating_of(row, mapping, scale)),
                write=market.write,
                length=lambda line: len(line.copied),
                finish=lambda taken: taken_say(taken, place=space.reference, source=source.slug, now=now),
            )
            self.run_import(work)
        if not options["no_scores"]:
            self._score(space)

    def _market(self, space: Space, mapping: FileMapping, scale: ratings.Scale) -> ratings.Market:
        kind = SubjectKind(mapping.settings.get("subject_kind", SubjectKind.SERVICE))
        source = source_of(mapping, now=clock.now())
        return ratings.Market(space, source, kind, scale, mapping.language)

    def _score(self, space: Space) -> None:
        with Bar("scores") as bar:
            count = space_score(space=space, now=clock.now(), tell=bar.at)
        self.stdout.write(f"{count:,} ratings scored.")
