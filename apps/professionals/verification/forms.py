"""What one types to be verified, to decide, to contest."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.notices.mailing import sends_mail
from apps.posts import selectors as posts
from apps.posts.forms import Line, SpeakingForm, Words
from apps.posts.models import Subject
from apps.professionals.forms import TAKEN
from apps.professionals.verification.asking import AskDraft
from apps.professionals.verification.deciding import DecisionDraft
from apps.professionals.verification.proofs import Paper
from apps.professionals.verification.ways import Ground, Way
from apps.spaces.models import Space

PAPER_HELP = _(
    "An image (PNG, JPEG), a PDF or a plain text, 5 MB at most. Closed under a key, destroyed thirty days after the "
    "decision, or after ninety days without one. Cover what does not matter: a birth date, an account number."
)


def paper_of(form: forms.Form, words: str = "") -> Paper:
    """What was sent, or nothing."""
    sent = form.cleaned_data.get("file")
    if sent is None:
        return Paper(words)
    sent.seek(0)
    return Paper(words, sent.read(), sent.name or "", sent.size or 0)


class PaperField(forms.FileField):
    """A document."""

    def __init__(self, **more: Any) -> None:
        look = forms.FileInput(attrs={"accept": TAKEN})
        super().__init__(required=False, allow_empty_file=True, widget=look, help_text=PAPER_HELP, **more)


class AskForm(SpeakingForm):
    """Who, for which house, shown how."""

    real_name = Line(
        label=_("Your name"),
        max_length=120,
        help_text=_("First name and surname. Everybody reads it: that is what face uncovered means."),
        error_messages={"required": _("Your name as it stands on your papers.")},
    )
    job_fr = Line(label=_("Your trade there, in French"), max_length=120, required=False)
    job_en = Line(label=_("Your trade there, in English"), max_length=120, required=False)
    house = Line(
        label=_("The house or firm"),
        max_length=120,
        error_messages={"required": _("The name of the house or firm.")},
    )
    city = Line(
        label=_("Its city"),
        max_length=80,
        help_text=_("With the house, it tells namesakes apart."),
        error_messages={"required": _("The city of the house.")},
    )
    subjects = Words(
        label=_("What people review, and you speak for"),
        rows=2,
        help_text=_("As its page here is named. One a line, ten at most."),
        error_messages={"required": _("Name what people review here and you speak for, as its page names it.")},
    )
    way = forms.ChoiceField(
        label=_("How will you show it?"),
        choices=Way.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose one of the three ways."),
            "invalid_choice": _("Choose one of the three."),
        },
    )
    site = Line(
        label=_("The house’s own site"),
        max_length=253,
        required=False,
        help_text=_("For a code, by e-mail or on a page. It will stand beside your name: garage.example"),
    )
    mailbox = Line(
        label=_("An address of the house"),
        max_length=254,
        required=False,
        help_text=_("For a code by e-mail. It ends in the site above; it is forgotten once a person has decided."),
    )
    page = Line(
        label=_("A page of the house’s site"),
        max_length=500,
        required=False,
        help_text=_("For a code on a page: where we shall look for it. It begins with https://"),
    )
    file = PaperField(label=_("A document"))

    def __init__(self, *args: Any, spaces: Any = None, **more: Any) -> None:
        super().__init__(*args, **more)
        self.spaces = Space.objects.none() if spaces is None else spaces

    def clean_way(self) -> str:
        """A site that can send nothing says so before anybody waits for a code."""
        way = str(self.cleaned_data["way"])
        if way == Way.MAIL and not sends_mail():
            raise forms.ValidationError(gettext("This site sends no e-mail at the moment. Choose another way."))
        return way

    def clean_subjects(self) -> list[Subject]:
        """Each line is one thing that has a page here."""
        lines = [line.strip() for line in str(self.cleaned_data["subjects"]).splitlines() if line.strip()]
        found = {line: posts.subjects_named(line, self.spaces) for line in lines[:20]}
        for line, subjects in found.items():
            if not subjects:
                raise forms.ValidationError(
                    gettext("Nothing reviewed here is named “%(name)s”. Write it as the title of its page does.")
                    % {"name": line}
                )
            if len(subjects) > 1:
                several = gettext("Several are named “%(name)s”: add the place after a comma, as its page does.")
                raise forms.ValidationError(several % {"name": line})
        return list({subject.pk: subject for subjects in found.values() for subject in subjects}.values())

    def draft(self) -> AskDraft:
        """What the service takes."""
        plain = {name: self.cleaned_data[name] for name in ("real_name", "house", "city", "job_fr", "job_en", "way")}
        where = {name: self.cleaned_data[name] for name in ("site", "mailbox", "page")}
        return AskDraft(**plain, **where, subjects=self.cleaned_data["subjects"], paper=paper_of(self))


class CodeForm(SpeakingForm):
    """What the e-mail said."""

    code = Line(
        label=_("The code in the e-mail"),
        max_length=40,
        error_messages={"required": _("Type the twelve letters and numbers of the e-mail.")},
    )


class ContestForm(SpeakingForm):
    """Why it is wrong. It stands beside another form with a file: its fields have names of their own in the page."""

    words = Words(
        label=_("Why is this wrong?"),
        rows=5,
        help_text=_("Read by whoever decides again, somebody else, and by nobody besides."),
        error_messages={"required": _("Say in a few sentences why this is wrong: at most 2,000 characters.")},
    )
    file = PaperField(label=_("A document, if it helps"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "contest_%s"} | kwargs)


class DecideForm(SpeakingForm):
    """Yes, or no with reasons."""

    answer = forms.ChoiceField(
        label=_("What do you decide?"),
        choices=(("yes", _("Verified")), ("no", _("Refused"))),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the two.")},
    )
    ground = forms.ChoiceField(label=_("If refused, why?"), choices=(("", "—"), *Ground.choices), required=False)
    reasons = Words(
        label=_("Reasons"),
        rows=4,
        required=False,
        help_text=_(
            "What you looked at, what is missing, what would change it. Whoever asked reads them, nobody else."
        ),
    )

    def draft(self) -> DecisionDraft:
        """What the service takes."""
        typed = self.cleaned_data
        return DecisionDraft(typed["answer"] == "yes", typed["ground"], typed["reasons"])


class RevokeForm(DecideForm):
    """End it, with reasons."""

    answer = None  # type: ignore[assignment]  # how Django leaves out an inherited field
    ground = forms.ChoiceField(label=_("Why does it end?"), choices=Ground.choices)

    def draft(self) -> DecisionDraft:
        """What the service takes."""
        return DecisionDraft(False, self.cleaned_data["ground"], self.cleaned_data["reasons"])
