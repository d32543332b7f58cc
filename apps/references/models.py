"""A letter in which a space says what it can vouch for, at a member's request. Facts in words; no figure as a grade."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language

from apps.base.models import Referenced, check_transition
from apps.people.models import Persona
from apps.posts.models import LANGUAGES
from apps.references.states import RUNNING, TRANSITIONS, LetterState
from apps.spaces.models import Mandate, Space

ADDED = 600  # characters: two sentences


class Letter(Referenced):
    """One letter, from the asking to the end."""

    persona = models.ForeignKey(Persona, on_delete=models.CASCADE, related_name="+")
    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="+")  # who writes
    to_space = models.ForeignKey(Space, on_delete=models.CASCADE, null=True, related_name="+")
    to_address = models.CharField(max_length=1000, blank=True)  # the name of a space of another site
    to_name = models.CharField(max_length=200, blank=True)  # as that site calls it
    parts = models.JSONField(default=list)  # what the member ticked
    state = models.CharField(max_length=16, choices=LetterState.choices, default=LetterState.ASKED)
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()  # when the state ends by itself
    said = models.JSONField(default=dict)  # per language, per part, the sentences
    added = models.CharField(max_length=ADDED, blank=True)
    added_language = models.CharField(max_length=2, choices=LANGUAGES, blank=True)
    added_by = models.ForeignKey(Mandate, on_delete=models.SET_NULL, null=True, related_name="+")
    document = models.JSONField(default=dict)  # what was signed and sent; empty before
    sent_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(to_space__isnull=False, to_address="") | Q(to_space__isnull=True) & ~Q(to_address=""),
                name="letter_to_one_space",
            ),
            models.CheckConstraint(
                condition=Q(to_space__isnull=True) | ~Q(to_space=F("space")), name="letter_to_another_space"
            ),
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_at__isnull=False) & ~Q(document={}), name="letter_sent_is_signed"
            ),
            models.UniqueConstraint(
                fields=["persona", "space", "to_space", "to_address"],
                condition=Q(state__in=sorted(RUNNING)),
                nulls_distinct=False,
                name="letter_one_running",
            ),
        ]
        indexes = [models.Index(fields=["due_at"], condition=Q(state__in=sorted(RUNNING)), name="letter_running")]

    def move_to(self, state: LetterState) -> None:
        """Take one step of the published table, or refuse; the caller saves."""
        check_transition(TRANSITIONS, LetterState(self.state), state)
        self.state = state

    @property
    def recipient(self) -> str:
        """What the space it goes to is called."""
        return self.to_space.name if self.to_space else self.to_name or self.to_address

    def sentences(self) -> dict[str, list[str]]:
        """Part by part, in the reader's language."""
        language = (get_language() or "fr")[:2]
        return dict(self.said.get(language) or self.said.get("en") or {})
