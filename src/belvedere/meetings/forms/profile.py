"""What one brings or looks for: a few taps, and a town by its name."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import MONTHS_3
from django.utils.translation import gettext_lazy as _

from belvedere.meetings.enums import Side
from belvedere.meetings.models import Participant
from belvedere.meetings.queries import profiles

OFFERS, SEEKS = "offers", "seeks"


def parts_for(side: str, *, same_side: bool = False) -> tuple[str, ...]:
    """Which profiles a side fills: a seller what he brings, a buyer what she looks for, both where sides mix."""
    first, second = (OFFERS, SEEKS) if side == Side.SELLER else (SEEKS, OFFERS)
    return (first, second) if same_side else (first,)


class ProfileForm(forms.Form):
    """``part`` is OFFERS or SEEKS; the prefix keeps both on one page."""

    kinds = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    capacity = forms.IntegerField(required=False, min_value=1, max_value=20000)
    months = forms.TypedMultipleChoiceField(
        required=False, coerce=int, choices=list(MONTHS_3.items()), widget=forms.CheckboxSelectMultiple
    )
    labels = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    town = forms.CharField(required=False, max_length=120)
    km = forms.FloatField(required=False, min_value=1, max_value=500, label=_("À combien de kilomètres au plus"))

    LABELS = {
        OFFERS: {
            "kinds": _("Ce que vous proposez"),
            "capacity": _("Personnes accueillies à la fois"),
            "months": _("Mois d’ouverture"),
            "labels": _("Vos labels"),
            "town": _("Votre commune"),
        },
        SEEKS: {
            "kinds": _("Ce que vous cherchez"),
            "capacity": _("Personnes à accueillir, au moins"),
            "months": _("Mois où vous venez"),
            "labels": _("Labels voulus"),
            "town": _("Autour de quelle commune"),
        },
    }

    def __init__(self, *args: Any, part: str, vocabulary: profiles.Vocabulary, **kwargs: Any) -> None:
        super().__init__(*args, prefix=part, **kwargs)
        self.part = part
        for name, label in self.LABELS[part].items():
            self.fields[name].label = label
        self.fields["kinds"].choices = list(vocabulary.kinds.items())
        self.fields["labels"].choices = list(vocabulary.labels.items())
        if part == OFFERS:
            del self.fields["km"]
        if not vocabulary.labels:
            del self.fields["labels"]

    def clean_town(self) -> str:
        name = str(self.cleaned_data["town"]).strip()
        self.place = profiles.town(name)
        if name and not self.place:
            raise ValidationError(_("Aucune commune de ce nom\N{NO-BREAK SPACE}: vérifiez son orthographe."))
        return name

    @property
    def profile(self) -> dict[str, Any]:
        """What is said, as ``Participant`` keeps it."""
        told = {key: self.cleaned_data.get(key) for key in ("kinds", "capacity", "months", "labels", "km")}
        return {key: value for key, value in (told | self.place).items() if value}


def profile_forms(
    participant: Participant, vocabulary: profiles.Vocabulary, data: Any = None
) -> dict[str, ProfileForm]:
    """The forms of a participant, filled with what is known."""
    parts = parts_for(participant.side, same_side=participant.edition.same_side)
    return {
        part: ProfileForm(data, part=part, vocabulary=vocabulary, initial=getattr(participant, part)) for part in parts
    }
