"""Opening hours as rules, and the compact dictionary that a database stores."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

EVERY_DAY = 127
DAY = 1440
LONGEST = 2 * DAY

Span = tuple[int, int | None]
"""Minutes of the day (start, end): end over 1440 is on the next day, None means that the end is not known."""

Period = tuple[date | None, date | None, int, int | None, int | None, str]
"""(first day, last day, weekdays mask with Monday as bit 0, opens, closes, note): how sources tell opening hours."""


class ScheduleError(ValueError):
    """A rule or a stored schedule that says nothing possible; the message is a French sentence."""


@lru_cache(maxsize=64)
def zone(name: str) -> ZoneInfo:
    """Raises ScheduleError for a name that is no time zone."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise ScheduleError(f"fuseau horaire inconnu : « {name} »") from error


@dataclass(frozen=True, slots=True)
class Rule:
    """Some days, and the hours of those days.

    ``first`` and ``last`` are inclusive, None is open-ended. ``yearly``: only their month and day count, and a first
    after the last runs over New Year. ``weekdays``: bit 0 is Monday. ``spans`` empty: open at hours that are not
    known. ``closed``: those days are closed (then no spans).
    """

    first: date | None = None
    last: date | None = None
    weekdays: int = EVERY_DAY
    spans: tuple[Span, ...] = ()
    closed: bool = False
    yearly: bool = False
    note: str = ""

    def __post_init__(self) -> None:
        if not 1 <= self.weekdays <= EVERY_DAY:
            raise ScheduleError("une règle doit valoir au moins un jour de la semaine")
        if self.closed and self.spans:
            raise ScheduleError("une règle de fermeture ne porte pas d’heures")
        if self.yearly and (self.first is None or self.last is None):
            raise ScheduleError("une règle annuelle a un premier et un dernier jour")
        if not self.yearly and self.first and self.last and self.first > self.last:
            raise ScheduleError(f"la période finit ({self.last:%d/%m/%Y}) avant de commencer ({self.first:%d/%m/%Y})")
        for start, end in self.spans:
            if not 0 <= start < DAY or (end is not None and not start < end <= LONGEST):
                raise ScheduleError(f"plage horaire impossible : de {start} à {end} minutes")
            if end is not None and end - start > DAY:
                raise ScheduleError(f"plage horaire de plus de 24 heures : de {start} à {end} minutes")

    def covers(self, day: date) -> bool:
        """Is that day one of the rule's?"""
        if not self.weekdays >> day.weekday() & 1:
            return False
        if not self.yearly:
            return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)
        here = (day.month, day.day)
        first, last = _month_day(self.first), _month_day(self.last)
        return first <= here <= last if first <= last else here >= first or here <= last


def _month_day(day: date | None) -> tuple[int, int]:
    return (day.month, day.day) if day else (1, 1)


@dataclass(frozen=True, slots=True)
class Schedule:
    """Everything that is known of when a place is open, in its own local time.

    A day is closed unless a rule opens it; rules add up; a closing rule wins over opening ones. The exceptions that
    cover a day replace all rules for that day, in the same way. ``known`` is False when no hour is known at all.
    """

    rules: tuple[Rule, ...] = ()
    exceptions: tuple[Rule, ...] = ()
    timezone: str = "Europe/Paris"

    def __post_init__(self) -> None:
        zone(self.timezone)

    @property
    def known(self) -> bool:
        return any(rule.spans for rule in (*self.rules, *self.exceptions))

    def to_dict(self) -> dict[str, Any]:
        """Short keys, defaults left out: ``{"r": [{"f": "2026-04-01", "l": …, "w": 63, "s": [[600, 1080]]}], …}``."""
        found: dict[str, Any] = {"r": [_rule_to_dict(rule) for rule in self.rules]}
        if self.exceptions:
            found["x"] = [_rule_to_dict(rule) for rule in self.exceptions]
        if self.timezone != "Europe/Paris":
            found["z"] = self.timezone
        return found

    @classmethod
    def from_dict(cls, data: Any) -> "Schedule":
        """Raises ScheduleError with the place of the fault."""
        if not isinstance(data, Mapping) or not data.keys() <= {"r", "x", "z"}:
            raise ScheduleError("horaires illisibles : un objet aux clés r, x et z est attendu")
        name = data.get("z", "Europe/Paris")
        if not isinstance(name, str):
            raise ScheduleError("z : un nom de fuseau horaire est attendu")
        return cls(_rules_from(data.get("r", []), "r"), _rules_from(data.get("x", []), "x"), name)


class Slot(NamedTuple):
    """One dated session: aware datetimes, at most 24 h. ``end`` None: not known; ``hours`` False: only the day is."""

    start: datetime
    end: datetime | None
    hours: bool
    note: str


def _rule_to_dict(rule: Rule) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if rule.first:
        found["f"] = rule.first.isoformat()
    if rule.last:
        found["l"] = rule.last.isoformat()
    if rule.weekdays != EVERY_DAY:
        found["w"] = rule.weekdays
    if rule.spans:
        found["s"] = [list(span) for span in rule.spans]
    if rule.closed:
        found["c"] = 1
    if rule.yearly:
        found["y"] = 1
    if rule.note:
        found["n"] = rule.note
    return found


def _rules_from(data: Any, key: str) -> tuple[Rule, ...]:
    if not isinstance(data, list):
        raise ScheduleError(f"{key} : une liste de règles est attendue")
    rules = []
    for i, item in enumerate(data):
        try:
            rules.append(_rule_from(item))
        except ScheduleError as error:
            raise ScheduleError(f"{key}[{i}] : {error}") from None
        except (TypeError, ValueError, KeyError):
            raise ScheduleError(f"{key}[{i}] : règle illisible") from None
    return tuple(rules)


def _rule_from(item: Any) -> Rule:
    if not isinstance(item, Mapping) or not item.keys() <= set("flwscyn"):
        raise ScheduleError("un objet aux clés f, l, w, s, c, y et n est attendu")
    weekdays, note = item.get("w", EVERY_DAY), item.get("n", "")
    if type(weekdays) is not int or not isinstance(note, str):
        raise ScheduleError("w est un nombre entier et n un texte")
    return Rule(
        date.fromisoformat(item["f"]) if "f" in item else None,
        date.fromisoformat(item["l"]) if "l" in item else None,
        weekdays,
        tuple(_span_from(span) for span in item.get("s", [])),
        bool(item.get("c", 0)),
        bool(item.get("y", 0)),
        note,
    )


def _span_from(span: Any) -> Span:
    start, end = span
    if type(start) is not int or type(end) not in (int, type(None)):
        raise ScheduleError("une plage est faite de deux nombres entiers de minutes")
    return start, end
