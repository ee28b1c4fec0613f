"""Forms of the office. What they gather is checked again by the actions."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from . import access, queries, validators
from .enums import AreaKind, BrandField, Language
from .models import Area, Brand, Commune, Destination, Territory

COLOURS = {"primary": _("Couleur principale"), "accent": _("Couleur d’accent")}


class DestinationForm(WagtailAdminModelForm):
    languages = forms.MultipleChoiceField(
        label=_("Langues du site"),
        choices=[pair for pair in Language.choices if pair[0] not in (Language.FRENCH, Language.OTHER)],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Celles que le site propose aux visiteurs, en plus du français."),
    )

    class Meta:
        model = Destination
        fields = ("name", "kind", "parent", "territory", "slug", "hostname", "is_default", "languages")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.for_user.is_superuser:
            technical = ("hostname", "is_default") if self.instance.pk is None else ("slug", "hostname", "is_default")
            for name in technical:
                del self.fields[name]
            self.fields["parent"].required = True


class TerritoryForm(WagtailAdminModelForm):
    """Communes come from whole areas, from a list of codes, or both; empty on an existing territory, they stay."""

    areas = forms.ModelMultipleChoiceField(
        label=_("Communes de ces circonscriptions"),
        queryset=Area.objects.filter(until_year=None).order_by("name", "code"),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 12}),
        help_text=_("Région, département ou EPCI : toutes leurs communes d’aujourd’hui."),
    )
    codes = forms.CharField(
        label=_("Codes INSEE des communes"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Un code par ligne, ou séparés par des espaces ou des virgules."),
    )

    class Meta:
        model = Territory
        fields = ("name", "slug", "managed_by")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = AreaKind.EPCI, AreaKind.DEPARTMENT, AreaKind.REGION
        groups = {kind: [] for kind in kinds}
        for area in self.fields["areas"].queryset:
            groups[area.kind].append((area.pk, f"{area.name} ({area.code})"))
        self.fields["areas"].choices = [(kind.label, groups[kind]) for kind in kinds]
        if self.instance.pk:
            held = self.instance.communes.order_by("pk").values_list("pk", flat=True)
            self.initial.setdefault("codes", "\n".join(held))

    def clean_codes(self) -> list[str]:
        written = [code for code in re.split(r"[\s,;]+", self.cleaned_data["codes"].upper()) if code]
        unknown = validators.unknown_codes(written, Commune.objects.filter(pk__in=written).values_list("pk", flat=True))
        if unknown:
            raise forms.ValidationError(_("Codes inconnus : %s.") % ", ".join(unknown[:20]))
        return written

    def wanted_communes(self) -> set[str]:
        areas = self.cleaned_data["areas"]
        inside = queries.communes_of_areas(areas).values_list("pk", flat=True) if areas else []
        return {*inside, *self.cleaned_data["codes"]}


class BrandForm(WagtailAdminModelForm):
    primary = forms.CharField(label=COLOURS["primary"], required=False, max_length=7)
    accent = forms.CharField(label=COLOURS["accent"], required=False, max_length=7)
    child_may_override = forms.MultipleChoiceField(
        label=_("Ce qu’une destination fille peut changer"),
        choices=BrandField.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Brand
        fields = ("destination", "display_name", "signature", "typeface", "logo", "tone", "child_may_override")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in COLOURS:
            self.initial[name] = self.instance.palette.get(name, "")
            self.fields[name].widget.attrs |= {"placeholder": "#rrvvbb", "pattern": "#[0-9a-fA-F]{6}"}
        self.fields["destination"].queryset = access.managed_by(self.for_user)
        if self.instance.pk:
            del self.fields["destination"]
            self._say_what_is_inherited()

    def _say_what_is_inherited(self) -> None:
        """Each empty field shows what stands in its place; what is held back above cannot be filled."""
        chain = queries.lineage(self.instance.destination)
        above = queries.inherited_brand(chain[1:]) if chain[1:] else queries.HOUSE_BRAND
        held = queries.held_back_from(self.instance.destination)
        for field in ("signature", "typeface", "logo", "tone"):
            inherited = getattr(above, field)
            if field in held:
                self.fields[field].disabled = True
                self.fields[field].help_text = _("Réservé par %s.") % held[field]
            elif inherited and field != "logo":
                self.fields[field].help_text = _("Vide, ce champ reprend : « %s ».") % inherited
        for name in COLOURS:
            self.fields[name].disabled = BrandField.PALETTE in held
            self.fields[name].help_text = _("Vide, cette couleur reprend : %s.") % above.palette.get(
                name, _("la nôtre")
            )

    def palette(self) -> dict[str, str]:
        return {name: self.cleaned_data[name].lower() for name in COLOURS if self.cleaned_data.get(name)}

    def readings(self) -> list[validators.Reading]:
        """How the colours read, for the page that shows the form."""
        palette = self.palette() if self.is_bound and self.is_valid() else self.instance.palette
        return validators.readings(palette)
