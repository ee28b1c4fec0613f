"""A reckoning as the office reads it: figures in words, tables with their bounds, the sentence of the « 4 fois »."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from belvedere.contacts.models import ValueRun
from belvedere.engines import value as engine

from .value_charts import curve_chart, heat_chart, worth_chart

#: What the trade says without having counted it.
SAYING = 4.0


@dataclass(frozen=True)
class Bounds:
    """A mean and its bounds as they are printed; ``raw`` as they were reckoned."""

    mean: str
    low: str
    high: str
    raw: tuple[float, float, float]

    @property
    def range(self) -> str:
        """On one line, whatever the width."""
        return f"{self.low} – {self.high}".replace(" ", "\N{NO-BREAK SPACE}")


@dataclass(frozen=True)
class Line:
    """One line of a table; a measure that is not known is None."""

    name: str
    people: int
    measures: tuple[Bounds | None, ...]


@dataclass(frozen=True)
class Heat:
    """People by time since the last visit; one cell for each number of visits: how many, visits expected each."""

    name: str
    cells: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class Check:
    label: str
    people: int
    predicted: Bounds
    seen: int


@dataclass(frozen=True)
class Side:
    name: str
    campaigns: int
    amount: str
    people: str
    each: Bounds | None


@dataclass(frozen=True)
class Sheet:
    """Everything that the page, its charts and its file print."""

    run: ValueRun
    level: str
    saying: str
    missing_costs: tuple[str, ...]
    sides: tuple[Side, ...]
    rate: Bounds | None
    again: int
    people: int
    curve: tuple[Line, ...]
    heat: tuple[Heat, ...]
    counts: tuple[str, ...]
    worth: tuple[Line, ...]
    checks: tuple[Check, ...]
    checked: str
    holds: bool
    missing: tuple[str, ...]
    notes: tuple[str, ...]
    charts: Mapping[str, Mapping[str, Any]]


def sheet_of(run: ValueRun) -> Sheet:
    answer = run.answer
    repeat, costs, check = answer["repeat"], answer["costs"], answer["calibration"]
    level = percent(answer["settings"]["level"], 0)
    curve = tuple(
        Line(_age(point["days"]), point["watched"], (shares(point["share"]),))
        for point in (repeat["curve"] if repeat else ())
    )
    worth = tuple(_worth_lines(answer, run.names))
    heat = tuple(_heat(answer["cells"]))
    counts = _counts()
    return Sheet(
        run=run, level=level, saying=_saying(costs["ratio"], level), missing_costs=tuple(costs["missing"]),
        sides=tuple(_side(one) for one in costs["sides"]),
        rate=shares(repeat["rate"]) if repeat else None, again=repeat["again"] if repeat else 0,
        people=answer["people"], curve=curve, heat=heat, counts=counts, worth=worth,
        checks=tuple(_checks(check)) if check else (), checked=_checked(check, level) if check else "",
        holds=bool(check and check["holds"]), missing=tuple(answer["missing"]), notes=tuple(answer["notes"]),
        charts={
            "curve": curve_chart(repeat["curve"] if repeat else []),
            "heat": heat_chart(heat, counts),
            "worth": worth_chart(worth),
        },
    )  # fmt: skip


def number(value: float, digits: int) -> str:
    return formats.number_format(round(value, digits), digits, use_l10n=True, force_grouping=True)


def percent(share: float, digits: int = 0) -> str:
    return f"{number(100 * share, digits)}\N{NO-BREAK SPACE}%"


def euros(value: float) -> str:
    return f"{number(value, 0 if value >= 100 else 2)}\N{NO-BREAK SPACE}€"


def _bounds(raw: Mapping[str, float | None] | None, show: Any) -> Bounds | None:
    if raw is None or any(raw[name] is None for name in ("mean", "low", "high")):
        return None
    found = tuple(float(raw[name] or 0) for name in ("mean", "low", "high"))
    return Bounds(show(found[0]), show(found[1]), show(found[2]), (found[0], found[1], found[2]))


def shares(raw: Mapping[str, float | None] | None) -> Bounds | None:
    return _bounds(raw, percent)


def visits(raw: Mapping[str, float | None] | None) -> Bounds | None:
    return _bounds(raw, lambda value: number(value, 2))


def _saying(ratio: Mapping[str, float | None] | None, level: str) -> str:
    found = _bounds(ratio, lambda value: number(value, 1))
    if found is None:
        return ""
    mean, low, high = found.raw
    if low <= SAYING <= high:
        told = _("Les «\N{NO-BREAK SPACE}4 fois\N{NO-BREAK SPACE}» du métier sont dans cette fourchette.")
    elif mean < SAYING:
        told = _("C’est moins que les «\N{NO-BREAK SPACE}4 fois\N{NO-BREAK SPACE}» du métier.")
    else:
        told = _("C’est plus que les «\N{NO-BREAK SPACE}4 fois\N{NO-BREAK SPACE}» du métier.")
    words = _(
        "Faire venir une personne nouvelle coûte ici %(mean)s fois ce que coûte d’en faire revenir une "
        "(entre %(low)s et %(high)s fois, à %(level)s)."
    )
    return f"{words % {'mean': found.mean, 'low': found.low, 'high': found.high, 'level': level}} {told}"


def _side(raw: Mapping[str, Any]) -> Side:
    names = {
        engine.Purpose.ACQUISITION: _("Faire venir de nouvelles personnes"),
        engine.Purpose.RETENTION: _("Faire revenir des personnes connues"),
    }
    return Side(
        names[engine.Purpose(raw["purpose"])], raw["campaigns"], euros(raw["amount"]), number(raw["people"], 0),
        _bounds(raw["each"], euros),
    )  # fmt: skip


def _worth_lines(answer: Mapping[str, Any], names: Mapping[str, str]) -> Iterator[Line]:
    rows = [answer["everybody"], *answer["groups"]] if answer["everybody"] else []
    for rank, row in enumerate(rows):
        name = names.get(row["name"], row["name"]) if rank else _("Tout le fichier")
        measures = (shares(row["again"]), shares(row["alive"]), visits(row["visits"]), _bounds(row["value"], euros))
        if row["people"]:
            yield Line(name, row["people"], measures)


def _heat(cells: list[Mapping[str, Any]]) -> Iterator[Heat]:
    for rank, name in enumerate(_recencies()):
        row = [cell for cell in cells if cell["recency"] == rank]
        shown = tuple(
            (cell["people"], "" if cell["expected"] is None else number(cell["expected"], 2))
            for cell in sorted(row, key=lambda cell: cell["visits"])
        )
        yield Heat(name, shown)


def _recencies() -> tuple[str, ...]:
    return (
        _("moins de 6 mois"), _("6 à 12 mois"), _("1 à 2 ans"), _("2 à 3 ans"), _("plus de 3 ans"),
    )  # fmt: skip


def _counts() -> tuple[str, ...]:
    plain = [ngettext("%s visite", "%s visites", count) % count for count in range(1, engine.MOST)]
    return (*plain, _("%s et plus") % engine.MOST)


def _age(days: int) -> str:
    months = round(days / 30)
    if months < 12:
        return ngettext("%s mois", "%s mois", months) % months
    years, rest = divmod(months, 12)
    told = ngettext("%s an", "%s ans", years) % years
    return told if not rest else _("%(years)s et %(months)s mois") % {"years": told, "months": rest}


def _checks(raw: Mapping[str, Any]) -> Iterator[Check]:
    for row in [*raw["rows"], raw["total"]]:
        name = _("Ensemble") if row["label"] == "total" else _("Venues %s fois alors") % row["label"]
        predicted = _bounds(row["predicted"], lambda value: number(value, 0))
        if predicted is not None:
            yield Check(name, row["people"], predicted, row["seen"])


def _checked(raw: Mapping[str, Any], level: str) -> str:
    total = raw["total"]
    facts = {
        "days": raw["days"], "low": number(total["predicted"]["low"], 0), "high": number(total["predicted"]["high"], 0),
        "seen": number(total["seen"], 0), "level": level,
        "day": formats.date_format(date.fromordinal(raw["cut"]), "j F Y"),
    }  # fmt: skip
    words = _(
        "Fait avec ce qui était connu le %(day)s, le calcul attendait entre %(low)s et %(high)s visites dans les "
        "%(days)s jours suivants (à %(level)s)\N{NO-BREAK SPACE}; il y en a eu %(seen)s."
    )
    verdict = _("Il tient.") if raw["holds"] else _("Il s’est trompé\N{NO-BREAK SPACE}: lisez la suite avec prudence.")
    return f"{words % facts} {verdict}"
