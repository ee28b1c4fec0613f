"""Forms of the office: dashboards, tiles, notes."""

from typing import Any

from django import forms
from django.utils import formats
from django.utils.translation import gettext_lazy as _

from belvedere.cockpit.enums import Subject
from belvedere.cockpit.models import Dashboard, MonthNote, Tile
from belvedere.engines import indicators
from belvedere.observatory.models import Series


class DashboardForm(forms.ModelForm):
    class Meta:
        model = Dashboard
        fields = ("destination", "title", "slug", "words", "sharing", "rank")
        widgets = {"words": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, for_user: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["destination"].disabled = True


class TileForm(forms.ModelForm):
    indicator = forms.ChoiceField(label=_("Indicateur"), required=False)

    class Meta:
        model = Tile
        fields = (
            "subject", "series", "indicator", "mapped", "span", "against", "drawing", "size", "title", "words",
        )  # fmt: skip
        widgets = {"words": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, series: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = sorted((one.name, one.key) for one in indicators.INDICATORS)
        self.fields["indicator"].choices = [("", "–"), *((key, name) for name, key in known)]
        self.fields["series"].queryset = Series.everything.none() if series is None else series
        self.fields["series"].label_from_instance = named

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        needs = {Subject.SERIES: "series", Subject.INDICATOR: "indicator", Subject.MAP: "mapped"}
        field = needs.get(cleaned.get("subject", ""))
        if field and not cleaned.get(field) and field not in self.errors:
            self.add_error(field, _("Choisissez ce que montre la tuile."))
        if cleaned.get("mapped") == "figures" and not cleaned.get("series"):
            self.add_error("series", _("Choisissez la série d’une commune\N{NO-BREAK SPACE}: ses voisines suivent."))
        return cleaned


def named(one: Series) -> str:
    """A series among hundreds: its name, where, at which pace."""
    return f"{one.name} – {one.place or one.zone} ({one.get_frequency_display()})"


class NewNoteForm(forms.ModelForm):
    """A destination and one of the months that have ended."""

    class Meta:
        model = MonthNote
        fields = ("destination", "month")
        widgets = {"month": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}
        help_texts = {"month": _("Le premier jour du mois, par exemple 01/10/2026.")}


class NoteForm(forms.Form):
    """The office's own words, and the sentences that it leaves out."""

    kept = forms.MultipleChoiceField(label=_("Phrases gardées"), required=False, widget=forms.CheckboxSelectMultiple)
    words = forms.CharField(
        label=_("Nos mots"), required=False, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Ce que les chiffres ne disent pas. Une ligne vide sépare les paragraphes."), max_length=4000,
    )  # fmt: skip

    def __init__(self, *args: Any, note: MonthNote, **kwargs: Any) -> None:
        sentences = note.content.get("sentences", [])
        kept = [one["key"] for one in sentences if one["key"] not in note.left_out]
        super().__init__(*args, initial={"words": note.words, "kept": kept}, **kwargs)
        self.fields["kept"].choices = [(one["key"], one["text"]) for one in sentences]

    @property
    def left_out(self) -> list[str]:
        return [key for key, _text in self.fields["kept"].choices if key not in self.cleaned_data["kept"]]


class PublishForm(forms.Form):
    send = forms.BooleanField(label=_("l’envoyer à ceux qui ne l’ont pas reçue"), required=False, initial=True)
    reason = forms.CharField(
        label=_("Ce qui change"), required=False, max_length=200,
        help_text=_("Pour une nouvelle version d’une note déjà publiée."),
    )  # fmt: skip


class SteeringForm(forms.Form):
    """Which destination, which month."""

    destination = forms.ChoiceField(label=_("Destination"), required=False)
    mois = forms.ChoiceField(label=_("Mois"), required=False)

    def __init__(self, *args: Any, destinations: Any, months: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["destination"].choices = [(str(one.pk), one.name) for one in destinations]
        self.fields["mois"].choices = [(f"{day:%Y-%m}", formats.date_format(day, "F Y").capitalize()) for day in months]
