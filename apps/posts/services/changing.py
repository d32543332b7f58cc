"""People change or take back their own words, an origin those it sent; what was said before stays readable."""

from datetime import datetime

from django.db import transaction
from django.utils.html import linebreaks
from django.utils.translation import gettext as _

from apps.base.errors import NotYours
from apps.base.models import clean_text
from apps.people.models import Persona
from apps.posts.locking import lock_words
from apps.posts.markdown import to_html
from apps.posts.masking import carry, passages
from apps.posts.models import Item, Post, Review, Revision, Thread
from apps.posts.permissions import check_can_edit
from apps.posts.services.items import AnyItem, checked_text, locked, move, say
from apps.posts.services.writing import ReviewDraft, check_draft
from apps.posts.states import ItemState


@transaction.atomic
def review_edit(*, persona: Persona, review: Review, draft: ReviewDraft, now: datetime) -> Review:
    """Change one's review; what it said before stays readable."""
    review = Review.objects.select_for_update().get(pk=review.pk)
    check_can_edit(persona, review)
    check_draft(draft, now=now)
    text = checked_text(draft.text)
    _keep_revision(review, title=review.title, stars=review.stars, now=now)
    review.title, review.stars = clean_text(draft.title), draft.stars
    review.experience_on, review.link = draft.experience_on, draft.link
    _new_version(review, text, now)
    say(review, "review.edited", persona.reference, now)
    return review


@transaction.atomic
def post_edit(*, persona: Persona, post: Post, text: str, now: datetime, stars: int | None = None) -> Post:
    """Change one's message; what it said before stays readable."""
    post = Post.objects.select_for_update().get(pk=post.pk)
    check_can_edit(persona, post)
    body = checked_text(text)
    _keep_revision(post, title="", stars=post.stars, now=now)
    post.stars = post.stars and (stars or post.stars)
    _new_version(post, body, now)
    say(post, "post.edited", persona.reference, now)
    return post


@transaction.atomic
def import_reword(*, item: AnyItem, text: str, title: str, stars: int | None, now: datetime) -> AnyItem:
    """What its origin says now instead; what it said before stays readable. Titles of talks stay as they came."""
    item = _imported(item)
    before = (item.title, item.stars) if isinstance(item, Review) else ("", None)
    _keep_revision(item, title=before[0], stars=before[1], now=now)
    if isinstance(item, Review):
        item.title, item.stars = title, stars
    _new_version(item, text, now)
    item.html = linebreaks(text, autoescape=True) if text else ""
    item.save(update_fields=["html"])
    say(item, "import.reworded", "", now)
    return item


@transaction.atomic
def import_withdraw(*, item: AnyItem, now: datetime) -> AnyItem:
    """Its origin took it back: the place stays and says so."""
    item = _imported(item)
    move(item, ItemState.WITHDRAWN, now)
    say(item, f"{item._meta.model_name}.withdrawn", "", now)
    return item


def _imported(item: AnyItem) -> AnyItem:
    held = locked(item)
    if held.source_id is None:
        raise NotYours(_("Only the author can edit this. You may contest it."))
    return held


def _keep_revision(item: Item, *, title: str, stars: int | None, now: datetime) -> None:
    Revision.objects.create(
        item=item.reference,
        version=item.version,
        title=title,
        text=item.text,
        stars=stars,
        masked=item.state == ItemState.MASKED,
        masked_spans=item.masked_spans,
        replaced_at=now,
    )


def _new_version(item: Item, text: str, now: datetime) -> None:
    """Masked sentences may be reworded; those kept as they were, or nearly, stay masked."""
    if item.state == ItemState.MASKED and item.masked_spans:
        item.masked_spans = [list(span) for span in carry(passages(item.text, item.masked_spans), text)]
        if not item.masked_spans:
            item.state, item.state_at = ItemState.PUBLISHED, now
    item.text, item.html, item.edited_at, item.version = text, to_html(text), now, item.version + 1
    item.save()


@transaction.atomic
def item_withdraw(*, persona: Persona, item: AnyItem, now: datetime) -> AnyItem:
    """Take back one's own words. The place stays, with the word "withdrawn"."""
    lock_words({item._meta.model_name or "": [item.reference]})
    item = locked(item)
    check_can_edit(persona, item)
    move(item, ItemState.WITHDRAWN, now)
    if isinstance(item, Post):
        Thread.objects.filter(best_answer_id=item.pk).update(best_answer=None, best_answer_at=None)
    say(item, f"{item._meta.model_name}.withdrawn", persona.reference, now)
    return item
