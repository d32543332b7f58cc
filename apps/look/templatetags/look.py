"""Tags and filters that every template has without loading them.

Who speaks:  {% sign voice %}  {% sign voice size="in" %}  {% sign voice size="lg" %}
States:      {% tag "Kept" icon="i-yes" %}  {% verdict "part" %}  {% ribbon steps %}  {% timeline entries %}
Figures:     {% number 2418 %}  {{ x|decimal:1 }}  {{ x|signed }}  {{ x|percent }}  {% when at hour=True %}
Reasons:     {% reasons terms threshold=1.5 %}
Charts:      {% chart chart %}  {% bar_chart rows sentence %}  {% live_figure label value chart %}
Forms:       {% field form.title %}  {% form_errors form %}  {% idempotency %}
Feeds:       {% feed_link path "title" %}
Ways:        {% url "pages:space" slug %}, as everywhere
Lists:       {% rows "pages/review_line.html" page.reviews %}  {% row "look/foot.html" layout=layout.foot %}
              {% facts pairs %}
              {% pages page %}  {% empty "title" "sentence" url "label" %}  {% crumbs … %}
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Protocol
from uuid import uuid4

from django import template
from django.forms import BaseForm, BoundField
from django.http import QueryDict
from django.template import Context
from django.template.base import Parser, Token
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as compile_url
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import NoReverseMatch
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext as _

from apps.look import charts, forms, moments, numbers, parts, signage
from apps.look.addresses import address as address_of
from apps.look.charts.shapes import Pair, Text

register = template.Library()
PLAIN = (str, SafeString, int)
NOTHING = SafeString("")
IDEMPOTENCY = "idempotency_key"
VERDICTS = {
    "kept": ("", "i-yes", pgettext_lazy("promise", "Kept")),
    "part": ("verdict--part", "i-part", pgettext_lazy("promise", "In part")),
    "not_kept": ("verdict--no", "i-no", pgettext_lazy("promise", "Not kept")),
    "not_applicable": ("verdict--na", "i-na", pgettext_lazy("promise", "Not applicable")),
    "due": ("verdict--part", "i-clock", pgettext_lazy("promise", "Due")),
}


# --- signs and states -------------------------------------------------------------------------------


@register.simple_tag
def icon(symbol: str, label: Text = "", css: str = "") -> SafeString:
    """A symbol of signs.svg; with a label it is read aloud, without one it is decoration."""
    return _icon(symbol, str(label), css)


@lru_cache(maxsize=1024)
def _icon(symbol: str, label: str, css: str) -> SafeString:
    """Hundreds on a page, and few different ones."""
    spoken = format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    classes = format_html(' class="{}"', css) if css else ""
    return format_html('<svg{} {}><use href="{}#{}"/></svg>', classes, spoken, static("signs.svg"), symbol)


@register.simple_tag
def feed_link(path: str, title: Text) -> SafeString:
    """In the head: where a reader of feeds finds the Atom feed of this page."""
    line = '<link rel="alternate" type="application/atom+xml" title="{}" href="{}">'
    return format_html(line, title, path) if path else SafeString("")


@register.inclusion_tag("look/sign.html")
def sign(voice: object, size: str = "") -> dict[str, Any]:
    """Who speaks: shape, icon, name and word."""
    read = signage.read_voice(voice)
    return {"voice": read, "drawn": signage.SIGNS[read.kind], "word": signage.word_of(read), "size": size}


@register.inclusion_tag("look/stars.html")
def stars(value: int, of: int = 5) -> dict[str, Any]:
    """A rating, in stars and in words."""
    return {"full": range(value), "hollow": range(value, of), "value": value, "of": of}


@register.inclusion_tag("look/tag.html", name="tag")
def state_tag(text: Text, icon: str = "", kind: str = "") -> dict[str, Any]:
    """A state in a pill; kind is doubt, alert or plain."""
    return {"text": text, "icon": icon, "kind": kind}


@register.inclusion_tag("look/verdict.html")
def verdict(kind: str, text: Text = "") -> dict[str, Any]:
    """How a promise or a criterion stands: kept, part, not_kept, not_applicable, due."""
    css, symbol, word = VERDICTS[kind]
    return {"css": css, "icon": symbol, "text": text or word}


@register.inclusion_tag("look/ribbon.html")
def ribbon(steps: Iterable[object], label: Text = "") -> dict[str, Any]:
    """Where an item stands and what comes next, in three or four steps."""
    return {"steps": steps, "label": label or _("Where this stands")}


@register.inclusion_tag("look/timeline.html")
def timeline(entries: Iterable[object], hours: bool = True) -> dict[str, Any]:
    """What happened, in order, and what is due."""
    return {"entries": [(entry, _when_of(entry, hours)) for entry in entries]}


@register.inclusion_tag("look/reasons.html")
def reasons(
    terms: Iterable[object], threshold: float | None = None, total: bool = True, beside: Iterable[object] = ()
) -> dict[str, Any]:
    """Additive reasons: sentence, bar, number; their sum, with the threshold marked."""
    return {"reasons": parts.weigh(terms, threshold, beside), "threshold": threshold, "with_total": total}


@register.simple_tag
def row(template: str, **shown: Hashable) -> SafeString:
    """A line of a long list, drawn once per language for the same values: these alone may be in it, and never a form.

    A line that reads otherwise has other values; who asks, and when, changes nothing in it.
    """
    return _row(template, get_language(), tuple(shown.items()))


@lru_cache(maxsize=1000)
def _row(template: str, _language: str | None, shown: tuple[tuple[str, Hashable], ...]) -> SafeString:
    return render_to_string(template, dict(shown))


@register.simple_tag
def rows(template: str, lines: Iterable[Hashable], **beside: Hashable) -> SafeString:
    """Such lines one after the other, each as `line`; of a list that stands as it stood, all at once."""
    return _rows(template, get_language(), tuple(lines), tuple(beside.items()))


@lru_cache(maxsize=100)
def _rows(
    template: str, language: str | None, lines: tuple[Hashable, ...], beside: tuple[tuple[str, Hashable], ...]
) -> SafeString:
    return SafeString("".join(_row(template, language, (("line", line), *beside)) for line in lines))


# --- numbers and dates ------------------------------------------------------------------------------


@register.simple_tag(name="number")
def number_tag(value: numbers.Number) -> str:
    """A number as the reader writes it."""
    return numbers.number(value)


@register.filter
def shorten(text: str, length: int) -> str:
    """The beginning of a text, cut between two words, without a full stop before the ellipsis."""
    words = " ".join(str(text).split())
    if len(words) <= length:
        return words
    return words[:length].rpartition(" ")[0].rstrip(" .,;:!?…\u202f\u00a0") + "…"


@register.filter(name="number")
def number_filter(value: numbers.Number | None) -> str:
    """The same as a filter; nothing stays nothing."""
    return "" if value is None else numbers.number(value)


@register.filter
def decimal(value: numbers.Number | None, digits: int = 1) -> str:
    """With this many digits."""
    return "" if value is None else numbers.decimal(value, digits)


@register.filter
def address(name: str) -> str:
    """`name@host`: a narrow line breaks before the host, not inside it."""
    before, at, host = name.partition("@")
    return format_html("{}<wbr>@{}", before, host) if at else name


@register.filter
def day(value: date | None) -> str:
    """A day inside a sentence, as `{% when %}` writes it."""
    return moments.day(value) if value else ""


@register.filter
def moment(value: datetime | None) -> str:
    """A day and its hour inside a sentence."""
    return moments.moment(value) if value else ""


@register.filter
def signed(value: numbers.Number | None, digits: int = 1) -> str:
    """With plus or minus."""
    return "" if value is None else numbers.signed(value, digits)


@register.filter
def percent(value: numbers.Number | None, digits: int = 0) -> str:
    """A share of one, in percent."""
    return "" if value is None else numbers.percent(value, digits)


@register.filter
def share(value: numbers.Number) -> str:
    """The same beside a sentence of an algorithm, in the digits it uses: one below ten percent, unless it is whole."""
    hundredths = 100 * float(value)
    return numbers.percent(value, 0 if hundredths >= 10 or hundredths == round(hundredths) else 1)


@register.simple_tag
def when(value: date | None, hour: bool = False, short: bool = False) -> SafeString:
    """A <time> in words."""
    if value is None:
        return SafeString("")
    if hour and isinstance(value, datetime):
        said = moments.moment(value, short=short)
    else:
        said = moments.day(value, short=short)
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), said)


# --- charts -----------------------------------------------------------------------------------------


@register.simple_tag(name="chart")
def chart_tag(chart: charts.Chart) -> SafeString:
    """Draw a chart of apps.look.charts and its table."""
    return SafeString(render_to_string(chart.template, {"chart": chart}))


@register.simple_tag
def bar_chart(rows: Sequence[Pair], sentence: Text, head: Text = "", figure: Text = "") -> SafeString:
    """Horizontal bars straight from (label, value) pairs."""
    headers = (head, figure) if head and figure else None
    return chart_tag(charts.bars(rows, sentence=sentence, headers=headers))


@register.simple_tag
def live_figure(
    label: Text,
    value: Text,
    chart: charts.Chart | None = None,
    unit: Text = "",
    caption: Text = "",
    live: str = "",
) -> SafeString:
    """A figure, its curve, its sentence, its values; `live` names it for the script that refreshes it."""
    words = {"label": str(label), "value": str(value), "unit": str(unit), "caption": str(caption)}
    return row("look/live_figure.html", chart=chart, live=live, **words)


# --- forms ------------------------------------------------------------------------------------------


@register.inclusion_tag("look/field.html")
def field(
    bound: BoundField,
    style: str = "list",
    icons: Mapping[str, str] | None = None,
    label: Text | None = None,
    help: Text | None = None,  # noqa: A002  the word a template author expects
    **attrs: str,
) -> dict[str, Any]:
    """Label, help, control and its sentence. Groups come as list, chips or tiles; other arguments go to the control."""
    bound.label = bound.label if label is None else str(label)
    bound.help_text = bound.help_text if help is None else str(help)
    named = {name.replace("_", "-"): value for name, value in attrs.items()}
    return {"part": forms.field_parts(bound, style, icons or {}, named)}


@register.inclusion_tag("look/form_errors.html")
def form_errors(form: BaseForm) -> dict[str, Any]:
    """All that is to be looked at again, each a link to its place."""
    return {"mistakes": forms.mistakes(form) if form.is_bound else []}


@register.simple_tag
def idempotency() -> SafeString:
    """A hidden key of this form alone: sent twice, it is done once. What comes back was not done, its key not kept."""
    return format_html('<input type="hidden" name="{}" value="{}">', IDEMPOTENCY, uuid4())


class AddressNode(URLNode):
    """Of plain words and numbers the address is worked out once; of anything else by Django, each time."""

    def render(self, context: Context) -> str:
        name, values = self.view_name.resolve(context), [value.resolve(context) for value in self.args]
        if self.kwargs or not all(type(value) in PLAIN for value in (name, *values)):
            return str(super().render(context))
        try:
            url = address_of(name, *values)
        except NoReverseMatch:
            if self.asvar is None:
                raise
            url = ""
        if self.asvar:
            context[self.asvar] = url
            return ""
        return conditional_escape(url) if context.autoescape else url


@register.tag("url")
def url(parser: Parser, token: Token) -> AddressNode:
    """Django's own tag; it names no page that another instance of an app would have, for we have none."""
    node = compile_url(parser, token)
    return AddressNode(node.view_name, node.args, node.kwargs, node.asvar)


