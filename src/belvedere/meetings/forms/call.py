"""An answer to the call for participants: the structure, who comes and when; the office's answer is in ``office``."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from belvedere.meetings.actions.signups import PEOPLE_MAX
from belvedere.people.models import Organisation

TIME = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class SignUpForm(forms.Form):
    organisation = forms.ModelChoiceField(
        Organisation.everything.none(), required=False, label=_("Votre structure"), empty_label=_("Une autre structure")
    )
    structure = forms.CharField(
        label=_("Nom de la structure"),
        max_length=160,
        required=False,
        error_messages={"required": _("Dites le nom de votre structure.")},
    )
    segment = forms.ChoiceField(label=_("Votre famille"))
    about = forms.CharField(
        label=_("En une phrase"),
        max_length=200,
        required=False,
        help_text=_("Ce que les autres liront sous votre nom."),
    )
    email = forms.EmailField(label=_("Adresse électronique"), help_text=_("La réponse de l’office y arrive."))
    #: Left empty by people: they do not see it.
    site = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, organisations: Any, segments: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if segments:
            self.fields["segment"].choices = [("", _("À choisir")), *((name, name) for name in segments)]
        else:
            del self.fields["segment"]
        if organisations:
            self.fields["organisation"].queryset = organisations
        else:
            del self.fields["organisation"]
            self.fields["structure"].required = True

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean()
        if data.get("site"):
            raise ValidationError(_("Cette demande n’a pas pu être lue."))
        if data.get("organisation") is not None:
            data["structure"] = data["organisation"].name[:160]
        elif "organisation" in self.fields and not data.get("structure", "").strip():
            self.add_error("structure", _("Dites le nom de votre structure."))
        return data


class PersonForm(forms.Form):
    name = forms.CharField(label=_("Prénom et nom"), max_length=120)
    email = forms.EmailField(label=_("Son adresse électronique"), required=False)
    arrives = forms.TimeField(label=_("Arrive à"), required=False, widget=TIME)
    leaves = forms.TimeField(label=_("Part à"), required=False, widget=TIME)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean()
        first, last = data.get("arrives"), data.get("leaves")
        if first and last and last <= first:
            self.add_error("leaves", _("Le départ suit l’arrivée."))
        return data

    @property
    def person(self) -> dict[str, Any]:
        """As ``SignUp.people`` keeps it."""
        minutes = {
            key: None if self.cleaned_data.get(key) is None
            else self.cleaned_data[key].hour * 60 + self.cleaned_data[key].minute
            for key in ("arrives", "leaves")
        }  # fmt: skip
        return {"name": self.cleaned_data["name"], "email": self.cleaned_data.get("email", "")} | minutes


class PeopleForms(forms.BaseFormSet):
    """One line a person; lines left empty are nobody."""

    @property
    def others(self) -> list[forms.Form]:
        """All but the first, who are often nobody."""
        return self.forms[1:]

    @property
    def others_told(self) -> bool:
        return self.is_bound and any(form.has_changed() or form.errors for form in self.others)

    @property
    def people(self) -> list[dict[str, Any]]:
        return [form.person for form in self.forms if form.has_changed()]


People = forms.formset_factory(
    PersonForm, formset=PeopleForms, extra=3, min_num=1, max_num=PEOPLE_MAX, validate_min=True, validate_max=True
)
