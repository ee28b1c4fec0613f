"""A complaint, and the hours that a counter was open."""

from django import forms
from django.utils.translation import gettext_lazy as _

from belvedere.desk.enums import Channel, Topic


class ComplaintForm(forms.Form):
    topic = forms.ChoiceField(label=_("Sujet"), choices=Topic.choices)
    channel = forms.ChoiceField(label=_("Venue par"), choices=Channel.choices)
    about = forms.CharField(label=_("À propos de"), max_length=160, required=False)
    text = forms.CharField(label=_("Ce qui est dit"), max_length=5000, widget=forms.Textarea(attrs={"rows": 4}))
    author = forms.CharField(
        label=_("À qui répondre"), max_length=160, required=False, help_text=_("Effacé dès que la réponse est partie.")
    )


class OpeningForm(forms.Form):
    day = forms.DateField(label=_("Jour"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    hours = forms.DecimalField(
        label=_("Heures d’ouverture"), min_value=0, max_value=24, decimal_places=2, localize=True
    )

    @property
    def minutes(self) -> int:
        return round(self.cleaned_data["hours"] * 60)
