"""What one can do on the page of one's own voice: each act, and what is said once it is done."""

from collections.abc import Callable
from datetime import datetime

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from apps.accountability import services
from apps.accountability.forms import ContestForm, ProofForm
from apps.accountability.models import Commitment, Voice

Form = ContestForm | ProofForm
Act = Callable[[HttpRequest, Voice, Form, datetime], str]


def _renew(request: HttpRequest, voice: Voice, form: Form, now: datetime) -> str:
    services.voice_renew(voice=voice, now=now)
    return _("Your voice agrees to the new words, and counts among them.")


def _contest(request: HttpRequest, voice: Voice, form: Form, now: datetime) -> str:
    services.contest_file(voice=voice, words=form.cleaned_data["words"], now=now)
    return _("Somebody without a link to the operator will decide. The answer comes here.")


def _prove(request: HttpRequest, voice: Voice, form: Form, now: datetime) -> str:
    assert isinstance(form, ProofForm)  # noqa: S101 - the page gives each act its own form
    services.proof_give(voice=voice, draft=form.proof_draft(), now=now)
    return _("Your proof is kept, closed. Only people with a mandate can open it.")


def _forget(request: HttpRequest, voice: Voice, form: Form, now: datetime) -> str:
    services.proof_erase(voice=voice, now=now)
    return _("Your proof is erased: words, file, and the key that could tell what it was.")


def _say_whether_it_helped(request: HttpRequest, voice: Voice, form: Form, now: datetime) -> str:
    answer = get_object_or_404(voice.alert.answers, reference=request.POST.get("answer", ""))
    services.opinion_say(voice=voice, answer=answer, helped=request.POST.get("helped") == "yes", now=now)
    return _("Thank you: it counts with others, and never shows alone.")


def _say_whether_it_was_kept(request: HttpRequest, voice: Voice, form: Form, now: datetime) -> str:
    asked = get_object_or_404(Commitment, answer__alert=voice.alert, reference=request.POST.get("promise", ""))
    verdict = request.POST.get("verdict", "")
    services.check_say(commitment=asked, verdict=verdict, account=None, voice=voice, now=now)
    return _("Thank you: it counts with others, and never shows alone.")


ACTS: dict[str, Act] = {
    "renew": _renew,
    "contest": _contest,
    "proof": _prove,
    "forget": _forget,
    "helped": _say_whether_it_helped,
    "verdict": _say_whether_it_was_kept,
}
