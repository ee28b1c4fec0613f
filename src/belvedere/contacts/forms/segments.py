"""A segment written row by row: rows are added and removed by the server, so that the page works without JavaScript."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from belvedere.contacts.queries.segment_fields import schema
from belvedere.engines import segments as engine

from .acts import ActsRow, start_of_acts
from .conditions import AgeRow, ChoiceRow, NumberRow, PrefixRow, Row, WithinRow, start_of

#: Conditions in one segment: beyond, two segments are clearer.
MOST = 20
ACTS, WITHIN = "acts", "in"
_ROWS: dict[str, type[Row]] = {"number": NumberRow, "flag": Row, "moment": AgeRow}


class SegmentForm(forms.Form):
    name = forms.CharField(label=_("Nom"), max_length=120)
    about = forms.CharField(label=_("En une phrase"), max_length=300, required=False)
    join = forms.ChoiceField(
        label=_("Il faut remplir"),
        choices=(("all", _("toutes les conditions")), ("any", _("au moins une condition"))),
        widget=forms.RadioSelect,
        initial="all",
    )


class FileForm(forms.Form):
    """Whose file, where somebody keeps several."""

    destination = forms.ModelChoiceField(None, label=_("Fichier de"), empty_label=None)

    def __init__(self, *args: Any, files: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["destination"].queryset = files


class ThresholdForm(forms.Form):
    threshold = forms.IntegerField(label=_("Seuil de confiance, en %"), min_value=1, max_value=100)


def criteria(segments: Sequence[tuple[str, str]]) -> list[tuple[str, list[tuple[str, str]]]]:
    """What a row may be about, grouped as a select shows it."""
    people = [field for field in schema().people if field.kind != "flag" or "_" not in field.name]
    consents = [field for field in schema().people if field.kind == "flag" and "_" in field.name]
    groups = [
        (str(_("Ce qu’elle a fait")), [(ACTS, str(_("Actes : visites, achats, envies, groupe…")))]),
        (str(_("Ce qu’on sait d’elle")), [(field.name, field.label) for field in people]),
        (str(_("Ses consentements")), [(field.name, field.label) for field in consents]),
    ]
    return [*groups, (str(_("Segments")), [(WITHIN, str(_("Appartient à un autre segment")))])] if segments else groups


def row_of(criterion: str, segments: Sequence[tuple[str, str]], **given: Any) -> Row | None:
    """The form of a condition; None for a criterion that does not exist."""
    if criterion == ACTS:
        return ActsRow(criterion=criterion, **given)
    if criterion == WITHIN:
        return WithinRow(criterion=criterion, segments=list(segments), **given) if segments else None
    field = schema().person_field(criterion)
    if field is None:
        return None
    kind = _ROWS.get(field.kind) or (ChoiceRow if field.values else PrefixRow)
    return kind(criterion=criterion, **given)


def name_of(criterion: str) -> str:
    field = schema().person_field(criterion)
    return field.label if field else str({ACTS: _("Actes"), WITHIN: _("Autre segment")}[criterion])


class Rows:
    """The rows of the page, each « number:criterion » in the form."""

    def __init__(self, segments: Sequence[tuple[str, str]]) -> None:
        self.segments = segments
        self.forms: list[tuple[str, Row]] = []

    def read(self, data: Mapping[str, Any], marks: Sequence[str]) -> None:
        for mark in marks[:MOST]:
            number, _colon, criterion = mark.partition(":")
            row = row_of(criterion, self.segments, data=data, prefix=f"r{number}") if number.isdecimal() else None
            if row is not None:
                self.forms.append((mark, row))

    def show(self, condition: engine.Condition) -> bool:
        """Rows of a condition that was kept; False where rows cannot say it."""
        parts = condition.parts if isinstance(condition, (engine.All, engine.Any)) else (condition,)
        for number, part in enumerate(parts[: MOST + 1]):
            inner = part.part if isinstance(part, engine.Not) else part
            start = start_of_acts(inner) if isinstance(inner, engine.Acts) else None
            found = (ACTS, start) if start is not None else start_of(inner)
            if found is None or number >= MOST:
                return False
            initial = found[1] | {"negate": inner is not part}
            row = row_of(found[0], self.segments, initial=initial, prefix=f"r{number}")
            if row is None:
                return False
            self.forms.append((f"{number}:{found[0]}", row))
        return True

    def add(self, criterion: str) -> bool:
        number = 1 + max((int(mark.partition(":")[0]) for mark, _row in self.forms), default=-1)
        row = row_of(criterion, self.segments, prefix=f"r{number}") if len(self.forms) < MOST else None
        if row is not None:
            self.forms.append((f"{number}:{criterion}", row))
        return row is not None

    def remove(self, mark: str) -> None:
        self.forms = [one for one in self.forms if one[0] != mark]

    def condition(self, join: str) -> engine.Condition | None:
        """All rows together; None where one is not valid, or there is none."""
        valid = [row.is_valid() for _mark, row in self.forms]
        if not valid or not all(valid):
            return None
        parts = tuple(row.condition() for _mark, row in self.forms)
        return engine.Any(parts) if join == "any" else engine.All(parts)

    def __iter__(self) -> Any:
        return ((mark, name_of(row.criterion), row) for mark, row in self.forms)

    def __len__(self) -> int:
        return len(self.forms)
