"""Run inside a site that was lied to: `python -m tests.federation.hostile_effects HOST` answers with one JSON line.

For each who lied, by the name of the lie: what their messages came to, and everything that hangs on them now, table by
table: items, votes, follows, reports, words, badges, letters, a face. A lie that changed nothing has nothing there.
"""

import json
import os
import sys
from collections import defaultdict
from typing import Any


def effects(host: str) -> dict[str, dict[str, Any]]:
    """By the name that each lie's sender bears."""
    from apps.federation.models import InboxItem, RemoteActor

    found: dict[str, dict[str, Any]] = defaultdict(lambda: {"came_to": [], "left": {}})
    came = InboxItem.objects.filter(peer__host=host).order_by("pk").values_list("actor", "state", "reason")
    for actor, state, reason in came:
        found[_lie(actor)]["came_to"].append(f"{state}: {reason}".rstrip(": "))
    for name, rows in _hanging():
        for actor in rows.filter(actor_host=host).values_list("actor_uri", flat=True):
            left = found[_lie(actor)]["left"]
            left[name] = left.get(name, 0) + 1
    faces = RemoteActor.objects.filter(peer__host=host).exclude(persona=None)
    for actor in faces.values_list("uri", flat=True):
        found[_lie(actor)]["left"]["face"] = 1
    return dict(found)


def _hanging() -> list[tuple[str, Any]]:
    """Every table with a column that names somebody of another site."""
    from django.apps import apps
    from django.db.models import F

    from apps.federation.models import RemoteActor

    return [
        (model.__name__, model._default_manager.annotate(
            actor_uri=F(f"{field.name}__uri"), actor_host=F(f"{field.name}__peer__host")))
        for model in apps.get_models()
        for field in model._meta.fields
        if field.related_model is RemoteActor
    ]  # fmt: skip


def _lie(actor: str) -> str:
    return actor.rpartition("/users/")[2] or actor


def main(arguments: list[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trustmgmt.settings")
    import django

    django.setup()
    sys.stdout.write(json.dumps(effects(arguments[0])) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
