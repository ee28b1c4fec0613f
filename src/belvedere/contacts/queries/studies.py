"""Image studies read: quotas that fill, weights and what they cost, awareness and image by market and year."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count

from belvedere.contacts.models import Respondent, Study, Wave
from belvedere.engines import surveys as engine


@dataclass(frozen=True)
class Quota:
    """One cell of a margin: its known share (%), the answers wanted and those that are in."""

    trait: str
    cell: str
    share: float
    wanted: int
    have: int

    @property
    def percent(self) -> int:
        return round(100 * self.have / self.wanted) if self.wanted else 100

    @property
    def missing(self) -> int:
        return max(0, self.wanted - self.have)


@dataclass(frozen=True)
class Reading:
    """A wave once weighted; ``fault`` says why it cannot be, in words. ``traits``: in the study's order."""

    wave: Wave
    count: int
    raking: engine.Raking | None
    spontaneous: engine.Estimate | None
    assisted: engine.Estimate | None
    traits: tuple[tuple[str, engine.Estimate], ...]
    fault: str = ""

    @property
    def rate(self) -> float | None:
        """Share of those whom the institute asked; None where it has not said how many."""
        asked = self.wave.contacted
        return self.count / asked if asked and asked >= self.count else None


@dataclass(frozen=True)
class Point:
    """A year of a curve, and how it stands to the year before on the same market."""

    market: str
    year: int
    estimate: engine.Estimate
    change: engine.Change | None


@dataclass(frozen=True)
class Curves:
    """Awareness, then each trait of image: name → points, market by market, year by year."""

    readings: list[Reading]
    curves: list[tuple[str, list[Point]]]


def quotas_of(wave: Wave) -> list[Quota]:
    """One query."""
    counts: Counter[tuple[str, str]] = Counter()
    for cells in Respondent.everything.filter(wave=wave).values_list("cells", flat=True):
        counts.update(cells.items())
    return [
        Quota(trait, cell, share, round(wave.target * share / 100), counts[trait, cell])
        for trait, shares in wave.margins.items()
        for cell, share in shares.items()
    ]


def margins_of(wave: Wave) -> list[engine.Margin]:
    return [
        engine.Margin(trait, {cell: share / 100 for cell, share in shares.items()})
        for trait, shares in wave.margins.items()
    ]


def reading_of(wave: Wave, rows: Sequence[Respondent]) -> Reading:
    if len(rows) < engine.FEWEST:
        reason = engine.proportion(0, len(rows)).reason
        return Reading(wave, len(rows), None, None, None, (), reason)
    try:
        raking = engine.rake([row.cells for row in rows], margins_of(wave))
    except engine.SurveyError as fault:
        return Reading(wave, len(rows), None, None, None, (), str(fault))
    held = [frozenset(row.traits) for row in rows]
    traits = [(name, engine.share([name in one for one in held], raking)) for name in wave.study.trait_names]
    return Reading(
        wave, len(rows), raking, engine.share([row.spontaneous for row in rows], raking),
        engine.share([row.assisted for row in rows], raking), tuple(traits),
    )  # fmt: skip


def one_reading(wave: Wave) -> Reading:
    """One query."""
    return reading_of(wave, list(Respondent.everything.filter(wave=wave)))


def curves_of(study: Study, names: tuple[str, str]) -> Curves:
    """``names``: those of the two curves of awareness. Two queries, however many waves."""
    waves = list(Wave.everything.filter(study=study).select_related("study").defer("content"))
    held: dict[int, list[Respondent]] = defaultdict(list)
    for row in Respondent.everything.filter(wave__in=waves):
        held[row.wave_id].append(row)
    waves.sort(key=lambda wave: (wave.get_market_display(), wave.year))
    readings = [reading_of(wave, held[wave.pk]) for wave in waves]
    told = [one for one in readings if one.raking is not None]
    curves = [
        (names[0], _curve((one.wave, one.spontaneous) for one in told)),
        (names[1], _curve((one.wave, one.assisted) for one in told)),
    ]
    for rank, trait in enumerate(study.trait_names):
        curves.append((trait, _curve((one.wave, one.traits[rank][1]) for one in told)))
    return Curves(readings, curves)


def _curve(pairs: Iterable[tuple[Wave, engine.Estimate | None]]) -> list[Point]:
    points: list[Point] = []
    for wave, estimate in pairs:
        if estimate is None:
            continue
        last = points[-1] if points and points[-1].market == wave.get_market_display() else None
        change = engine.change(last.estimate, estimate) if last else None
        points.append(Point(wave.get_market_display(), wave.year, estimate, change))
    return points


def answers_of(waves: Sequence[Wave]) -> dict[int, int]:
    """Wave → how many answers are in. One query."""
    rows = Respondent.everything.filter(wave__in=waves).order_by()
    return dict(rows.values_list("wave").annotate(Count("pk")))
