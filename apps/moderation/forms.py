"""What one types to report, to decide, to appeal. Sentences of the text are chosen by ticking them."""

from datetime import UTC, date, datetime
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from apps.algorithms.conformal import GROUPS
from apps.base.errors import BadInput
from apps.look.paragraphs import Paragraphs
from apps.moderation import sentences
from apps.moderation.rules import GROUNDS, NEEDS_WORDS, OF_THE_PERSON_NAMED, Ground, RuleCode
from apps.moderation.services.appeals import MAX_TEXT as APPEAL_MAX
from apps.moderation.services.decisions import MAX_WORDS
from apps.moderation.services.dialogue import MAX_TEXT as WORD_MAX
from apps.moderation.services.opinions import MAX_NOTE
from apps.moderation.services.orders import OrderDraft
from apps.moderation.services.reports import MAX_TEXT as REPORT_MAX
from apps.moderation.services.reports import ReportDraft
from apps.moderation.services.ties import MAX_REASON as TIE_MAX
from apps.moderation.states import LONGEST_PAUSE, SHORTEST_PAUSE, EmergencyGround, Outcome, Verdict
from apps.moderation.targets import Target
from apps.scoring.changes import LARGEST, MAX_REASON, SWITCHED
from apps.scoring.learning import limits_of_the_past
from apps.scoring.overlay import overlay
from apps.scoring.states import ChangeKind


def put_back(form: forms.Form, refusal: BadInput) -> None:
    """A refusal of the service goes back into the form that was sent."""
    for name, sentence in refusal.errors.items():
        form.add_error(name if name in form.fields else None, str(sentence))