# --- lists and ways -----------------------------------------------------------------------------------


@register.inclusion_tag("look/facts.html")
def facts(pairs: Iterable[tuple[Text, Any]], kind: str = "") -> dict[str, Any]:
    """Short pairs; kind is sum (a figure on the right) or tight."""
    return {"pairs": pairs, "kind": kind}


class Numbered(Protocol):
    """One page of a list, of Django's paginator or of our own."""

    number: int

    @property
    def paginator(self) -> Any: ...


@register.simple_tag(takes_context=True)
def pages(context: Context, page: Numbered) -> SafeString:
    """Earlier and later pages of a list; filters in the address stay."""
    number, of = page.number, page.paginator.num_pages
    return row("look/pages.html", number=number, of=of, asked=context["request"].GET.urlencode()) if of > 1 else NOTHING


@register.simple_tag
def page_address(asked: str, number: int) -> str:
    """Another page of what was asked for."""
    query = QueryDict(asked, mutable=True)
    query["page"] = str(number)
    return f"?{query.urlencode()}"


@register.inclusion_tag("look/empty.html")
def empty(title: Text, sentence: Text = "", url: str = "", label: Text = "") -> dict[str, Any]:
    """Nothing here yet, and what to do about it."""
    return {"title": title, "sentence": sentence, "url": url, "label": label}


@register.inclusion_tag("look/crumbs.html")
def crumbs(*words: Any) -> dict[str, Any]:
    """The way here: label, address, label, address, and last the label of this page (or nothing)."""
    pairs = [(words[i], words[i + 1]) for i in range(0, len(words) - 1, 2)]
    return {"links": pairs, "here": words[-1] if len(words) % 2 else ""}


@register.inclusion_tag("look/cmd.html")
def cmd(command: str, output: str = "") -> dict[str, Any]:
    """A command to run oneself, and what it should answer."""
    return {"command": command, "output": output}


def _when_of(entry: object, hours: bool) -> SafeString | str:
    words, at = parts.field_of(entry, "when"), parts.field_of(entry, "at")
    if words or at is None:
        return format_html("<time>{}</time>", words) if words else ""
    return when(at, hour=hours)
