"""A questionnaire as a page's form, and what the office fills in about surveys."""

from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm

from belvedere.contacts.actions.surveys import WORDS_MOST, Given
from belvedere.contacts.enums import AnswerPath, QuestionKind
from belvedere.contacts.models import Invitation, Survey, Wording
from belvedere.contacts.queries.questions import Question

#: A page is answered within a day; a tablet's waits for the next visitor.
SLOWEST = 24 * 3600
STAMP = "contacts.survey"
MARKS = [
    ("5", _("très satisfait")), ("4", _("satisfait")), ("3", _("ni l’un ni l’autre")), ("2", _("peu satisfait")),
    ("1", _("pas du tout satisfait")),
]  # fmt: skip


class AnswerForm(forms.Form):
    """Nothing is compulsory but one answer. ``wording``: the sentence beside the box of who leaves an address."""

    #: Left empty by people: they do not see it.
    site = forms.CharField(required=False, widget=forms.HiddenInput)
    stamp = forms.CharField(widget=forms.HiddenInput)
    agree = forms.BooleanField(required=False)
    email = forms.EmailField(
        label=_("Adresse électronique"),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def __init__(self, *args: Any, questions: list[Question], wording: Wording | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = questions
        for question in questions:
            self.fields[f"q-{question.key}"] = field_of(question)
        if wording is None:
            del self.fields["agree"], self.fields["email"]
        else:
            self.fields["agree"].label = wording.text
        self.initial["stamp"] = signing.dumps(wording.pk if wording else 0, salt=STAMP)

    def rows(self) -> list[tuple[Question, Any]]:
        return [(question, self[f"q-{question.key}"]) for question in self.questions]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("site") or not self._ours(data.get("stamp", "")):
            raise ValidationError(_("Cette page n’a pas pu être lue\N{NO-BREAK SPACE}: rechargez-la et recommencez."))
        if data.get("email") and not data.get("agree"):
            self.add_error("agree", _("Cochez la case pour que nous gardions votre adresse, ou effacez-la."))
        if data.get("agree") and not data.get("email") and "email" not in self.errors:
            self.add_error("email", _("Écrivez votre adresse, ou décochez la case."))
        return data

    def _ours(self, stamp: str) -> bool:
        try:
            signing.loads(stamp, salt=STAMP, max_age=SLOWEST)
        except signing.BadSignature:
            return False
        return True

    @property
    def given(self) -> list[Given]:
        found: list[Given] = []
        for question in self.questions:
            told = self.cleaned_data.get(f"q-{question.key}")
            if not told:
                continue
            if question.kind in (QuestionKind.NPS, QuestionKind.CSAT):
                found.append(Given(question.key, question.kind, mark=int(told)))
            elif question.kind == QuestionKind.FREE:
                found.append(Given(question.key, question.kind, words=told.strip()))
            else:
                choices = told if isinstance(told, list) else [told]
                found += [Given(question.key, question.kind, choice=choice) for choice in choices]
        return found


def field_of(question: Question) -> forms.Field:
    given: dict[str, Any] = {"label": question.text, "required": False}
    if question.kind == QuestionKind.NPS:
        marks = [(str(mark), str(mark)) for mark in range(11)]
        return forms.ChoiceField(choices=marks, widget=forms.RadioSelect, **given)
    if question.kind == QuestionKind.CSAT:
        return forms.ChoiceField(choices=MARKS, widget=forms.RadioSelect, **given)
    choices = [(one.key, one.label) for one in question.options]
    if question.kind == QuestionKind.ONE:
        return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **given)
    if question.kind == QuestionKind.SEVERAL:
        return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **given)
    return forms.CharField(max_length=WORDS_MOST, widget=forms.Textarea(attrs={"rows": 4}), **given)


# --- Office ---------------------------------------------------------------------------------------------------------


class SurveyForm(WagtailAdminModelForm):
    class Meta:
        model = Survey
        fields = ["destination", "name", "stage", "opens_on", "closes_on", "population", "questions"]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        opens, closes = data.get("opens_on"), data.get("closes_on")
        if opens and closes and closes < opens:
            # Said here in words: the table's own refusal is not for people.
            self.add_error(
                "closes_on", _("L’enquête fermerait avant d’ouvrir\N{NO-BREAK SPACE}: changez une des dates.")
            )
        return data


class InvitationForm(forms.ModelForm):
    path = forms.ChoiceField(
        label=_("Par où"), choices=[pair for pair in AnswerPath.choices if pair[0] != AnswerPath.MAIL]
    )
    count = forms.IntegerField(label=_("Personnes sollicitées"), min_value=1, max_value=1_000_000)

    class Meta:
        model = Invitation
        fields = ["path", "on", "count"]
        widgets = {"on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}

    def _post_clean(self) -> None:
        """The action writes, and says itself what it refuses."""
