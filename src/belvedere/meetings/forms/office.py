"""The office's forms: an edition, a participant."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from belvedere.meetings import validators
from belvedere.meetings.models import Edition, Participant, Scenario

TIME = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
MOMENT = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


class RhythmForm(WagtailAdminModelForm):
    """How the day is cut: shared by an edition and by a scenario of it."""

    waves = forms.CharField(
        label=_("Vagues de déjeuner"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Une par ligne, par exemple 12:00-12:45. Chacun déjeune dans une vague."),
    )
    pauses = forms.CharField(
        label=_("Pauses"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Une par ligne, par exemple 10:30-10:45. Personne n’a de rencontre pendant une pause."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("waves", validators.write_waves(self.instance.lunch_waves))
        self.initial.setdefault("pauses", validators.write_waves(self.instance.breaks))

    def clean_waves(self) -> str:
        self.instance.lunch_waves = validators.read_waves(self.cleaned_data["waves"])
        return str(self.cleaned_data["waves"])

    def clean_pauses(self) -> str:
        self.instance.breaks = validators.read_waves(self.cleaned_data["pauses"])
        return str(self.cleaned_data["pauses"])


class ScenarioForm(RhythmForm):
    class Meta:
        model = Scenario
        fields = ("name", "slot_minutes", "change_minutes", "tables", "group_size", "aim")


class EditionForm(RhythmForm):
    halls = forms.CharField(
        label=_("Salles"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Une par ligne, avec son nombre de tables, par exemple Salle Truyère:30."),
    )
    relances = forms.CharField(
        label=_("Relances avant la clôture"),
        required=False,
        help_text=_("Jours avant la clôture, par exemple 7, 2. Elles vont à qui n’a encore rien souhaité."),
    )

    class Meta:
        model = Edition
        fields = (
            "destination", "name", "slug", "place", "day", "opens_at", "closes_at", "first_start", "last_start",
            "slot_minutes", "change_minutes", "tables", "group_size", "aim", "same_side", "call_until", "call_text",
        )  # fmt: skip
        widgets = {
            "first_start": TIME,
            "last_start": TIME,
            "opens_at": MOMENT,
            "closes_at": MOMENT,
            "call_until": MOMENT,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["halls"] = validators.write_rooms(self.instance.rooms)
        self.initial["relances"] = ", ".join(map(str, self.instance.reminders))

    def clean_relances(self) -> str:
        self.instance.reminders = validators.read_days(self.cleaned_data["relances"])
        return str(self.cleaned_data["relances"])

    def clean_halls(self) -> str:
        self.instance.rooms = validators.read_rooms(self.cleaned_data["halls"])
        return str(self.cleaned_data["halls"])


class ParticipantForm(WagtailAdminModelForm):
    arrives = forms.TimeField(label=_("Arrive à"), required=False, widget=TIME)
    leaves = forms.TimeField(label=_("Part à"), required=False, widget=TIME)

    class Meta:
        model = Participant
        fields = (
            "edition", "side", "name", "segment", "about", "organisation", "email", "max_meetings", "min_meetings",
            "seats", "priority",
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """A presence typed replaces the one known; left empty, it stays as it was."""
        data: dict[str, Any] = super().clean()
        first, last, edition = data.get("arrives"), data.get("leaves"), data.get("edition")
        if edition and (first or last):
            there = edition.slots_between(
                first.hour * 60 + first.minute if first else 0, last.hour * 60 + last.minute if last else 24 * 60
            )
            if not there:
                raise ValidationError(_("Cette présence ne laisse aucun créneau."))
            self.instance.available = there
        return data


class AgainForm(forms.Form):
    """The same edition another year."""

    name = forms.CharField(label=_("Nom"), max_length=160)
    day = forms.DateField(label=_("Jour"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    with_people = forms.BooleanField(label=_("Reprendre les participants, sans leurs horaires"), required=False)


class RehearsalForm(forms.Form):
    day = forms.DateField(
        label=_("Jour de la répétition"),
        widget=forms.DateInput(attrs={"type": "date", "id": "rehearsal-day"}, format="%Y-%m-%d"),
    )


#: How the office reads the fields of an import.
FIELD_LABELS = {
    "name": _("Nom"),
    "side": _("Côté (prestataire ou acheteur)"),
    "structure": _("Structure"),
    "siret": _("SIRET"),
    "contact": _("Qui vient"),
    "segment": _("Famille"),
    "about": _("En une phrase"),
    "email": _("Adresse électronique"),
    "arrives": _("Arrive à"),
    "leaves": _("Part à"),
    "max_meetings": _("Rencontres au plus"),
    "min_meetings": _("Rencontres au moins"),
    "seats": _("Rencontres à la fois"),
    "priority": _("Priorité (1 à 3)"),
}
