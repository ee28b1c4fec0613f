"""A file handed over from the office."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from belvedere.observatory.models import DataSource


class DeliveryForm(forms.Form):
    """A file handed over from the office."""

    source = forms.ModelChoiceField(label=_("source"), queryset=DataSource.everything.none())
    file = forms.FileField(label=_("fichier"), help_text=_("CSV, XLSX, zip ou message SDMX, 50 Mio au plus."))
    delivered_on = forms.DateField(
        label=_("livré le"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    rehearse = forms.BooleanField(label=_("répéter seulement, sans rien écrire"), required=False)
    LARGEST = 50 * 2**20

    def __init__(self, *args: Any, sources: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].queryset = sources

    def clean_file(self) -> Any:
        held = self.cleaned_data["file"]
        if held.size > self.LARGEST:
            raise forms.ValidationError(_("Plus de 50 Mio : livrez ce fichier par la ligne de commande."))
        return held
