"""`manage.py install_platform`: publish the texts and algorithm cards of this release, where they differ."""

from typing import Any

from django.core.management.base import BaseCommand

from apps.accountability.platform.install import platform_install
from apps.base import clock


class Command(BaseCommand):
    """Run after each migrate; running it twice publishes nothing twice."""

    help = "Publish the texts and algorithm cards of operator no. 1 that differ from what stands."

    def handle(self, *args: Any, **options: Any) -> None:
        published = platform_install(now=clock.now())
        if options["verbosity"] > 0:
            for version in published:
                self.stdout.write(f"{version.document.slug}: version {version.number}")
            self.stdout.write(f"{len(published)} published.")
