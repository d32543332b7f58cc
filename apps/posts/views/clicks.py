"""Acts of one click."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from apps.base import clock
from apps.base.errors import NotNow
from apps.gate.idempotency import once
from apps.posts import selectors, services
from apps.posts.finding import item_at
from apps.posts.form_page import check_pace
from apps.posts.models import Post
from apps.posts.permissions import author_for, speaker_in

page = require_http_methods(["GET", "HEAD", "POST"])


@require_POST
@once
def helpful(request: HttpRequest, reference: str) -> HttpResponse:
    """ "This helped me", or taking that back."""
    now = clock.now()
    item, place = item_at(request, reference, now)
    if not request.user.is_authenticated:
        return redirect_to_login(selectors.path_of(item))
    check_pace(request.user, "helpful", now)
    services.helpful_vote(persona=speaker_in(request.user, place), item=item, now=now)
    return HttpResponseRedirect(selectors.path_of(item))


@require_POST
@once
def best(request: HttpRequest, reference: str) -> HttpResponse:
    """Choose the best answer to one's question."""
    now = clock.now()
    item, _place = item_at(request, reference, now)
    if not isinstance(item, Post):
        raise NotNow(_("The best answer is one of the answers to this question."))
    if not request.user.is_authenticated:
        return redirect_to_login(selectors.path_of(item))
    question = item.thread.posts.get(number=1)
    services.best_answer_choose(persona=author_for(request.user, question), thread=item.thread, answer=item, now=now)
    messages.success(request, _("Chosen. It now stands first under the question."))
    return HttpResponseRedirect(selectors.thread_path(item.thread))
