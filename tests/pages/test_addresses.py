"""Pages are looked for first among addresses: none of theirs may be what another app answers."""

import re
from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.translation import override

from apps.pages import urls

SAMPLES = {"int": "12", "uuid": "7f1f4a3e-9b0c-4a51-8a1b-0d1c2b3a4f5e", "path": "some/where"}


def sample(route: str) -> str:
    return re.sub(r"<(?:(\w+):)?\w+>", lambda found: SAMPLES.get(found[1], "some-word"), route)


def others(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            yield sample(before + str(pattern.pattern))
        elif pattern.urlconf_name is not urls:
            yield from others(pattern.url_patterns, before + str(pattern.pattern))


def test_what_another_app_answers_is_no_page():
    pages = {pattern.callback for pattern in urls.urlpatterns}
    with override("fr"):
        found = list(others(get_resolver().url_patterns))
        taken = [path for path in found if path.startswith("fr/") and get_resolver().resolve(f"/{path}").func in pages]

    assert len(found) > 300
    assert taken == []
