"""Passports of events, their editions, campaigns by cities."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from belvedere.observatory.enums import Frequency
from belvedere.observatory.models import CityCampaign, Event, Series
from belvedere.observatory.queries import effects


def day_field(label: Any, **options: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options)


def where(series: Series) -> str:
    """Many series bear one name; a zone's often bears the place's already."""
    return series.name if series.place in series.name else f"{series.name} – {series.place}"


class EventForm(forms.ModelForm):
    """Daily series only; once the series is known, neighbours and controls are those that its source counts alike."""

    start = day_field(_("première édition\N{NO-BREAK SPACE}: premier jour"), required=False)
    end = day_field(_("dernier jour"), required=False)

    class Meta:
        model = Event
        fields = ("destination", "name", "kind", "series", "neighbours", "controls", "is_public")
        widgets = {
            "neighbours": forms.SelectMultiple(attrs={"size": 6}),
            "controls": forms.SelectMultiple(attrs={"size": 6}),
        }

    def __init__(self, *args: Any, for_user: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        daily = Series.objects.filter(frequency=Frequency.DAY).exclude(first=None).order_by("name", "zone", "pk")
        daily = daily.select_related("territory", "area", "commune")
        self.fields["series"].queryset = daily
        beside = daily
        if self.instance.pk:
            beside = daily.filter(pk__in=effects.panel_series(self.instance.series).values("pk"))
            beside = beside.exclude(pk=self.instance.series_id)
            del self.fields["start"], self.fields["end"]
        for name in ("neighbours", "controls"):
            self.fields[name].queryset = beside
        for name in ("series", "neighbours", "controls"):
            self.fields[name].label_from_instance = where

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if bool(cleaned.get("start")) != bool(cleaned.get("end")):
            self.add_error("end", _("Donnez le premier et le dernier jour, ou aucun des deux."))
        return cleaned


class EditionForm(forms.Form):
    start = day_field(_("premier jour"))
    end = day_field(_("dernier jour"))


class Lines(forms.CharField):
    """A text of one word a line, as a list."""

    widget = forms.Textarea(attrs={"rows": 4})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> list[str]:
        return list(
            dict.fromkeys(line.strip() for line in (super().to_python(value) or "").splitlines() if line.strip())
        )


class CampaignForm(forms.ModelForm):
    cities = Lines(label=_("villes envisagées"), help_text=_("Une par ligne, comme la source les nomme."))
    posted = Lines(
        label=_("villes affichées"),
        required=False,
        help_text=_("Une par ligne, une fois la campagne décidée\N{NO-BREAK SPACE}; vide tant qu’elle est en projet."),
    )
    start = day_field(_("premier jour"))
    end = day_field(_("dernier jour"), required=False)

    class Meta:
        model = CityCampaign
        fields = (
            "destination", "name", "origins", "web", "cities", "most", "weeks", "city_week", "budget", "start",
            "posted", "end", "is_public",
        )  # fmt: skip

    def __init__(self, *args: Any, for_user: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["most"].validators = [forms.fields.validators.MaxValueValidator(4)]
        self.fields["weeks"].validators = [
            forms.fields.validators.MinValueValidator(1), forms.fields.validators.MaxValueValidator(12),
        ]  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if len(cleaned.get("cities") or ()) > 8:
            self.add_error("cities", _("Huit villes au plus\N{NO-BREAK SPACE}: au-delà, la comparaison dure trop."))
        if bool(cleaned.get("posted")) != bool(cleaned.get("end")):
            self.add_error("end", _("Donnez les villes affichées et le dernier jour ensemble."))
        if cleaned.get("end") and cleaned.get("start") and cleaned["end"] < cleaned["start"]:
            self.add_error("end", _("La campagne finit avant de commencer."))
        return cleaned
