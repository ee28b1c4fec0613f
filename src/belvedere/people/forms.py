"""What people send: profile, password, the sheet of an organisation, and the office's own forms."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from belvedere.territories.models import Commune

from . import access
from .actions.organisations import SHEET
from .models import Membership, Organisation, Role


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
        help_text=_("12 caractères au moins : une phrase se retient mieux qu’un mot compliqué."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


def website_field() -> forms.URLField:
    return forms.URLField(label=_("Site"), required=False, assume_scheme="https")


class SheetForm(forms.ModelForm):
    website = website_field()

    class Meta:
        model = Organisation
        fields = SHEET


class OrganisationForm(WagtailAdminModelForm):
    website = website_field()
    commune_code = forms.CharField(
        label=_("Commune (code INSEE)"), required=False, max_length=5, help_text=_("Par exemple 15174 pour Salers.")
    )

    class Meta:
        model = Organisation
        fields = ("kind", "name", "destination", "siret", "email", "phone", "website")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["commune_code"] = self.instance.commune_id or ""

    def clean_commune_code(self) -> str:
        code = self.cleaned_data["commune_code"].strip().upper()
        if code and not Commune.objects.filter(pk=code).exists():
            raise forms.ValidationError(_("Aucune commune ne porte ce code."))
        self.instance.commune_id = code or None
        return code


class PersonForm(WagtailAdminModelForm):
    """Somebody to invite, known or not."""

    email = forms.EmailField(label=_("Adresse électronique"))
    first_name = forms.CharField(label=_("Prénom"), max_length=80, required=False)
    last_name = forms.CharField(label=_("Nom"), max_length=80, required=False)

    def person(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("email", "first_name", "last_name")}


class MemberForm(PersonForm):
    class Meta:
        model = Membership
        fields = ("organisation",)


class RoleForm(PersonForm):
    class Meta:
        model = Role
        fields = ("destination", "kind")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["destination"].queryset = access.managed_by(self.for_user)
