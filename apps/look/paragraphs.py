"""Words of several lines: what is pasted arrives whole, or comes back whole with a sentence."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.base.models import validate_text


class Paragraphs(forms.CharField):
    """A text field whose limit is said, never carried out: a browser told of it cuts off, without a word, what is
    pasted beyond. A line end counts once, as the person who typed it counts."""

    default_validators = [validate_text]
    default_error_messages = {
        "max_length": _("%(show_value)d characters; at most %(limit_value)d. Nothing is lost: shorten it.")
    }

    def __init__(self, *, rows: int = 3, **options: Any) -> None:
        if rows:
            options.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(**options)

    def to_python(self, value: Any) -> Any:
        """As it is stored: a browser sends two characters for each line end."""
        typed = super().to_python(value)
        return typed.replace("\r\n", "\n") if isinstance(typed, str) else typed

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """All but the length; a field of one line keeps it, its end is in view."""
        attrs = super().widget_attrs(widget)
        if isinstance(widget, forms.Textarea):
            attrs.pop("maxlength", None)
        return attrs
