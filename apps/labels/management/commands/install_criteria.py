"""`manage.py install_criteria`: publish the criteria of this release where they differ, and look at every operator."""

from typing import Any

from django.core.management.base import BaseCommand

from apps.base import clock
from apps.labels import tasks
from apps.labels.services import criteria_install


class Command(BaseCommand):
    """Run after install_platform; running it twice publishes nothing twice."""

    help = "Publish the criteria of the label that differ from what stands, and compute what can be computed."

    def handle(self, *args: Any, **options: Any) -> None:
        published = criteria_install(now=clock.now())
        tasks.compute()
        if options["verbosity"] > 0:
            self.stdout.write(f"{len(published)} published.")
