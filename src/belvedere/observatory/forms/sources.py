"""Sources and how their columns are read."""

import json
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from belvedere.observatory.models import DataSource, Mapping


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
            "name", "slug", "kind", "destination", "producer", "licence", "public_licence", "page", "method",
            "address", "secrecy", "is_public",
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
