"""Persons, consents and acts read as the columns of the engine. Four queries, whatever the number of persons."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

import numpy as np
from django.db import connection
from django.db.models import CharField, F, Func, IntegerField, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast
from django.utils import timezone
from numpy.typing import NDArray

from belvedere.contacts.enums import Channel, Purpose
from belvedere.contacts.models import Act, Consent, Person
from belvedere.engines import segments as engine
from belvedere.engines.segments import KIND, MISSING, Column
from belvedere.territories.models import Destination

from .segment_fields import consent_field, schema

FIGURES = ("amount", "adults", "children", "nights")
YES_NO = ("business", "access", "dog")
WORDS = ("stay",)


class Seconds(Func):
    """Whole seconds since 1970."""

    output_field = IntegerField()

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        return self.as_sql(
            compiler, connection, template="CAST(strftime('%%%%s', %(expressions)s) AS INTEGER)", **extra
        )

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        template = "FLOOR(EXTRACT(EPOCH FROM %(expressions)s))::bigint"
        return self.as_sql(compiler, connection, template=template, **extra)


@dataclass(frozen=True)
class Crowd:
    """People as columns; ``numbers[row]`` is the person of that row."""

    numbers: NDArray[np.int64]
    contacts: engine.Contacts


def moment(now: datetime) -> int:
    """The instant as the engine counts it."""
    return int(now.timestamp())


def instant(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def among(numbers: NDArray[np.int64]) -> RawSQL:
    """Numbers as one parameter: an IN list stops at some thousands."""
    if connection.vendor == "postgresql":
        return RawSQL("SELECT unnest(%s::bigint[])", [numbers.tolist()])
    return RawSQL("SELECT value FROM json_each(%s)", [json.dumps(numbers.tolist())])


def crowd_of(destination: Destination | int, narrowed: Q) -> Crowd:
    """Persons of the file that answer to ``narrowed`` (on ``Person``), by number."""
    people = Person.everything.present().filter(narrowed, destination=destination)
    numbers, columns = _people(people)
    owner, when, acts = _acts(numbers)
    return Crowd(numbers, engine.assemble(len(numbers), columns | _consents(numbers), owner, when, acts))


def _people(people: "QuerySet[Person]") -> tuple[NDArray[np.int64], dict[str, Column]]:
    rows = people.order_by("pk").values_list(
        "pk", Seconds("created_at"), Seconds("last_own_act_at"), "birth_year", "postcode", "country", "language",
        "source", "email", "phone",
    )  # fmt: skip
    number, created, last, born, *words, mail, phone = _turned(rows, 10)
    named = zip(("postcode", "country", "language", "source"), words, strict=True)
    return np.array(number, dtype=np.int64), {
        "created": figures(created, "moment"),
        "last_own": figures(last, "moment"),
        "birth_year": figures(born),
        "mail": flags([bool(value) for value in mail]),
        "phone": flags([bool(value) for value in phone]),
        **{name: choice(values, known_words(name)) for name, values in named},
    }


def _consents(numbers: NDArray[np.int64]) -> dict[str, Column]:
    """A consent that was never asked for is not given: here « no » is known."""
    given = {
        consent_field(purpose, channel): np.zeros(len(numbers), dtype=np.int8)
        for purpose in Purpose
        for channel in Channel
    }
    held = Consent.everything.filter(in_force=True, given=True, person_id__in=among(numbers))
    person, purpose, channel = _turned(held.values_list("person_id", "purpose", "channel"), 3)
    rows = rows_among(np.array(person, dtype=np.int64), numbers)
    for row, one, way in zip(rows.tolist(), purpose, channel, strict=True):
        given[consent_field(one, way)][row] = 1
    return {name: Column("flag", data) for name, data in given.items()}


def _acts(
    numbers: NDArray[np.int64],
) -> tuple[NDArray[np.int32], NDArray[np.int64], dict[str, Column]]:
    facts = [f"facts__{name}" for name in (*FIGURES, *YES_NO, *WORDS)]
    rows = Act.everything.filter(person_id__in=among(numbers)).annotate(
        seconds=Seconds("at"), told=Cast(F("facts__themes"), CharField())
    )
    person, kind, seconds, own, told, place, *values = _turned(
        rows.values_list("person_id", "kind", "seconds", "own", "told", "facts__commune__name", *facts), 6 + len(facts)
    )
    found = dict(zip((*FIGURES, *YES_NO, *WORDS), values, strict=True))
    when = np.array(seconds, dtype=np.int64)
    columns = {KIND: choice(kind, tuple(schema().kinds)), "own": flags(own), "themes": tags(told)}
    columns |= {name: figures(found[name]) for name in FIGURES} | {name: flags(found[name]) for name in YES_NO}
    columns |= {"stay": choice(found["stay"], known_words("stay")), "commune": choice(place), "party": _party(columns)}
    return rows_among(np.array(person, dtype=np.int64), numbers), when, columns | _calendar(when)


def _turned(rows: Iterable[tuple[Any, ...]], width: int) -> list[Sequence[Any]]:
    """Columns from rows, also where there is none."""
    return list(zip(*rows, strict=True)) or [()] * width


def rows_among(person: NDArray[np.int64], numbers: NDArray[np.int64]) -> NDArray[np.int32]:
    return np.searchsorted(numbers, person).astype(np.int32)


def known_words(name: str) -> tuple[str, ...]:
    field = schema().person_field(name) or schema().act_field(name)
    return tuple(field.values) if field else ()


def figures(values: Sequence[int | None], kind: engine.Kind = "number") -> Column:
    return Column(kind, np.array([MISSING if value is None else value for value in values], dtype=np.int64))


def flags(values: Sequence[bool | None]) -> Column:
    return Column("flag", np.array([-1 if value is None else value for value in values], dtype=np.int8))


def choice(values: Sequence[str | None], first: tuple[str, ...] = ()) -> Column:
    """Codes of the words, those of ``first`` before the others; an empty word is not known."""
    words = tuple(dict.fromkeys((*first, *(value for value in values if value))))
    ranks: dict[str | None, int] = {word: rank for rank, word in enumerate(words)} | {"": -1, None: -1}
    return Column("choice", np.array([ranks[value] for value in values], dtype=np.int32), words)


def tags(values: Sequence[str | None]) -> Column:
    """From the stored lists, as text: few different ones come back again and again."""
    words = known_words("themes")

    @cache
    def mask(text: str | None) -> int:
        said = set(json.loads(text)) if text else set()
        return sum(1 << rank for rank, word in enumerate(words) if word in said)

    return Column("tags", np.array([mask(value) for value in values], dtype=np.uint64), words)


def _party(columns: dict[str, Column]) -> Column:
    """Adults and children together, where both are known."""
    adults, children = columns["adults"].data, columns["children"].data
    known = (adults != MISSING) & (children != MISSING)
    return Column("number", np.where(known, adults + np.where(known, children, 0), MISSING))


def _calendar(when: NDArray[np.int64]) -> dict[str, Column]:
    """Year and month on the clock of the place; its distance to UTC is that of noon, of each day."""
    zone = timezone.get_default_timezone()
    days, inverse = np.unique(when // engine.DAY, return_inverse=True)
    noons = [datetime.fromtimestamp(int(day) * engine.DAY + engine.DAY // 2, zone) for day in days]
    shift = np.array([int(noon.utcoffset().total_seconds()) for noon in noons], dtype=np.int64)  # type: ignore[union-attr]
    months = (when + (shift[inverse] if len(days) else 0)).astype("datetime64[s]").astype("datetime64[M]").astype(int)
    words = tuple(str(month) for month in range(1, 13))
    return {
        "year": Column("number", (1970 + months // 12).astype(np.int64)),
        "month": Column("choice", (months % 12).astype(np.int32), words),
    }
