"""What others would see of a review that is being written. Half of it may be missing; nothing is kept."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.safestring import SafeString, mark_safe

from apps.base.models import clean_text
from apps.look.signage import Voice
from apps.posts.forms import SpeakingForm
from apps.posts.markdown import to_html
from apps.posts.models import DeclaredLink


@dataclass(frozen=True, slots=True)
class Preview:
    """As the page of the review would say it."""

    voice: Voice | None
    subject: str
    title: str
    stars: int | None
    html: SafeString
    experience_on: date | None
    link: str


def preview_of(form: SpeakingForm, speaker: dict[str, Any] | None) -> Preview:
    """From what is typed so far; a field that is wrong shows nothing."""
    stars, link = _cleaned(form, "stars"), _cleaned(form, "link")
    return Preview(
        voice=speaker["voice"] if speaker else None,
        subject=str(_cleaned(form, "subject") or ""),
        title=str(_cleaned(form, "title") or ""),
        stars=stars if isinstance(stars, int) else None,
        html=mark_safe(to_html(clean_text(str(_cleaned(form, "text") or "")))),  # noqa: S308 - sanitised
        experience_on=_cleaned(form, "experience_on"),
        link=str(DeclaredLink(link).label) if link in DeclaredLink.values else "",
    )


def _cleaned(form: SpeakingForm, name: str) -> Any:
    """One field by itself: the others may not be there yet."""
    if name not in form.fields:
        return None
    try:
        return form.fields[name].clean(form.data.get(name))
    except forms.ValidationError:
        return None
