import re
from pathlib import Path
from uuid import UUID

from django import forms
from django.test import RequestFactory

from apps.look.paragraphs import Paragraphs
from tests.look.drawing import HOSTILE, draw

CUT_OFF = re.compile(r"<textarea[^>]*maxlength")


class ReportForm(forms.Form):
    title = forms.CharField(label="Title", help_text="In one line.", max_length=20)
    text = forms.CharField(label="Text", widget=forms.Textarea, required=False)
    reason = forms.ChoiceField(label="Reason", widget=forms.RadioSelect, choices=[("a", "Off topic"), ("b", HOSTILE)])
    sure = forms.BooleanField(label="Sure", required=False)
    secret = forms.CharField(widget=forms.HiddenInput, required=False)


def test_label_help_and_error_are_tied_to_the_control(english):
    form = ReportForm({"title": ""})

    drawn = draw("{% field form.title %}", form=form)

    assert '<label class="label" for="id_title">Title</label>' in drawn
    assert 'aria-describedby="id_title_helptext id_title_error"' in drawn
    assert 'aria-invalid="true"' in drawn
    assert 'id="id_title_error"' in drawn
    assert 'class="field"' in drawn


def test_what_was_typed_comes_back_and_stays_words(english):
    drawn = draw("{% field form.text %}", form=ReportForm({"text": HOSTILE}))

    assert "alert(1)" in drawn
    assert "<script" not in drawn


def test_an_optional_field_says_so(french):
    assert "(facultatif)" in draw("{% field form.text %}", form=ReportForm())
    assert "(facultatif)" not in draw("{% field form.title %}", form=ReportForm())


def test_a_group_is_a_fieldset_with_its_legend(english):
    drawn = draw("{% field form.reason style='tiles' icons=icons %}", form=ReportForm(), icons={"a": "i-eye"})

    assert '<fieldset class="group" id="id_reason"' in drawn
    assert "<legend" in drawn
    assert drawn.count('class="tile"') == 2
    assert "#i-eye" in drawn
    assert "checked" not in drawn
    assert "<script" not in drawn


def test_errors_of_a_group_describe_the_group(english):
    drawn = draw("{% field form.reason %}", form=ReportForm({}))

    assert 'aria-describedby="id_reason_error"' in drawn


def test_a_hidden_field_is_only_its_control():
    drawn = draw("{% field form.secret %}", form=ReportForm()).strip()

    assert drawn.startswith('<input type="hidden"')
    assert "label" not in drawn


def test_the_summary_leads_to_each_place(french):
    drawn = draw("{% form_errors form %}", form=ReportForm({"title": "x" * 30}))

    assert "2 points à revoir" in drawn
    assert 'href="#id_title"' in drawn
    assert 'href="#id_reason"' in drawn
    assert "Title\u202f: " in drawn


def test_a_form_not_sent_has_no_summary():
    assert draw("{% form_errors form %}", form=ReportForm()).strip() == ""


def test_words_of_the_template_replace_those_of_the_form(english):
    drawn = draw("{% field form.title label='Headline' help='' autocomplete='off' %}", form=ReportForm())

    assert "Headline" in drawn
    assert "In one line" not in drawn
    assert 'autocomplete="off"' in drawn


def test_each_form_carries_a_fresh_key():
    first, second = (_key(draw("{% idempotency %}", RequestFactory().get("/"))) for _ in range(2))

    assert UUID(first) != UUID(second)


def test_each_form_of_a_page_that_comes_back_carries_a_key_of_its_own_and_never_one_that_was_typed():
    drawn = draw("{% idempotency %}{% idempotency %}", RequestFactory().post("/", {"idempotency_key": HOSTILE}))

    first, second = re.findall(r'name="idempotency_key" value="([^"]*)"', drawn)
    assert UUID(first) != UUID(second)


def _key(drawn: str) -> str:
    return re.search(r'name="idempotency_key" value="([^"]*)"', drawn)[1]


class LetterForm(forms.Form):
    text = Paragraphs(max_length=20)


def test_no_browser_is_told_to_cut_off_what_is_pasted():
    by_hand = [str(page) for page in Path("templates").rglob("*.html") if CUT_OFF.search(page.read_text())]

    assert "maxlength" not in draw("{% field form.text %}", form=LetterForm())
    assert by_hand == []


def test_what_is_too_long_comes_back_whole_with_its_figures(english):
    form = LetterForm({"text": "a" * 21})

    assert form.errors["text"] == ["21 characters; at most 20. Nothing is lost: shorten it."]
    assert "a" * 21 in draw("{% field form.text %}", form=form)


def test_a_line_end_counts_once_as_whoever_types_counts():
    form = LetterForm({"text": "a" * 10 + "\r\n" + "b" * 9})

    assert form.is_valid()
    assert form.cleaned_data["text"] == "a" * 10 + "\n" + "b" * 9


class AskForm(forms.Form):
    why = forms.CharField(label="Pourquoi\u202f?", error_messages={"required": "Dites-le."})


def test_a_label_that_asks_has_no_colon_in_the_summary(french):
    drawn = draw("{% form_errors form %}", form=AskForm({}))

    assert "Pourquoi\u202f? Dites-le." in drawn


def test_what_is_missing_is_said_in_our_voice(french):
    assert ReportForm({}).errors["title"] == ["Il n’y a encore rien ici."]
