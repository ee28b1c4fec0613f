"""What people send: profile, password, the sheet of an organisation, and the office's own forms."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .actions.organisations import SHEET
from .models import Organisation


class ProfileForm(forms.Form):
    first_name = forms.CharField(
        label=_("Prénom"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "given-name"})
    )
    last_name = forms.CharField(
        label=_("Nom"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "family-name"})
    )


class PasswordForm(forms.Form):
    password = forms.CharField(
        label=_("Mot de passe"),
        strip=False,
        help_text=_("12 caractères au moins : une phrase se retient mieux qu’un mot compliqué."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


class SheetForm(forms.ModelForm):
    class Meta:
        model = Organisation
        fields = SHEET
