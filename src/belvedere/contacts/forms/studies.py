"""What the office fills in about image studies: shares of a market as lines, columns of an institute’s file."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm

from belvedere.contacts.imports import studies as imports
from belvedere.contacts.models import Study, Wave


class StudyForm(WagtailAdminModelForm):
    class Meta:
        model = Study
        fields = ["destination", "name", "traits"]
        widgets = {"traits": forms.Textarea(attrs={"rows": 8})}


class WaveForm(WagtailAdminModelForm):
    shares = forms.CharField(
        label=_("Parts connues du marché"),
        help_text=_("Une ligne par modalité : « sexe ; femmes ; 51,6 ». Celles d’un caractère font 100 %."),
        widget=forms.Textarea(attrs={"rows": 10}),
    )

    class Meta:
        model = Wave
        fields = ["study", "market", "year", "institute", "asked_on", "target", "contacted"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["shares"].initial = "\n".join(
            f"{trait} ; {cell} ; {share:g}".replace(".", ",")
            for trait, cells in (self.instance.margins or {}).items()
            for cell, share in cells.items()
        )

    def clean_shares(self) -> dict[str, dict[str, float]]:
        found: dict[str, dict[str, float]] = {}
        for rank, line in enumerate(self.cleaned_data["shares"].splitlines(), start=1):
            if not line.strip():
                continue
            cells = [cell.strip() for cell in line.split(";")]
            try:
                trait, cell, share = cells
                found.setdefault(trait, {})[cell] = float(share.rstrip(" %\u00a0\u202f").replace(",", "."))
            except ValueError:
                raise ValidationError(
                    _("Ligne %(rank)s : il faut un caractère, une modalité et une part, séparés par « ; »."),
                    params={"rank": rank},
                ) from None
        return found

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        self.instance.margins = data.get("shares", self.instance.margins)
        return data


class TerrainForm(forms.Form):
    sent = forms.FileField(
        label=_("Fichier de l’institut (CSV ou XLSX)"),
        help_text=_("Une ligne par personne interrogée. Les numéros déjà reçus sont laissés."),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,text/csv"}),
    )


class ColumnsForm(forms.Form):
    """Which heading of the file says what."""

    def __init__(self, *args: Any, wave: Wave, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        headings = [("", _("ne pas lire")), *((heading, heading) for heading in wave.headings)]
        self.keys = {f"column-{rank}": key for rank, (key, _label) in enumerate(imports.wanted(wave))}
        labels = dict(imports.wanted(wave))
        for name, key in self.keys.items():
            self.fields[name] = forms.ChoiceField(
                label=labels[key], choices=headings, required=False, initial=wave.columns.get(key, "")
            )

    @property
    def columns(self) -> dict[str, str]:
        return {key: self.cleaned_data[name] for name, key in self.keys.items() if self.cleaned_data.get(name)}
