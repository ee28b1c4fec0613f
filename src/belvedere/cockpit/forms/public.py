"""The public form: an address, nothing else."""

from django import forms
from django.utils.translation import gettext_lazy as _


class SubscribeForm(forms.Form):
    email = forms.EmailField(
        label=_("Votre adresse électronique"), max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("Elle ne sert qu’à cette note\N{NO-BREAK SPACE}; un clic l’efface."),
    )  # fmt: skip
    #: Nobody sees it: what fills it in is a machine.
    website = forms.CharField(required=False, widget=forms.HiddenInput)
