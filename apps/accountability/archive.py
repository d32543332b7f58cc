"""Our texts through the reading interface of Open Terms Archive's collections: its clients read us unchanged.

`/api/terms/v1/services`, `/service/{id}`, `/versions/{id}/{type}`, `/version/{id}/{type}/{date}`, `/version/{version}`.
A service is called by the operator's name or by its address here, a version by its reference. Where the archive speaks
of a date of fetching, ours is the date of announcement; the version of a date is the one that bound people then.
"""

from collections import defaultdict
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils.dateparse import parse_date, parse_datetime
from django.views.decorators.http import require_safe

from apps.base import clock
from apps.documents.models import Document, Version, VersionQuerySet
from apps.documents.selectors import language_of
from apps.spaces.models import Operator


@require_safe
def services(request: HttpRequest) -> JsonResponse:
    """Every operator with a text, and the types of its texts."""
    types: dict[str, list[str]] = defaultdict(list)
    for owner, kind in Document.objects.order_by("kind").values_list("owner", "kind").distinct():
        types[owner].append(kind)
    found = Operator.objects.filter(reference__in=types).order_by("name", "pk")
    rows = [
        {"id": operator.slug, "name": operator.name, "terms": [{"type": kind} for kind in types[operator.reference]]}
        for operator in found
    ]
    return JsonResponse(rows, safe=False)


@require_safe
def service(request: HttpRequest, service: str) -> JsonResponse:
    """One operator: the types of its texts, and where each is read."""
    operator = _operator(service)
    if operator is None:
        return _nothing("Service not found")
    sources: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for document in Document.objects.filter(owner=operator.reference).order_by("kind", "pk"):
        path = reverse("accountability:document", args=[operator.slug, document.slug])
        sources[document.kind].append({"location": request.build_absolute_uri(path)})
    terms = [{"type": kind, "sourceDocuments": found} for kind, found in sources.items()]
    return JsonResponse({"id": operator.slug, "name": operator.name, "terms": terms})


@require_safe
def versions(request: HttpRequest, service: str, kind: str) -> JsonResponse:
    """All versions of the texts of one type."""
    rows = _versions(service, kind).defer("body_fr", "body_en").order_by("announced_at", "number")
    data = [{"id": version.reference, "fetchDate": _date(version.announced_at)} for version in rows]
    if not data:
        return _nothing(f'No versions found for service "{service}" and terms type "{kind}"')
    return JsonResponse({"data": data, "count": len(data)})


@require_safe
def version_at(request: HttpRequest, service: str, kind: str, date: str) -> JsonResponse:
    """The version that bound people at a date, of the text of this type that changed last."""
    asked = _asked(date)
    if asked is None:
        return JsonResponse({"error": f"{date} is no date: write it as 2026-03-31T12:00:00Z"}, status=400)
    if asked > clock.now():
        return JsonResponse({"error": "Requested version is in the future"}, status=416)
    found = _versions(service, kind).in_force(asked).first()
    return JsonResponse(_said(found, request)) if found else _nothing(f"No version found for date {date}")


@require_safe
def version(request: HttpRequest, reference: str) -> JsonResponse:
    """One version by its reference, with its neighbours."""
    found = Version.objects.select_related("document").filter(reference=reference).first()
    if found is None:
        return _nothing(f'No version found with ID "{reference}"')
    numbers = dict(found.document.versions.values_list("number", "reference"))
    near = {"first": min(numbers), "prev": found.number - 1, "next": found.number + 1, "last": max(numbers)}
    links = {name: numbers.get(number) for name, number in near.items()}
    return JsonResponse({**_said(found, request), "links": links})


def _operator(service: str) -> Operator | None:
    named = Operator.objects.filter(name=service).order_by("affiliated", "pk").first()
    return Operator.objects.filter(slug=service).first() or named


def _versions(service: str, kind: str) -> VersionQuerySet:
    operator = _operator(service)
    owner = operator.reference if operator else ""
    found: VersionQuerySet = Version.objects.filter(document__owner=owner, document__kind=kind)
    return found


def _said(version: Version, request: HttpRequest) -> dict[str, Any]:
    asked = request.GET.get("language", "")
    body = {"fr": version.body_fr, "en": version.body_en}.get(asked) or _own(version)
    return {"id": version.reference, "fetchDate": _date(version.announced_at), "content": body}


def _own(version: Version) -> str:
    return version.body_en if language_of(version) == "en" else version.body_fr


def _asked(text: str) -> datetime | None:
    """A moment; a day alone is its first instant, as in the archive."""
    try:
        moment = parse_datetime(text.replace(" ", "+"))
        if moment is not None:
            return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        day = parse_date(text)
    except ValueError:
        return None
    return datetime(day.year, day.month, day.day, tzinfo=UTC) if day else None


def _date(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _nothing(words: str) -> JsonResponse:
    return JsonResponse({"error": words}, status=404)
