"""What visitors type on the public site."""

from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from belvedere.contacts.models import Wording

#: Seconds: a person takes longer to fill a form in than a machine, and does not take a day.
QUICKEST, SLOWEST = 2, 24 * 3600
STAMP = "contacts.form"


class SignUpForm(forms.Form):
    """``wordings`` are those shown: their numbers travel in the signed stamp, so that what is written down is what was
    read, even when the office changes its words in between."""

    email = forms.EmailField(
        label=_("Adresse électronique"), widget=forms.EmailInput(attrs={"autocomplete": "email"}), max_length=254
    )
    first_name = forms.CharField(
        label=_("Prénom"), required=False, max_length=80, widget=forms.TextInput(attrs={"autocomplete": "given-name"})
    )
    postcode = forms.CharField(
        label=_("Code postal"),
        required=False,
        max_length=10,
        widget=forms.TextInput(attrs={"autocomplete": "postal-code"}),
    )
    arrives_on = forms.DateField(
        label=_("Un séjour chez nous bientôt\N{NO-BREAK SPACE}? À partir du"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    stamp = forms.CharField(widget=forms.HiddenInput)
    #: Left empty by people: they do not see it.
    site = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, wordings: list[Wording], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.wordings = {str(wording.pk): wording for wording in wordings}
        self.initial["stamp"] = signing.dumps(list(self.wordings), salt=STAMP)
        for number, wording in self.wordings.items():
            self.fields[f"agree-{number}"] = forms.BooleanField(label=wording.text, required=False)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("site") or not self._human(data.get("stamp", "")):
            raise ValidationError(
                _("Cette demande n’a pas pu être lue\N{NO-BREAK SPACE}: rechargez la page et recommencez.")
            )
        if not self.agreed:
            raise ValidationError(_("Cochez ce que vous souhaitez recevoir."))
        return data

    @property
    def agreed(self) -> list[Wording]:
        return [one for number, one in self.wordings.items() if self.cleaned_data.get(f"agree-{number}")]

    def _human(self, stamp: str) -> bool:
        """Whether the form was drawn by us, not this very second nor yesterday, with these wordings."""
        try:
            shown = signing.loads(stamp, salt=STAMP, max_age=SLOWEST)
        except signing.BadSignature:
            return False
        try:
            signing.loads(stamp, salt=STAMP, max_age=QUICKEST)
        except signing.SignatureExpired:
            return bool(set(shown) >= set(self.wordings))
        return False


class NumberForm(forms.Form):
    """Asked of whoever opens the link in another browser than the one where the form was filled in."""

    number = forms.CharField(
        label=_("Le nombre de trois chiffres montré à l’inscription"),
        min_length=3,
        max_length=3,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "pattern": "[0-9]{3}"}),
    )


class AddressForm(forms.Form):
    email = forms.EmailField(
        label=_("Adresse électronique"), widget=forms.EmailInput(attrs={"autocomplete": "email"}), max_length=254
    )
    #: Left empty by people: they do not see it.
    site = forms.CharField(required=False, widget=forms.HiddenInput)
