"""What secrecy hides of series, decided on fixed tables: a family of series (totals and parts) in one year, its periods
and their sum. Whatever is asked for, the answer is reckoned from these cells, so that two questions reveal no more.

A revised figure is published beside what had been: the deliveries, which are kept, are played again one by one
(``engines.flows.next_release``). Series of flows follow what was decided for all flows together (``queries.flows``).
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from belvedere.engines import flows as engine
from belvedere.engines import indicators
from belvedere.observatory.enums import Frequency, SourceKind
from belvedere.observatory.models import DataSource, Series

from . import facts, flows

Cell = tuple[int, date]
State = dict[Cell, tuple[tuple[bool, date, int], float]]
YEAR = "year"


@dataclass(frozen=True)
class Guard:
    """``hidden``: (series, first day) of what may not be shown; ``years``: sums of the years that may be, with None for
    those that may not; ``given``: values that stand in the place of the facts (as they were published)."""

    hidden: frozenset[Cell] = frozenset()
    years: dict[tuple[int, int], float | None] = field(default_factory=dict)
    given: dict[Cell, float] = field(default_factory=dict)

    def __or__(self, other: "Guard") -> "Guard":
        return Guard(self.hidden | other.hidden, self.years | other.years, self.given | other.given)


def guard_of(series: Iterable[Series]) -> Guard:
    """What holds for these series, for everyone."""
    series = list(series)
    flowing = [one for one in series if one.source.kind == SourceKind.FLUX_VISION]
    guard = Guard()
    by_source: dict[DataSource, list[Series]] = defaultdict(list)
    for one in flowing:
        by_source[one.source].append(one)
    for source, members in by_source.items():
        guard |= _of_flows(source, members)
    return guard | _of_families([one for one in series if one not in flowing])


# --- Series of flows --------------------------------------------------------------------------------------------------


def _of_flows(source: DataSource, series: Sequence[Series]) -> Guard:
    """Days and years as the publication has them; a day that it does not hold is not shown."""
    asked = tuple(sorted((one.pk, one.key) for one in series))
    return _flow_guard(source, asked, flows.stamp_of(source), _stamps(series))


def _stamps(series: Sequence[Series]) -> tuple[tuple[str, int], ...]:
    return tuple((str(file), file.stat().st_mtime_ns) for file in facts.files_of(series))


@lru_cache(maxsize=64)
def _flow_guard(source: DataSource, asked: tuple[tuple[int, str], ...], *_stamps: object) -> Guard:
    # long: one pass over the publication, by kind of cell
    """Guard of series (number, key); kept as long as neither the publication nor the facts change."""
    named = {pk: _address(key) for pk, key in asked}
    days: dict[tuple[str, str, str, str, date], int | None] = {}
    years: dict[tuple[str, str, str, str, int], list[int | None]] = defaultdict(list)
    for family, category in sorted({(one[0], one[1]) for one in named.values()}):
        zones = {one[2] for one in named.values() if one[:2] == (family, category)}
        table = flows.cells(source, family=family, category=category, kinds=("day", "month", "stay"), zones=zones)
        for row in table.to_pylist():
            place = (family, category, row["zone"])
            if row["kind"] == "month":
                years[*place, row["part"], row["month"].year].append(row["volume"])
            elif row["kind"] == "day":
                days[*place, row["part"], row["day"]] = row["volume"]
            elif row["volume"] is None:
                days[*place, "stay", row["day"]] = None
            else:
                days.setdefault((*place, "stay", row["day"]), 0)
    hidden, given = set(), {}
    members = [Series(pk=pk, key=key, source=source, frequency=Frequency.DAY) for pk, key in asked]
    for row in facts.points(members).to_pylist():
        cell, address = (row["series"], row["period"]), named[row["series"]]
        value = days.get((*address, row["period"]))
        if value is None:
            hidden.add(cell)
        elif address[3] != "stay":
            given[cell] = float(value)
    sums = {
        (pk, year): None if None in held else float(sum(held))  # type: ignore[arg-type]
        for pk, address in named.items()
        for (*place, year), held in years.items()
        if tuple(place) == address
    }
    return Guard(frozenset(hidden), sums, given)


def _address(key: str) -> tuple[str, str, str, str]:
    """Family, category, zone and side of the publication that a series shows (keys: ``imports.flux``)."""
    family, category, rest = key.split("/", 2)
    for side in ("non_residents", "residents"):
        if rest.endswith(f"/{side}"):
            return family, category, rest.removesuffix(f"/{side}"), side
    return family, category, rest, "stay" if family == "sejourduree" else "all"


# --- Other series -----------------------------------------------------------------------------------------------------


def _of_families(series: Sequence[Series]) -> Guard:
    if not any(one.secrecy or one.total_id for one in series) and not _are_totals(series):
        return Guard()
    guard = Guard()
    for members in _families({one.total_id or one.pk for one in series}):
        ties = tuple((one.pk, one.total_id, one.secrecy, one.source_id, one.frequency, one.unit) for one in members)
        guard |= _family_guard(ties, _stamps(members))
    return guard


def _are_totals(series: Sequence[Series]) -> bool:
    """A total without a threshold of its own may betray parts that have one."""
    return bool(series) and Series.everything.filter(total__in=[one.pk for one in series]).exists()


def _families(roots: set[int]) -> list[list[Series]]:
    """Totals with their parts. Parts of parts are one family with the highest total."""
    members = {one.pk: one for one in Series.everything.filter(pk__in=roots)}
    above = {one.total_id for one in members.values() if one.total_id} - members.keys()
    if above:
        return _families({*above, *(pk for pk, one in members.items() if not one.total_id)})
    families = {pk: [one] for pk, one in members.items()}
    reached = {pk: pk for pk in members}
    while reached:
        below = list(Series.everything.filter(total__in=reached).exclude(pk__in=members))
        reached = {one.pk: reached[one.total_id] for one in below if one.total_id}
        members |= {one.pk: one for one in below}
        for one in below:
            families[reached[one.pk]].append(one)
    return list(families.values())


@lru_cache(maxsize=256)
def _family_guard(ties: tuple[tuple[Any, ...], ...], stamps: tuple[tuple[str, int], ...]) -> Guard:
    """Guard of a family. ``stamps`` change with its facts, so that what was kept is never out of date."""
    threshold = max(tie[2] for tie in ties)
    if not threshold or not stamps:
        return Guard()
    names = ("pk", "total_id", "secrecy", "source_id", "frequency", "unit")
    members = [Series(**dict(zip(names, tie, strict=True))) for tie in ties]
    releases = replay(members, facts.versions_of(members).to_pylist(), threshold)
    guard = Guard()
    for year, release in releases.items():
        hidden = frozenset((int(pk), date.fromisoformat(day)) for pk, day in release.hidden if day != YEAR)
        sums = {
            (int(name[0]), year): None if (shown := release.shown(name)) is None else float(shown)
            for name in release.block.values
            if name[1] == YEAR
        }
        guard |= Guard(hidden, sums if hidden else {})
    return guard


def replay(members: Sequence[Series], versions: Iterable[dict[str, Any]], threshold: int) -> dict[int, engine.Release]:
    """Last release of each year in which something was ever hidden; ``versions``: every row that was delivered."""
    by_delivery: dict[tuple[date, int], list[dict[str, Any]]] = defaultdict(list)
    for row in versions:
        by_delivery[row["delivered"], row["delivery"]].append(row)
    states: dict[int, State] = defaultdict(dict)
    releases: dict[int, list[engine.Release]] = defaultdict(list)
    for delivery in sorted(by_delivery):
        for row in by_delivery[delivery]:
            rank = (not row["provisional"], row["delivered"], row["delivery"])
            cell, state = (row["series"], row["period"]), states[row["period"].year]
            if cell not in state or state[cell][0] <= rank:
                state[cell] = (rank, row["value"])
        for year in {row["period"].year for row in by_delivery[delivery]}:
            found = _next(members, states[year], threshold, releases[year])
            if found is not None and (not releases[year] or found is not releases[year][-1]):
                releases[year].append(found)
    return {year: held[-1] for year, held in releases.items() if held}


def _next(
    members: Sequence[Series], state: State, threshold: int, earlier: Sequence[engine.Release]
) -> engine.Release | None:
    counts = {cell: round(value) for cell, (_rank, value) in state.items()}
    if not earlier and not any(0 < value < threshold for value in counts.values()):
        return None
    return engine.next_release(block_of(members, counts, threshold), threshold, earlier)


def block_of(members: Sequence[Series], counts: dict[Cell, int], threshold: int) -> engine.Block:
    """Periods of a family in a year, and the sums that tie them: a period's total and its parts, a year's periods."""
    counts, sums = dict(counts), []
    periods: dict[date, set[int]] = defaultdict(set)
    for number, period in counts:
        periods[period].add(number)
    for period, numbers in sorted(periods.items()):
        for whole, parts in _totals(members, numbers):
            added = sum(counts[part, period] for part in parts)
            # A rest that nobody publishes protects its parts by itself; a smaller gap is only rounding.
            if abs(counts[whole, period] - added) < threshold:
                counts[whole, period] = added
                sums.append((_name(whole, period), tuple(_name(part, period) for part in parts)))
    values = {_name(*cell): value for cell, value in counts.items()}
    adding = {one.pk for one in members if indicators.rule_of(one.unit).over_time and one.frequency != Frequency.YEAR}
    for number in sorted(adding & {number for number, _period in counts}):
        inside = tuple(_name(number, period) for period in sorted(periods) if number in periods[period])
        values[str(number), YEAR] = sum(values[name] for name in inside)
        sums.append(((str(number), YEAR), inside))
    return engine.Block(values, tuple(sums))


def _name(number: int, period: date) -> tuple[str, str]:
    return str(number), period.isoformat()


def _totals(members: Sequence[Series], present: set[int]) -> list[tuple[int, list[int]]]:
    """(total, its parts) among the series that are present, the deepest totals first."""
    above = {one.pk: one.total_id for one in members}
    parts: dict[int, list[int]] = defaultdict(list)
    for number, whole in above.items():
        if whole in present and number in present:
            parts[whole].append(number)
    return [(whole, parts[whole]) for whole in sorted(parts, key=lambda one: (-_depth(one, above), one))]


def _depth(number: int, above: dict[int, int | None]) -> int:
    seen: list[int] = []
    here: int | None = number
    while here is not None and here not in seen:
        seen.append(here)
        here = above.get(here)
    return len(seen)
