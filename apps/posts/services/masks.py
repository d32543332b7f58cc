"""Words masked and made whole again. Only moderation calls this, after a person's decision."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from apps.base.errors import NotNow
from apps.posts.masking import tidy
from apps.posts.models import Item, Post, Review, Revision
from apps.posts.services.items import MOVED, move, say
from apps.posts.states import ItemState


def _hold(item: Item) -> None:
    """As it is now, until this is over. Edited or withdrawn at this very moment, it is not what was decided about:
    whoever calls comes back, and reads it again."""
    version = item.version
    rows = type(item)._default_manager.select_for_update(of=("self",))
    item.refresh_from_db(fields=[*MOVED, "version"], from_queryset=rows)
    if item.version != version:
        raise NotNow(_("Its author changed the words at this very moment. Look again."))


@transaction.atomic
def item_mask(*, item: Post | Review, case: str, spans: list[tuple[int, int]], now: datetime) -> None:
    """Mask all of an item, or the marked sentences. Only moderation calls this, after a person's decision."""
    _hold(item)
    item.case, item.masked_spans = case, [list(span) for span in tidy(spans, len(item.text))]
    move(item, ItemState.MASKED, now)
    say(item, "item.masked", "", now)


@transaction.atomic
def item_restore(*, item: Post | Review, now: datetime) -> None:
    """Make an item whole again. Only moderation calls this."""
    _hold(item)
    item.case, item.masked_spans = "", []
    move(item, ItemState.PUBLISHED, now)
    Revision.objects.filter(item=item.reference).update(masked=False, masked_spans=[])
    say(item, "item.restored", "", now)
