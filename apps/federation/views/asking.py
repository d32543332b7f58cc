"""At the desk: ask a space of another site what one of its members has earned there, and read the answer."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from apps.badges.selectors.questions import desk_spaces
from apps.badges.verifying import State, Verdict
from apps.base import clock
from apps.base.errors import NotYours, Refusal
from apps.federation.asked_elsewhere import QuestionSent
from apps.federation.models import RemoteActor
from apps.federation.services.questions_sent import LONGEST, Asked, question_read, question_send, questions_sent
from apps.gate.limits import check_limit
from apps.look.paragraphs import Paragraphs
from apps.people.models import Account
from apps.people.permissions import check_has_second_factor, signed_in
from apps.posts.form_page import posted
from apps.posts.forms import SpeakingForm
from apps.spaces.models import Space, Visibility

AN_HOUR, MOST_AN_HOUR, MOST = 3600, 20, 100


class AskForm(SpeakingForm):
    """Who asks whom, of which space, on what, what for."""

    space = forms.ModelChoiceField(
        label=gettext_lazy("For which space of yours"),
        empty_label="—",
        queryset=Space.objects.none(),
        to_field_name="slug",
        error_messages={
            "required": gettext_lazy("Choose the space that asks."),
            "invalid_choice": gettext_lazy("Choose one of your spaces."),
        },
    )
    person = forms.CharField(
        label=gettext_lazy("Whom you ask: their address there"),
        max_length=1000,
        help_text=gettext_lazy("As in walker@example.org, or the address of their page."),
        error_messages={"required": gettext_lazy("Say whom you ask.")},
    )
    of = forms.CharField(
        label=gettext_lazy("What they have earned in: the address of the space there"),
        max_length=1000,
        help_text=gettext_lazy("As in garden@example.org. It must be of the same site."),
        error_messages={"required": gettext_lazy("Say in which space they earned it.")},
    )
    topic = forms.CharField(
        label=gettext_lazy("On which topic"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("Its name there; empty: the whole space."),
    )
    purpose = Paragraphs(
        label=gettext_lazy("What for"),
        max_length=LONGEST,
        rows=3,
        help_text=gettext_lazy("They read it before they answer. An answer serves this and nothing else."),
        error_messages={"required": gettext_lazy("Say what for: the person reads it before they answer.")},
    )

    def __init__(self, *args: Any, spaces: Sequence[Space], **more: Any) -> None:
        super().__init__(*args, **more)
        field: Any = self.fields["space"]
        open_ = [space.pk for space in spaces if space.visibility == Visibility.PUBLIC]
        field.queryset = Space.objects.filter(pk__in=open_).order_by("slug")
        field.label_from_instance = lambda space: space.name

    @property
    def asked(self) -> Asked:
        """For the service."""
        told = self.cleaned_data
        return Asked(told["person"], told["of"], told["topic"], told["purpose"])


@dataclass(frozen=True, slots=True)
class AnswerRead:
    """What came: the words of that space where its signature holds, else why not."""

    question: QuestionSent
    who: str
    of: str
    given: bool
    valid: bool
    title: str
    since: datetime | None
    until: datetime | None
    sentence: str


def answer_read(question: QuestionSent, verdict: Verdict | None) -> AnswerRead:
    """Nothing of it is kept."""
    valid = verdict is not None and verdict.state == State.VALID
    claim, known = verdict.claim if verdict and valid else None, _known([question.person, question.of])
    return AnswerRead(
        question=question,
        who=_shown(known, question.person),
        of=_called(known, question),
        given=verdict is not None,
        valid=valid,
        title=_in_one_language(claim.title) if claim else "",
        since=claim.since if claim else None,
        until=claim.until if claim else None,
        sentence=verdict.sentence if verdict else "",
    )


def _in_one_language(title: str) -> str:
    """Sites like ours name a badge in English, then in French."""
    both = title.split(" / ")
    return title if len(both) != 2 else both[0] if (get_language() or "fr").startswith("en") else both[1]


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def desk(request: HttpRequest) -> HttpResponse:
    """What my spaces asked, and the form to ask. In no transaction: another site answers, or does not."""
    account, now = signed_in(request), clock.now()
    spaces, answer = _spaces(account, now), None
    form = AskForm(posted(request), spaces=spaces)
    if request.method == "POST" and form.is_valid():
        _check_pace(account)
        try:
            answer = answer_read(
                *question_send(account=account, space=form.cleaned_data["space"], asked=form.asked, now=now)
            )
            messages.success(request, _("They are asked, once. If they answer, the answer stands here."))
            form = AskForm(spaces=spaces)
        except Refusal as refusal:
            form.put_back(refusal)
    return _page(request, account, form, answer, now)


@login_required
@never_cache
@require_POST
def read(request: HttpRequest, reference: str) -> HttpResponse:
    """The answer as of now, or “no answer”."""
    account, now = signed_in(request), clock.now()
    spaces = _spaces(account, now)
    _check_pace(account)
    answer = answer_read(*question_read(account=account, reference=reference, now=now))
    return _page(request, account, AskForm(spaces=spaces), answer, now)


def _spaces(account: Account, now: datetime) -> list[Space]:
    spaces = desk_spaces(account, now)
    if not spaces:
        raise NotYours(_("This needs a mandate of trust manager for a space."))
    check_has_second_factor(account)
    return spaces


def _check_pace(account: Account) -> None:
    check_limit(name="ask_elsewhere", who=account.reference, at_most=MOST_AN_HOUR, per_seconds=AN_HOUR)


def _page(
    request: HttpRequest, account: Account, form: AskForm, answer: AnswerRead | None, now: datetime
) -> HttpResponse:
    rows = list(questions_sent(account, now)[:MOST])
    known = _known(name for row in rows for name in (row.person, row.of))
    asked = [(row, _shown(known, row.person), _called(known, row)) for row in rows]
    context = {"form": form, "rows": asked, "answer": answer}
    return render(request, "federation/asking.html", context, status=422 if form.errors else 200)


def _known(named: Iterable[str]) -> dict[str, RemoteActor]:
    """As their site described them last."""
    known = RemoteActor.objects.select_related("peer").filter(uri__in=set(named), gone_at=None)
    return {actor.uri: actor for actor in known}


def _shown(known: Mapping[str, RemoteActor], person: str) -> str:
    """How people write whom they asked: name@host."""
    return known[person].shown_as if person in known else ""


def _called(known: Mapping[str, RemoteActor], row: QuestionSent) -> str:
    """The space there, in the reader's language; as it was called when it was asked, where it is gone."""
    return known[row.of].called if row.of in known else row.of_name
