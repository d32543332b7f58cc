"""`manage.py import_terms FILE…`: take versions of operators' texts in.

The command stands on this floor because it makes operators; reading and writing texts is `apps.documents.imports`.
"""

from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils.text import slugify

from apps.base import clock
from apps.documents import imports
from apps.gate.imports.commands import ImportCommand
from apps.gate.imports.files import InOrder
from apps.gate.imports.mappings import FileMapping, read_mapping
from apps.gate.imports.runs import Import, taken_say
from apps.spaces.models import Operator

SHIPPED = Path(imports.__file__).parent / "mappings"


class Command(ImportCommand):
    help = "Take versions of operators' published texts in, attributed and marked as not affiliated."
    noun = "versions"
    mapping_default = "open-terms-archive"

    def take(self, **options: Any) -> None:
        now = clock.now()
        mapping = read_mapping(
            options["mapping"], kind="terms", shipped=SHIPPED, needs=imports.NEEDS, languages=imports.LANGUAGES
        )
        source = mapping.table("source")
        archive = imports.Archive(
            owners=lambda names: {name: operator_named(name, mapping, now=now).reference for name in names},
            source=", ".join(filter(None, (source["name"], source["licence"], source.get("url"))))[:300],
            attribution=source.get("attribution", source["name"])[:300],
        )
        for path in options["files"]:
            work = Import(
                source=InOrder(self.source(path, mapping), imports.order_of(mapping)),
                target=mapping.digest,
                read=lambda row: imports.text_of(row, mapping),
                write=archive.write,
                length=lambda text: len(text.body),
                finish=lambda taken: taken_say(taken, place="", source=source["slug"], now=now),
            )
            self.run_import(work)


def operator_named(name: str, mapping: FileMapping, *, now: datetime) -> Operator:
    """An operator known by its texts alone; never one of ours that happens to have the same address."""
    given = mapping.table("operator")
    summaries = {field: str(given.get(field, "")) for field in ("summary_fr", "summary_en")}
    slug = slugify(name)[:50] or "operator"
    if Operator.objects.filter(slug=slug, affiliated=True).exists():
        slug = f"{slug}-archive"
    operator, _created = Operator.objects.get_or_create(
        slug=slug, defaults={"name": name, "affiliated": False, "created_at": now, **summaries}
    )
    return operator
