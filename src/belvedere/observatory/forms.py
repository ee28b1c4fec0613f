"""Forms of the office."""

import json
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .models import DataSource, Mapping, Series


class SeriesForm(forms.ModelForm):
    class Meta:
        model = Series
        fields = (
            "name", "measure", "unit", "audience", "market", "lodging", "territory", "total", "method", "secrecy",
            "is_public",
        )  # fmt: skip
        widgets = {"method": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, for_user: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "total" in self.fields and self.instance.pk:
            brothers = Series.objects.filter(source=self.instance.source_id, frequency=self.instance.frequency)
            self.fields["total"].queryset = brothers.exclude(pk=self.instance.pk)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("territory") and (self.instance.area_id or self.instance.commune_id):
            self.instance.area = self.instance.commune = None
        return cleaned


class SourceForm(forms.ModelForm):
    page = forms.URLField(label=_("page de la source"), required=False, assume_scheme="https")
    address = forms.URLField(
        label=_("adresse d’abonnement"),
        required=False,
        assume_scheme="https",
        help_text=_("Un CSV relu chaque nuit : celui d’un autre observatoire, par exemple."),
    )

    class Meta:
        model = DataSource
        fields = (
            "name", "slug", "kind", "destination", "producer", "licence", "page", "method", "address", "secrecy",
            "is_public",
        )  # fmt: skip
        widgets = {"method": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, for_user: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["destination"].required = True


class MappingForm(forms.ModelForm):
    columns = forms.CharField(
        label=_("colonnes (JSON)"),
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false"}),
        help_text=_("Par exemple {example}").format(
            example='{"period": "Mois", "values": {"Nuitées": {"measure": "nights", "unit": "nights"}}}'
        ),
    )

    class Meta:
        model = Mapping
        fields = ("source",)

    def __init__(self, *args: Any, for_user: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["columns"] = json.dumps(self.instance.columns, ensure_ascii=False, indent=1)
            self.fields["source"].disabled = True

    def clean_columns(self) -> Any:
        try:
            return json.loads(self.cleaned_data["columns"])
        except json.JSONDecodeError as fault:
            raise forms.ValidationError(
                _("Ligne %(line)s : ce n’est pas du JSON."), params={"line": fault.lineno}
            ) from fault


class BreakForm(forms.Form):
    day = forms.DateField(label=_("à partir du"), widget=forms.DateInput(attrs={"type": "date"}))
    sentence = forms.CharField(label=_("ce qui change"), max_length=300)


class DeliveryForm(forms.Form):
    """A file handed over from the office."""

    source = forms.ModelChoiceField(label=_("source"), queryset=DataSource.everything.none())
    file = forms.FileField(label=_("fichier"), help_text=_("CSV, XLSX, zip ou message SDMX, 50 Mio au plus."))
    delivered_on = forms.DateField(label=_("livré le"), widget=forms.DateInput(attrs={"type": "date"}))
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
