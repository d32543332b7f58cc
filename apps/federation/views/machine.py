"""What programs of other sites read: WebFinger, NodeInfo, actors, objects, lists. A reader is sent to the page."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from apps.base.errors import NotFound, Refusal
from apps.federation import finding
from apps.federation.signing import is_signed

ACTIVITY = "application/activity+json"
JRD = "application/jrd+json"
NODEINFO = 'application/json; profile="http://nodeinfo.diaspora.software/ns/schema/2.1#"'
Read = Callable[..., finding.Found]


def machine(read: Read) -> Callable[..., HttpResponse]:
    """A view that answers a program with the document, and a person with the page it stands for."""

    @require_safe
    @wraps(read)
    def view(request: HttpRequest, **names: str) -> HttpResponse:
        try:
            found = read(**names, page=request.GET.get("page"))
            response = _answer(request, found)
        except Refusal as refusal:
            response = JsonResponse({"error": str(refusal.sentence)}, status=refusal.status)
        patch_vary_headers(response, ["Accept", "Signature"])
        return response

    return view


def _answer(request: HttpRequest, found: finding.Found) -> HttpResponse:
    if found.page and _is_a_reader(request):
        return HttpResponseRedirect(found.page)
    if found.signed_reading and not is_signed(request):
        return JsonResponse({"error": "This space is read by signed requests only."}, status=401)
    status = 410 if found.document.get("type") == "Tombstone" else 200
    return JsonResponse(found.document, content_type=ACTIVITY, status=status)


def _is_a_reader(request: HttpRequest) -> bool:
    """A browser asks for HTML first; a program that says nothing in particular gets the document."""
    accept = request.headers.get("Accept", "")
    return "text/html" in accept and "json" not in accept


site = machine(finding.site)
group = machine(finding.group)
person = machine(finding.person)
service = machine(finding.service)
review = machine(finding.review)
post = machine(finding.post)
thread = machine(finding.thread)
subject = machine(finding.subject)
subject_reviews = machine(finding.subject_reviews)
outbox = machine(finding.outbox)
followers = machine(finding.followers)
group_outbox = machine(lambda slug, page: finding.outbox(f"s/{slug}", page))
group_followers = machine(lambda slug, page: finding.followers(f"s/{slug}", page))
person_outbox = machine(lambda reference, page: finding.outbox(f"p/{reference}", page))
person_followers = machine(lambda reference, page: finding.followers(f"p/{reference}", page))
service_outbox = machine(lambda slug, page: finding.outbox(f"o/{slug}", page))
service_followers = machine(lambda slug, page: finding.followers(f"o/{slug}", page))
moderators = machine(finding.moderators)
featured = machine(finding.featured)
subjects = machine(finding.subjects)
contents = machine(finding.contents)
decisions = machine(finding.decisions)
recognitions = machine(finding.recognitions)
rules = machine(finding.rules)
alerts = machine(finding.alerts)
labels = machine(finding.labels)
operator_labels = machine(finding.operator_labels)
label = machine(finding.label)
activity = machine(finding.activity)
version = machine(finding.version)
statement = machine(finding.statement)
sites = machine(finding.sites)


@require_safe
def webfinger(request: HttpRequest) -> HttpResponse:
    """Who is behind an address such as `acct:garden@example.org` (RFC 7033, FEP-d556)."""
    try:
        found = finding.webfinger(request.GET.get("resource", ""))
    except NotFound as refusal:
        return _open(JsonResponse({"error": str(refusal.sentence)}, status=404))
    return _open(JsonResponse(found, content_type=JRD))


@require_safe
def nodeinfo_links(request: HttpRequest) -> HttpResponse:
    """Where NodeInfo is (FEP-f1d5), and who this site is as an actor."""
    links: list[dict[str, Any]] = [
        {"rel": "http://nodeinfo.diaspora.software/ns/schema/2.1", "href": f"{settings.SITE_URL}/nodeinfo/2.1"},
        {"rel": "https://www.w3.org/ns/activitystreams#Application", "href": f"{settings.SITE_URL}/ap/site"},
    ]
    return _open(JsonResponse({"links": links}))


@require_safe
def nodeinfo(request: HttpRequest) -> HttpResponse:
    """What this site is, in figures that name nobody."""
    return _open(JsonResponse(finding.nodeinfo(), content_type=NODEINFO))


def _open(response: HttpResponse) -> HttpResponse:
    """Pages of anybody may ask."""
    response["Access-Control-Allow-Origin"] = "*"
    return response
