"""How long a person's copy takes: `python -m bench.export [ITEMS]` (5,000 when not said: half reviews, half messages).

Everything is lived through the services, scores included; then the copy is made, checked by the command on its page,
and brought to another account. Last line: one JSON object.
"""

import html
import json
import os
import re
import subprocess
import sys
import tempfile
import time
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

from bench.scratch import MANAGE, servers

COMMAND = re.compile(r"<pre><code>(.*?)</code></pre>", re.DOTALL)


def main() -> None:
    """Build, copy, check, bring."""
    items = int(sys.argv[1]) if len(sys.argv) > 1 else 5_000
    with servers(), tempfile.TemporaryDirectory() as folder:
        subprocess.run([*MANAGE, "migrate", "-v0"], check=True)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trustmgmt.settings")
        import django

        django.setup()
        print(json.dumps(_measure(items, Path(folder))))


def _measure(items: int, folder: Path) -> dict[str, Any]:
    from apps.base import clock
    from apps.people import archive

    account, here = _lived(items)
    to, start = folder / "copy.zip", time.perf_counter()
    archive.write(account=account, to=to, now=clock.now())
    made = time.perf_counter() - start
    verified = _verified(to, folder / "unpacked")
    start = time.perf_counter()
    brought = _brought(to, here)
    took = time.perf_counter() - start
    print(f"{items} items: copy {made:.1f} s, {to.stat().st_size / 1e6:.1f} MB; brought {brought} in {took:.1f} s")
    return {
        "items": items,
        "seconds": round(made, 2),
        "bytes": to.stat().st_size,
        "verified": verified,
        "brought": brought,
        "brought_seconds": round(took, 2),
    }


def _lived(items: int) -> tuple[Any, Any]:
    """Ten spaces would make it easier: one holds it all."""
    from apps.base import clock
    from apps.ledger.services import deliver_due
    from apps.people.services import account_create, main_persona
    from apps.posts.models import DeclaredLink, Subject
    from apps.posts.services import ReviewDraft, post_add, review_publish, thread_start
    from apps.spaces.models import Operator, Space
    from apps.spaces.services import space_join

    now = clock.now()
    operator = Operator.objects.create(slug="bench", name="Bench", created_at=now)
    here = Space.objects.create(slug="bench", name_fr="Banc", name_en="Bench", operator=operator, created_at=now)
    account = account_create(pseudonym="quick_otter", passphrase=None, language="en", now=now)
    me = main_persona(account)
    space_join(persona=me, space=here, now=now)
    thread = thread_start(author=me, space=here, title="Long", text="It begins.", now=now)
    for n in range(items // 2):
        at = now - timedelta(hours=items - n)
        subject = Subject.objects.create(slug=f"s{n}", name=f"Garage {n}", kind="professional")
        text = f"Quote {n}, invoice {n * 2}. Nobody called me before they doubled it."
        draft = ReviewDraft(1 + n % 5, text, at.date(), DeclaredLink.CLIENT, f"Number {n}", "en")
        review_publish(author=me, space=here, subject=subject, draft=draft, now=at)
        post_add(author=me, thread=thread, text=f"Message {n}: it hums again.", now=at)
    while deliver_due(now=now, limit=10_000):
        pass
    return account, here


def _verified(copy: Path, to: Path) -> bool:
    with zipfile.ZipFile(copy) as zipped:
        zipped.extractall(to)
    (command,) = COMMAND.findall((to / "index.en.html").read_text())
    ran = subprocess.run(["sh", "-c", html.unescape(command)], cwd=to, capture_output=True)
    return ran.returncode == 0


def _brought(copy: Path, here: Any) -> int:
    from apps.base import clock
    from apps.people.archive_reading import read_copy
    from apps.people.services import account_create, main_persona
    from apps.posts.moving import copy_bring
    from apps.spaces.services import space_join

    now = clock.now()
    other = account_create(pseudonym="slow_otter", passphrase=None, language="en", now=now)
    space_join(persona=main_persona(other), space=here, now=now)
    with copy.open("rb") as file:
        found = read_copy(file, size=copy.stat().st_size, now=now)
    brought = copy_bring(account=other, copy=found, into=None, now=now)
    return brought.reviews + brought.messages


if __name__ == "__main__":
    main()
