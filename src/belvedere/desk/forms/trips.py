"""The settings of a trip."""

from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from belvedere.desk.enums import Pace, SheetLanguage, Transport
from belvedere.desk.models import TripSheet
from belvedere.desk.models.sheets import DAYS_MOST
from belvedere.desk.queries.desk import Place
from belvedere.desk.queries.places import find_place
from belvedere.desk.validators import check_day

from .requests import clock, minutes

TIME = {"type": "time"}
PLACE = {"list": "origines", "autocomplete": "off", "data-suggest": reverse_lazy("desk:origins")}


class TripForm(forms.Form):
    """``settings`` is what the action takes. An empty start is the counter, an empty end brings back to the start."""

    start = forms.CharField(label=_("Départ"), max_length=80, required=False, widget=forms.TextInput(attrs=PLACE))
    end_at = forms.CharField(
        label=_("Arrivée (vide\N{NO-BREAK SPACE}: retour au départ)"), max_length=80, required=False,
        widget=forms.TextInput(attrs=PLACE),
    )  # fmt: skip
    first_day = forms.DateField(
        label=_("Premier jour"), validators=[check_day],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )  # fmt: skip
    days = forms.IntegerField(label=_("Jours"), min_value=1, max_value=DAYS_MOST)
    begin = forms.TimeField(label=_("Départ à"), widget=forms.TimeInput(attrs=TIME, format="%H:%M"))
    end = forms.TimeField(label=_("Retour à"), widget=forms.TimeInput(attrs=TIME, format="%H:%M"))
    transport = forms.ChoiceField(label=_("Transport"), choices=Transport.choices)
    pace = forms.ChoiceField(label=_("Allure"), choices=Pace.choices)
    budget = forms.IntegerField(label=_("Budget pour tous (€)"), min_value=0, max_value=1_000_000, required=False)
    lunch = forms.BooleanField(label=_("Déjeuner à table"), required=False)
    rest = forms.BooleanField(label=_("Pause dans l’après-midi"), required=False)
    language = forms.ChoiceField(label=_("Langue de la fiche"), choices=SheetLanguage.choices)

    def __init__(self, *args: Any, sheet: TripSheet, place: Place, **kwargs: Any) -> None:
        initial = {name: getattr(sheet, name) for name in self.base_fields if hasattr(sheet, name)} | {
            "start": sheet.start_label, "end_at": sheet.end_label, "begin": clock(sheet.begin), "end": clock(sheet.end),
        }  # fmt: skip
        super().__init__(*args, initial=initial, **kwargs)
        known = {place.label: place, sheet.start_label: Place(sheet.start_label, sheet.start_lon, sheet.start_lat)}
        if sheet.end_lon is not None and sheet.end_lat is not None:
            known[sheet.end_label] = Place(sheet.end_label, sheet.end_lon, sheet.end_lat)
        self.known, self.place = known, place

    def clean_start(self) -> Place:
        return self._place("start") or self.place

    def clean_end_at(self) -> Place | None:
        return self._place("end_at")

    def _place(self, name: str) -> Place | None:
        text = self.cleaned_data[name].strip()
        found = self.known.get(text) or find_place(text) if text else None
        if text and found is None:
            raise forms.ValidationError(_("Lieu inconnu\N{NO-BREAK SPACE}: écrivez le nom d’une commune."))
        return found

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("begin") and data.get("end") and data["end"] <= data["begin"]:
            self.add_error("end", _("Le retour précède le départ."))
        return data

    @property
    def settings(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        start, end = data.pop("start"), data.pop("end_at")
        return data | {
            "start_label": start.label, "start_lon": start.lon, "start_lat": start.lat,
            "end_label": end.label if end else "", "end_lon": end.lon if end else None,
            "end_lat": end.lat if end else None, "begin": minutes(data["begin"]), "end": minutes(data["end"]),
        }  # fmt: skip
