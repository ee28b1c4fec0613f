"""After the day: a note, a deal, an opinion, a line of cost. Amounts are typed in euros and kept in cents."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from belvedere.meetings.enums import DealKind

LARGEST = Decimal(10**9)
STARS = [("", "–"), *((str(n), str(n)) for n in range(1, 6))]
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def cents(euros: Decimal | None) -> int | None:
    return None if euros is None else int(euros * 100)


class Euros(forms.DecimalField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=0, max_value=LARGEST, decimal_places=2, localize=True, **kwargs)

    def to_python(self, value: Any) -> Any:
        """« 1 250,50 », with whatever space between the thousands."""
        return super().to_python("".join(value.split()) if isinstance(value, str) else value)


class NoteForm(forms.Form):
    rating = forms.TypedChoiceField(choices=STARS, coerce=int, empty_value=None, required=False)
    text = forms.CharField(max_length=4000, required=False)
    follow_up_on = forms.DateField(required=False)


class DealForm(forms.Form):
    kind = forms.ChoiceField(label=_("Sorte d’accord"), choices=DealKind)
    amount = Euros(label=_("Montant"), required=False)
    signed_on = forms.DateField(label=_("Signé le"))

    def clean_amount(self) -> int | None:
        return cents(self.cleaned_data["amount"])


class SurveyForm(forms.Form):
    overall = forms.TypedChoiceField(label=_("La journée dans son ensemble"), choices=STARS, coerce=int)
    right_people = forms.TypedChoiceField(label=_("Les personnes rencontrées"), choices=STARS, coerce=int)
    running = forms.TypedChoiceField(label=_("L’organisation"), choices=STARS, coerce=int)
    again = forms.TypedChoiceField(
        label=_("Reviendriez-vous\N{NO-BREAK SPACE}?"),
        choices=[("", "–"), ("1", _("oui")), ("0", _("non"))],
        coerce=lambda value: value == "1",
    )
    words = forms.CharField(
        label=_("En quelques mots"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Lu par l’office sans votre nom."),
    )  # fmt: skip


class CostForm(forms.Form):
    label = forms.CharField(label=_("Dépense"), max_length=120)
    amount = Euros(label=_("Montant en euros"))

    def clean_amount(self) -> int | None:
        return cents(self.cleaned_data["amount"])
