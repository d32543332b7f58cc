"""The labels of an operator, for the pages of the register below this floor."""

from typing import Any

from django import template
from django.urls import reverse

from apps.base import clock
from apps.labels.selectors.elsewhere import outside_rows
from apps.labels.selectors.labels import label_rows
from apps.spaces.models import Operator

register = template.Library()


@register.inclusion_tag("labels/of_operator.html")
def labels_of(slug: str) -> dict[str, Any]:
    """`{% labels_of operator.slug %}`: those given here, those that other bodies gave, and the way to every verdict."""
    operator, now = Operator.objects.get(slug=slug), clock.now()
    return {
        "name": operator.name,
        "given": label_rows(operator_pk=operator.pk, now=now),
        "outside": outside_rows(operator=operator, now=now),
        "affiliated": operator.affiliated,
        "grid_path": reverse("labels:operator", args=[slug]),
    }


@register.inclusion_tag("labels/outside_list.html")
def labels_from(host: str) -> dict[str, Any]:
    """`{% labels_from host %}`: what one other site gave."""
    return {"rows": outside_rows(host=host, now=clock.now())}
