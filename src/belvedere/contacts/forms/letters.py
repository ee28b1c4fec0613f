"""What the office fills in to write, to send and to lead along."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm

from belvedere.contacts.enums import ActKind
from belvedere.contacts.models import Journey, Letter, Mailing, SendingRules

#: Acts of the person that a journey may stop for.
STOPS = (ActKind.BOOKED, ActKind.BOUGHT, ActKind.STAYED, ActKind.ANSWERED, ActKind.DESK, ActKind.WROTE)


class LetterForm(WagtailAdminModelForm):
    class Meta:
        model = Letter
        fields = ["destination", "name", "purpose", "channel", "versions"]


class RulesForm(WagtailAdminModelForm):
    class Meta:
        model = SendingRules
        fields = [
            "destination", "sender", "reply_to", "postal_address", "zone", "quiet_from", "quiet_until", "week_cap",
            "month_cap",
        ]  # fmt: skip
        widgets = {name: forms.TimeInput(attrs={"type": "time"}) for name in ("quiet_from", "quiet_until")}


class MailingForm(forms.ModelForm):
    class Meta:
        model = Mailing
        fields = ["name", "letter", "segment"]
        help_texts = {"segment": _("Vide\N{NO-BREAK SPACE}: tout le fichier qui y consent.")}


class JourneyForm(WagtailAdminModelForm):
    stop_on = forms.MultipleChoiceField(
        label=_("S’arrête si la personne"),
        choices=[(kind.value, kind.label) for kind in STOPS],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Journey
        fields = [
            "destination", "name", "stage", "trigger", "act_kind", "given", "segment", "days", "stop_on", "again_after",
            "steps",
        ]  # fmt: skip

    def clean_stop_on(self) -> list[Any]:
        return list(self.cleaned_data["stop_on"])
