"""The request form: one page, everything in it may be left empty."""

from datetime import time
from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from belvedere.desk.enums import Channel, Interest, Stay, Transport, Weather
from belvedere.desk.models import DeskRequest
from belvedere.desk.queries.origins import read_origin
from belvedere.desk.validators import check_day, read_ages
from belvedere.territories.enums import Language

UNSAID = ("", _("Non dit"))
#: The key that picks a choice while the focus is in its group.
LANGUAGE_KEYS = {"fr": "f", "en": "a", "de": "d", "nl": "n", "es": "e", "it": "i", "xx": "x"}
CHANNEL_KEYS = {"counter": "g", "phone": "t", "mail": "c", "chat": "m", "social": "r", "outside": "h"}


class Keyed(forms.RadioSelect):
    """Radio buttons that a letter picks; the script reads ``data-key``."""

    def __init__(self, keys: dict[str, str]) -> None:
        super().__init__()
        self.keys = keys

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        if str(value) in self.keys:
            option["key"] = option["attrs"]["data-key"] = self.keys[str(value)]
        return option


def chips(choices: list[tuple[str, Any]]) -> Any:
    return forms.ChoiceField(choices=[UNSAID, *choices], widget=forms.RadioSelect, required=False)


class DetailsForm(forms.Form):
    """What the visitor expects. ``details`` is what the action takes."""

    language = forms.ChoiceField(
        label=_("Langue"), choices=[UNSAID, *Language.choices], widget=Keyed(LANGUAGE_KEYS), required=False
    )
    adults = forms.IntegerField(label=_("Adultes"), min_value=1, max_value=500, required=False)
    children = forms.CharField(
        label=_("Âges des enfants"), max_length=200, required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "placeholder": "4, 9", "autocomplete": "off"}),
    )  # fmt: skip
    dog = forms.BooleanField(label=_("Chien"), required=False)
    wheelchair = forms.BooleanField(label=_("Fauteuil roulant"), required=False)
    pushchair = forms.BooleanField(label=_("Poussette"), required=False)
    origin = forms.CharField(
        label=_("D’où"), max_length=80, required=False,
        widget=forms.TextInput(
            attrs={"list": "origines", "autocomplete": "off", "data-suggest": reverse_lazy("desk:origins")}
        ),
    )  # fmt: skip
    stay = chips(Stay.choices)
    nights = forms.IntegerField(label=_("Nuits"), min_value=1, max_value=365, required=False)
    transport = chips(Transport.choices)
    day = forms.DateField(
        label=_("Pour quel jour"), required=False, validators=[check_day],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )  # fmt: skip
    begin = forms.TimeField(
        label=_("À partir de"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    end = forms.TimeField(
        label=_("Jusqu’à"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    budget = forms.IntegerField(label=_("Budget pour tous (€)"), min_value=0, max_value=1_000_000, required=False)
    weather = chips(Weather.choices)
    interests = forms.MultipleChoiceField(choices=Interest.choices, widget=forms.CheckboxSelectMultiple, required=False)
    question = forms.CharField(
        label=_("Sa question"), max_length=2000, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    unmet = forms.BooleanField(label=_("Rien dans l’offre n’y répond"), required=False)

    def clean_children(self) -> list[int]:
        return read_ages(self.cleaned_data["children"])

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("nights") and data.get("stay") != Stay.NIGHTS:
            data["stay"] = Stay.NIGHTS
        if data.get("unmet") and not data.get("question"):
            self.add_error("question", _("Écrivez ce qui était demandé\N{NO-BREAK SPACE}: c’est ce que l’on comptera."))
        if data.get("begin") and data.get("end") and data["end"] <= data["begin"]:
            self.add_error("end", _("La fin précède le début."))
        return data

    @property
    def details(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        found = read_origin(data["origin"]) if data["origin"] else None
        return {
            **{name: data[name] for name in DetailsForm.base_fields},
            "origin": found.label if found else data["origin"],
            "country": found.country if found else "",
            "postcode": found.postcode if found else "",
            "begin": minutes(data["begin"]),
            "end": minutes(data["end"]),
        }


class RequestForm(DetailsForm):
    """A new request. ``uuid`` is the device's own number for it, ``written_at`` its clock when it had no network."""

    uuid = forms.UUIDField(
        widget=forms.HiddenInput,
        error_messages={"invalid": _("Cette page a perdu son numéro\N{NO-BREAK SPACE}: rechargez-la.")},
    )
    written_at = forms.DateTimeField(required=False, widget=forms.HiddenInput)
    channel = forms.ChoiceField(
        choices=Channel.choices, error_messages={"required": _("Dites par où la demande est venue.")}
    )


def minutes(moment: time | None) -> int | None:
    return None if moment is None else moment.hour * 60 + moment.minute


def clock(minute: int | None) -> time | None:
    """Minutes from midnight as a time field shows them; midnight at the end of the day is its last minute."""
    return None if minute is None else time(*divmod(min(minute, 24 * 60 - 1), 60))


def initial_of(request: DeskRequest) -> dict[str, Any]:
    """A request as its form shows it."""
    kept = {name: getattr(request, name) for name in DetailsForm.base_fields}
    return kept | {
        "children": ", ".join(map(str, request.children)),
        "begin": clock(request.begin),
        "end": clock(request.end),
    }