class ReportForm(forms.Form):
    """Reason, exact place, words: two clicks at least, and nothing about the person who reports."""

    ground = forms.ChoiceField(
        label=_("What is wrong?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the reasons.")},
    )
    passages = forms.TypedMultipleChoiceField(
        label=_("Where exactly?"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("The text has changed meanwhile. Mark the sentences again.")},
    )
    seen_version = forms.IntegerField(required=False)  # of the words that were on the page
    text = Paragraphs(
        rows=4,
        label=_("In your words"),
        required=False,
        max_length=REPORT_MAX,
        help_text=_("What do you know, and how? The author reads the reason, never these words."),
    )

    def __init__(self, *args: Any, target: Target, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.target = target
        ground, passages = self.fields["ground"], self.fields["passages"]
        if isinstance(ground, forms.ChoiceField) and isinstance(passages, forms.ChoiceField):
            ground.choices = [(g.value, g.label) for g in GROUNDS[target.kind] if g not in OF_THE_PERSON_NAMED]
            passages.choices = [(n, target.text[start:end]) for n, (start, end) in target.readable_sentences]

    def clean(self) -> dict[str, Any]:
        """Some reasons need words: a doubt its reasons, a breach of law its law. Nobody reports what they have not
        read: a sentence is ticked by its place, and another may stand there now."""
        data = super().clean() or {}
        if data.get("seen_version") not in {None, self.target.version}:
            typed = cast(QueryDict, self.data).copy()
            typed.pop("passages", None)
            self.data = typed
            self.add_error(
                "passages", _("Its author has changed the words meanwhile. Read them again, then send this.")
            )
        if data.get("ground") in NEEDS_WORDS and not data.get("text") and "text" not in self.errors:
            self.add_error("text", _("Say in a few words why: without reasons nobody can check it."))
        return data

    def draft(self) -> ReportDraft:
        """What the service takes."""
        return ReportDraft(
            ground=Ground(self.cleaned_data["ground"]),
            passages=tuple(sentences.passages(self.target.text, self.cleaned_data["passages"])),
            text=self.cleaned_data["text"],
        )


class ContestForm(forms.Form):
    """What the person named says of a warning: it is wrong, or it must go."""

    ground = forms.TypedChoiceField(
        label=_("What do you ask?"),
        choices=[(ground.value, ground.label) for ground in OF_THE_PERSON_NAMED],
        coerce=Ground,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the two.")},
    )
    text = Paragraphs(
        rows=6,
        label=_("Why"),
        max_length=REPORT_MAX,
        help_text=_("The person who decides reads this, and nobody else."),
        error_messages={"required": _("Say in a few words why: without reasons nobody can check it.")},
    )


class DecisionForm(forms.Form):
    """Rule, sentences, own words and one of the outcome buttons."""

    rule = forms.TypedChoiceField(coerce=int, required=False, choices=RuleCode.choices, empty_value=None)
    spans = forms.TypedMultipleChoiceField(coerce=int, required=False)
    own_words = Paragraphs(rows=1, required=False, max_length=MAX_WORDS)
    seen_version = forms.IntegerField(min_value=1)
    outcome = forms.ChoiceField(choices=Outcome.choices, required=False)
    pause_days = forms.IntegerField(
        required=False,
        min_value=SHORTEST_PAUSE,
        max_value=LONGEST_PAUSE,
        error_messages={name: _("A pause lasts 1 to 90 days.") for name in ("min_value", "max_value", "invalid")},
    )

    def __init__(self, *args: Any, target: Target, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.target = target
        spans, outcome = self.fields["spans"], self.fields["outcome"]
        if isinstance(spans, forms.ChoiceField) and isinstance(outcome, forms.ChoiceField):
            spans.choices = [(n, n) for n in range(len(sentences.split(target.text)))]
            outcome.choices = [(o.value, o.label) for o in target.outcomes]

    @property
    def chosen_spans(self) -> tuple[sentences.Span, ...]:
        """The sentences ticked, as spans of the text."""
        every = sentences.split(self.target.text)
        return tuple(every[n] for n in sorted(self.cleaned_data.get("spans") or []))


class EmergencyForm(DecisionForm):
    """The same, with the ground of an emergency; the outcome is always the mask."""

    ground = forms.ChoiceField(choices=EmergencyGround.choices, error_messages={"required": _("Say what cannot wait.")})


class ClusterForm(forms.Form):
    """Rule, own words and one of the outcome buttons, about several items at once."""

    rule = forms.TypedChoiceField(coerce=int, required=False, choices=RuleCode.choices, empty_value=None)
    own_words = Paragraphs(rows=1, required=False, max_length=MAX_WORDS)
    outcome = forms.ChoiceField(choices=Outcome.choices)


class OpinionForm(forms.Form):
    """What one thinks before anybody says why it is here."""

    verdict = forms.ChoiceField(choices=Verdict.choices, error_messages={"required": _("Choose one of the three.")})
    note = Paragraphs(rows=1, required=False, max_length=MAX_NOTE)


class TrialForm(forms.Form):
    """What to try: a threshold of one group or of all, a reason switched off or on, blocked weights."""

    what = forms.ChoiceField(choices=ChangeKind.choices)
    group = forms.ChoiceField(required=False, choices=[("", ""), *((name, name) for name in GROUPS)])
    limit = forms.FloatField(required=False, min_value=-LARGEST, max_value=LARGEST, localize=True)
    published = forms.BooleanField(required=False)  # back to the published thresholds
    past = forms.BooleanField(required=False)  # those that past reviews give, group by group
    code = forms.ChoiceField(required=False, choices=[(code, code) for code in SWITCHED])
    on = forms.BooleanField(required=False)
    model = forms.CharField(required=False, max_length=12)

    def clean(self) -> dict[str, Any]:
        """Each kind needs its own part."""
        data = super().clean() or {}
        needed = {"thresholds": "limit", "pattern": "code", "release": "model"}.get(str(data.get("what")), "")
        said = data.get(needed) not in {None, ""} or data.get("published") or data.get("past")
        if needed and not said and needed not in self.errors:
            self.add_error(needed, _("Say what to try."))
        return data

    @property
    def kind(self) -> ChangeKind:
        return ChangeKind(self.cleaned_data["what"])

    def parameters(self) -> dict[str, Any]:
        """What the service takes; thresholds of other groups stay as they are."""
        data = self.cleaned_data
        if self.kind == ChangeKind.RELEASE:
            return {"model": data["model"]}
        if self.kind == ChangeKind.PATTERN:
            return {"code": data["code"], "on": data["on"]}
        if data["published"]:
            return {"limits": {}}
        if data["past"]:
            return {"limits": _limits_of_the_past()}
        wanted = [data["group"]] if data["group"] else GROUPS
        return {"limits": {**overlay().limits, **dict.fromkeys(wanted, round(data["limit"], 3))}}


def _limits_of_the_past() -> dict[str, float]:
    limits = limits_of_the_past()
    if not limits:
        raise BadInput({"limit": _("There are too few past reviews to promise anything to any group.")})
    return limits


class ReasonForm(forms.Form):
    """To ask for a change, why; to answer, which of the buttons."""

    act = forms.ChoiceField(choices=[("propose", ""), ("enable", ""), ("refuse", "")])
    reason = Paragraphs(rows=3, required=False, max_length=MAX_REASON)


class AppealForm(forms.Form):
    """Why the decision is wrong."""

    text = Paragraphs(
        rows=5,
        label=_("What is wrong with this decision?"),
        max_length=APPEAL_MAX,
        help_text=_("The person who answers reads this. Nobody else does."),
        error_messages={"required": _("Say in a few words what is wrong with the decision.")},
    )

    def ask_second(self) -> None:
        """Whoever comes after an appeal may as well agree with the decision."""
        self.fields["text"].label = _("What should whoever answers know?")
        self.fields["text"].error_messages["required"] = _("Write a few words.")


class WordForm(forms.Form):
    """What a party and whoever decided say to each other."""

    text = Paragraphs(
        rows=3,
        label=_("Your words"),
        max_length=WORD_MAX,
        help_text=_("Read by you and by whoever decided, nobody else. It is no appeal and changes nothing by itself."),
        error_messages={"required": _("Write a few words.")},
    )
    to = forms.IntegerField(required=False, widget=forms.HiddenInput)


class LiftForm(forms.Form):
    """Why a pause ends early."""

    own_words = Paragraphs(
        rows=2, label=_("Why (public, optional)"), required=False, max_length=MAX_WORDS, help_text=_("Name nobody.")
    )


class OrderForm(forms.Form):
    """What stands in the document of an authority."""

    authority = forms.CharField(label=_("Authority"), max_length=160)
    number = forms.CharField(label=_("Its number"), max_length=80)
    country = forms.CharField(label=_("Country of the authority"), max_length=2, help_text=_("Two letters: FR."))
    law = forms.CharField(label=_("Law"), max_length=200)
    territory = forms.CharField(label=_("Territory for which it holds"), max_length=120)
    court = forms.CharField(label=_("Court before which it can be contested"), max_length=160)
    document_sha256 = forms.CharField(
        label=_("SHA-256 of the document"),
        max_length=64,
        help_text=_("Computed on your side: the document stays with you, the digest proves which one it was."),
    )
    received_on = forms.DateField(label=_("Received on"), widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(
        label=_("Until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Empty where the order sets no end."),
    )

    def draft(self) -> OrderDraft:
        """What the service takes; a day begins at midnight, universal time."""
        said = dict(self.cleaned_data)
        until = said.pop("until")
        return OrderDraft(
            received_at=_midnight(said.pop("received_on")), until=_midnight(until) if until else None, **said
        )


def _midnight(on: date) -> datetime:
    return datetime.combine(on, datetime.min.time(), tzinfo=UTC)


class TieForm(forms.Form):
    """Whose link, with what, and why."""

    office = forms.ChoiceField(label=_("Whose link"))
    with_what = forms.ChoiceField(label=_("With what"))
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=TIE_MAX,
        help_text=_("Public. Needed where it is another person's link. Name nobody by their real name."),
    )

    def __init__(self, *args: Any, offices: list[tuple[str, str]], things: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("office", offices), ("with_what", things)):
            chosen = self.fields[name]
            if isinstance(chosen, forms.ChoiceField):
                chosen.choices = choices
