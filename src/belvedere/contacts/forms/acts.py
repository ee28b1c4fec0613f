"""The condition on what people did: which acts, telling what, over which period, and how many."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from belvedere.contacts.queries.segment_fields import schema
from belvedere.engines import segments as engine

from .conditions import OPERATORS, Row, several, whole, words_in

#: Name in the form → measure of the engine, the field it is taken on.
MEASURES: dict[str, tuple[engine.Measure, str | None]] = {
    "count": ("count", None), "share": ("share", None), "nights": ("sum", "nights"), "amount": ("sum", "amount"),
    "years": ("distinct", "year"), "communes": ("distinct", "commune"),
    "last": ("last", None), "first": ("first", None),
}  # fmt: skip
COUNTED = (
    ("count", _("le nombre d’actes")), ("share", _("leur part, en %, parmi les actes qui le disent")),
    ("nights", _("le total des nuits")), ("amount", _("le total des montants, en euros")),
    ("years", _("le nombre d’années différentes")), ("communes", _("le nombre de communes différentes")),
    ("last", _("les jours depuis le plus récent")), ("first", _("les jours depuis le plus ancien")),
)  # fmt: skip
BOUNDS = ("adults", "children", "nights")
FLAGS = ("business", "access", "dog")


class ActsRow(Row):
    kinds = several(_("Quels actes"), required=False, help_text=_("Aucun coché : tous."))
    measure = forms.ChoiceField(label=_("Compter"), choices=COUNTED)
    op = forms.ChoiceField(label=_("Comparaison"), choices=OPERATORS)
    value = whole(_("Valeur"), most=10_000_000, initial=1)
    oldest = whole(_("Depuis combien de jours"), least=1, required=False, help_text=_("Vide : depuis toujours."))
    themes = several(_("Envies"), required=False)
    stay = several(_("Séjour"), required=False)
    month = several(_("Mois"), required=False)
    commune = forms.CharField(
        label=_("Communes"), max_length=400, required=False, help_text=_("Noms séparés par des virgules.")
    )
    adults_min = whole(_("Adultes, au moins"), required=False)
    adults_max = whole(_("Adultes, au plus"), required=False)
    children_min = whole(_("Enfants, au moins"), required=False)
    children_max = whole(_("Enfants, au plus"), required=False)
    nights_min = whole(_("Nuits, au moins"), required=False)
    nights_max = whole(_("Nuits, au plus"), required=False)
    business = forms.BooleanField(label=_("Pour le travail"), required=False)
    access = forms.BooleanField(label=_("Accueil adapté demandé"), required=False)
    dog = forms.BooleanField(label=_("Avec un chien"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kinds"].choices = list(schema().kinds.items())
        for name in ("themes", "stay", "month"):
            found = schema().act_field(name)
            self.fields[name].choices = list(found.values.items()) if found else []

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean()
        if data.get("measure") in ("last", "first"):
            if data.get("op") not in ("<", ">="):
                raise ValidationError(_("Une ancienneté se compare par « moins de » ou « au moins »."))
            if data.get("oldest"):
                raise ValidationError(_("Une ancienneté se compte depuis toujours : videz la période."))
        if data.get("measure") == "share" and not self.tests(data):
            raise ValidationError(
                _("Une part se compte sur quelque chose : choisissez une envie, un groupe, un séjour…")
            )
        return data

    def tests(self, data: dict[str, Any]) -> tuple[engine.RowTest, ...]:
        """What an act must tell."""
        among = {name: tuple(data.get(name) or ()) for name in ("themes", "stay", "month")}
        among["commune"] = words_in(data.get("commune") or "")
        tests: list[engine.RowTest] = [engine.OneOf(name, values) for name, values in among.items() if values]
        ends: tuple[tuple[str, engine.Operator], ...] = (("min", ">="), ("max", "<="))
        for name in BOUNDS:
            for end, op in ends:
                if (value := data.get(f"{name}_{end}")) is not None:
                    tests.append(engine.Compare(name, op, value))
        return (*tests, *(engine.Flag(name) for name in FLAGS if data.get(name)))

    def part(self) -> engine.Condition:
        data = self.cleaned_data
        measure, field = MEASURES[data["measure"]]
        value = data["value"] * 100 if field == "amount" else data["value"]
        window = engine.Window(data["oldest"]) if data["oldest"] else engine.PAST
        return engine.Acts(tuple(data["kinds"]), data["op"], value, measure, field, self.tests(data), window)


def start_of_acts(part: engine.Acts) -> dict[str, Any] | None:
    """The form's first values; None where the form cannot say it."""
    name = next((key for key, pair in MEASURES.items() if pair == (part.measure, part.field)), None)
    if name is None or part.window.newest != 0:
        return None
    start: dict[str, Any] = {
        "kinds": list(part.kinds), "measure": name, "op": part.op, "oldest": part.window.oldest,
        "value": part.value // 100 if name == "amount" else part.value,
    }  # fmt: skip
    for test in part.where:
        told = _start_of_test(test)
        if told is None or told[0] in start:
            return None
        start[told[0]] = told[1]
    return start


def _start_of_test(test: engine.RowTest) -> tuple[str, Any] | None:
    match test:
        case engine.OneOf("commune", values):
            return "commune", ", ".join(values)
        case engine.OneOf(name, values) if name in ("themes", "stay", "month"):
            return name, list(values)
        case engine.Compare(name, ">=" | "<=" as op, value) if name in BOUNDS:
            return f"{name}_{'min' if op == '>=' else 'max'}", value
        case engine.Flag(name) if name in FLAGS:
            return name, True
        case _:
            return None
