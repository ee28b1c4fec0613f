"""One form a condition: what it reads, and the way back from a condition that was kept."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from belvedere.contacts.queries.segment_fields import schema
from belvedere.engines import segments as engine

OPERATORS = (
    (">=", _("au moins")), ("<=", _("au plus")), ("=", _("exactement")), (">", _("plus de")), ("<", _("moins de")),
    ("!=", _("autre que")),
)  # fmt: skip
AGES = (("<", _("il y a moins de")), (">=", _("il y a au moins")))
LONGEST = 36_500


def whole(label: Any, least: int = 0, most: int = LONGEST, **more: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=least, max_value=most, **more)


def several(label: Any, **more: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(label=label, widget=forms.CheckboxSelectMultiple, **more)


def words_in(text: str) -> tuple[str, ...]:
    """What was typed between commas."""
    return tuple(dict.fromkeys(word for part in text.split(",") if (word := part.strip())))


class Row(forms.Form):
    """A condition on a person's field, or on what ``criterion`` names."""

    negate = forms.BooleanField(label=_("Le contraire"), required=False)

    def __init__(self, *args: Any, criterion: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criterion = criterion
        self.field = schema().person_field(criterion)

    def condition(self) -> engine.Condition:
        """Of a valid form."""
        part = self.part()
        return engine.Not(part) if self.cleaned_data["negate"] else part

    def part(self) -> engine.Condition:
        return engine.Flag(self.criterion)


class NumberRow(Row):
    op = forms.ChoiceField(label=_("Comparaison"), choices=OPERATORS)
    value = whole(_("Valeur"))

    def part(self) -> engine.Condition:
        return engine.Compare(self.criterion, self.cleaned_data["op"], self.cleaned_data["value"])


class ChoiceRow(Row):
    values = several(_("Parmi"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["values"].choices = list(self.field.values.items())

    def part(self) -> engine.Condition:
        return engine.OneOf(self.criterion, tuple(self.cleaned_data["values"]))


class PrefixRow(Row):
    values = forms.CharField(
        label=_("Commence par"), max_length=400, help_text=_("Séparez par des virgules : 63, 15, 43200.")
    )

    def part(self) -> engine.Condition:
        return engine.Starts(self.criterion, words_in(self.cleaned_data["values"]))


class AgeRow(Row):
    op = forms.ChoiceField(label=_("Quand"), choices=AGES)
    value = whole(_("Jours"))

    def part(self) -> engine.Condition:
        return engine.Age(self.criterion, self.cleaned_data["op"], self.cleaned_data["value"])


class WithinRow(Row):
    segment = forms.ChoiceField(label=_("Appartient à"))

    def __init__(self, *args: Any, segments: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["segment"].choices = segments

    def part(self) -> engine.Condition:
        return engine.Within(self.cleaned_data["segment"])


def start_of(part: engine.Condition) -> tuple[str, dict[str, Any]] | None:
    """The criterion and the form's first values of a condition on a person; None where no form says it."""
    match part:
        case engine.Compare(name, op, value):
            return name, {"op": op, "value": value}
        case engine.OneOf(name, values):
            return name, {"values": list(values)}
        case engine.Starts(name, prefixes):
            return name, {"values": ", ".join(prefixes)}
        case engine.Age(name, op, days):
            return name, {"op": op, "value": days}
        case engine.Flag(name):
            return name, {}
        case engine.Within(key):
            return "in", {"segment": key}
        case _:
            return None
