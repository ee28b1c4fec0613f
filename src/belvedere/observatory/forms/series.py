"""What the office changes of a series: its words, its place, its breaks."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from belvedere.observatory.models import Series


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


class BreakForm(forms.Form):
    day = forms.DateField(label=_("à partir du"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    until = forms.DateField(
        label=_("jusqu’au (vide\N{NO-BREAK SPACE}: pour toujours)"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    sentence = forms.CharField(label=_("ce qui change"), max_length=300)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("day") and cleaned.get("until") and cleaned["until"] < cleaned["day"]:
            self.add_error("until", _("La rupture finit avant de commencer."))
        return cleaned
