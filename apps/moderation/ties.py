"""Declared links of a trust manager: with another, an operator, a space, or a person. Public, under mandate names."""

from django.db import models
from django.db.models import F, Q

from apps.base.models import Referenced
from apps.people.models import Persona
from apps.spaces.models import Mandate, Operator, Space


class TieQuerySet(models.QuerySet["Tie"]):
    """Links by whether they hold."""

    def standing(self) -> "TieQuerySet":
        """Not ended."""
        return self.filter(ended_at=None)


class Tie(Referenced):
    """One declared link. Whoever has it does not decide; it is said by the person, or by another with a reason."""

    mandate = models.ForeignKey(Mandate, on_delete=models.CASCADE, related_name="ties")
    colleague = models.ForeignKey(Mandate, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    operator = models.ForeignKey(Operator, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    space = models.ForeignKey(Space, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    persona = models.ForeignKey(Persona, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    declared_by = models.ForeignKey(Mandate, on_delete=models.SET_NULL, null=True, related_name="+")
    reason = models.CharField(max_length=300, blank=True)
    declared_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = TieQuerySet.as_manager()

    class Meta:
        ordering = ["-declared_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(colleague__isnull=False, operator=None, space=None, persona=None)
                | Q(colleague=None, operator__isnull=False, space=None, persona=None)
                | Q(colleague=None, operator=None, space__isnull=False, persona=None)
                | Q(colleague=None, operator=None, space=None, persona__isnull=False),
                name="tie_with_one",
            ),
            models.CheckConstraint(
                condition=Q(colleague=None) | ~Q(colleague=F("mandate")), name="tie_with_somebody_else"
            ),
            models.CheckConstraint(
                condition=Q(declared_by=F("mandate")) | Q(declared_by=None) | ~Q(reason=""),
                name="tie_said_by_another_has_a_reason",
            ),
            models.UniqueConstraint(
                fields=["mandate", "colleague", "operator", "space", "persona"],
                condition=Q(ended_at=None),
                nulls_distinct=False,
                name="tie_once",
            ),
        ]
