"""The official topic of an alert: opened in a space of its operator once the alert is public, and pinned there."""

from datetime import datetime

from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from apps.accountability.models import Alert, Dialogue
from apps.ledger.services import append
from apps.posts.markdown import to_html
from apps.posts.models import Post, Thread
from apps.spaces.models import Space, Visibility


def dialogues_open(*, now: datetime) -> int:
    """Every public alert about an operator with a space for talk gets its topic, once."""
    without = Alert.objects.open().public().filter(dialogue=None, operator__spaces__in=_places()).distinct()
    return sum(dialogue_open(alert_id=pk, now=now) for pk in without.order_by("pk").values_list("pk", flat=True))


def _places() -> models.QuerySet[Space]:
    return Space.objects.filter(threads=True, imported=False, visibility=Visibility.PUBLIC)


@transaction.atomic
def dialogue_open(*, alert_id: int, now: datetime) -> int:
    """The first message is the operator's name and no person's: it says what this is about and where answers stand."""
    alert = Alert.objects.select_for_update(of=("self",)).select_related("operator").get(pk=alert_id)
    place = _places().filter(operator=alert.operator).order_by("created_at", "pk").first()
    if place is None or Dialogue.objects.filter(alert=alert).exists():
        return 0
    thread = Thread.objects.create(
        space=place, title=_said(alert, "fr")[0][:200], started_at=now, last_post_at=now, post_count=1
    )
    body = "\n\n".join(_said(alert, language)[1] for language in ("fr", "en"))
    Post.objects.create(
        thread=thread,
        number=1,
        author_name=alert.operator.name,
        text=body,
        html=to_html(body),
        language="fr",
        published_at=now,
    )
    Dialogue.objects.create(alert=alert, thread=thread, opened_at=now)
    payload = {"alert": alert.pk, "thread": thread.pk}
    append(kind="dialogue.opened", actor="", object=alert.reference, payload=payload, now=now)
    return 1


def _said(alert: Alert, language: str) -> tuple[str, str]:
    """Its title and its first message in one language."""
    with override(language):
        named = {"subject": alert.subject, "operator": alert.operator.name}
        title = _("Official topic: %(subject)s") % named
        page = reverse("accountability:alert", args=[alert.operator.slug, alert.reference])
        text = _(
            "This is the official topic about an alert: %(subject)s. Whoever answers for %(operator)s reads it. "
            "Answers under a real name, with their commitments, stand on the page of the alert: %(page)s"
        )
        return title, text % {**named, "page": page}
