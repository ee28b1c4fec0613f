"""Segments: 1,000,000 contacts × 200 segments in full (goal: under 60 s) and for a change (under 1 s), against a loop.

Peer in the same run: the straightforward evaluation of each person for each segment, on a sample that must give the
same members, scaled to everybody and said so. One process, one thread, people and acts drawn with a seed. Changes:
one person, a thousand persons, an hour that passes, one segment redefined; each must leave the same members as a full
refresh. Options: --people 1000000, --segments 200, --sample 1000, --seed 5.
"""

import argparse
import os
import resource
import statistics
import sys
import time
from collections.abc import Callable, Sequence

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np
from _segments_peer import answer

from belvedere.engines.segments import (
    DAY,
    KIND,
    YES,
    Acts,
    Age,
    All,
    Any,
    Clue,
    Column,
    Compare,
    Condition,
    Contacts,
    Flag,
    Lean,
    Not,
    OneOf,
    Segment,
    Starts,
    Window,
    Within,
    answers,
    assemble,
    compile_segments,
    pack,
    revise,
    timeline_of,
    touched,
)

FULL, CHANGE = 60.0, 1.0
NOW = 20_600 * DAY
KINDS = ("desk", "sheet", "booked", "bought", "stayed", "answered", "clicked", "opened")
THEMES = tuple(f"theme{rank}" for rank in range(15))
LANGUAGES = ("fr", "en", "de", "nl", "es", "it")
POSTCODES = tuple(f"{department:02d}{town:03d}" for department in range(1, 96) for town in (0, 100, 400))
COMMUNES = tuple(f"commune{rank}" for rank in range(300))


def some_contacts(size: int, seed: int) -> Contacts:
    """Five acts a person on average over four years, most with few; a third of what may be known is not."""
    rng = np.random.default_rng(seed)
    people = {
        "language": choice(rng, size, LANGUAGES),
        "postcode": choice(rng, size, POSTCODES),
        "birth_year": number(rng, size, 1940, 2008),
        "news": Column("flag", rng.integers(0, 2, size).astype(np.int8)),
        "mail": Column("flag", rng.integers(0, 2, size).astype(np.int8)),
        "created": Column("moment", NOW - rng.integers(0, 1_500 * DAY, size)),
    }
    owner = np.repeat(np.arange(size, dtype=np.int32), rng.geometric(1 / 5, size))
    count = len(owner)
    when = NOW - rng.integers(-30 * DAY, 1_500 * DAY, count)
    masks = np.uint64(1) << rng.integers(0, 15, (2, count)).astype(np.uint64)
    acts = {
        KIND: Column("choice", rng.integers(0, len(KINDS), count).astype(np.int32), KINDS),
        "themes": Column("tags", np.where(rng.random(count) < 0.3, np.uint64(0), masks[0] | masks[1]), THEMES),
        "nights": number(rng, count, 1, 15),
        "children": number(rng, count, 0, 4),
        "adults": number(rng, count, 1, 6),
        "amount": number(rng, count, 500, 30_000),
        "commune": choice(rng, count, COMMUNES),
    }
    return assemble(size, people, owner, when, acts)


def choice(rng: np.random.Generator, size: int, words: tuple[str, ...]) -> Column:
    codes = rng.integers(0, len(words), size).astype(np.int32)
    return Column("choice", np.where(rng.random(size) < 0.33, np.int32(-1), codes), words)


def number(rng: np.random.Generator, size: int, low: int, high: int) -> Column:
    values = rng.integers(low, high, size)
    return Column("number", np.where(rng.random(size) < 0.33, np.iinfo(np.int64).min, values))


def some_segments(count: int, seed: int) -> list[Segment]:
    """Like an office's: two to five conditions, some on others, one in six a soft type of four clues."""
    rng = np.random.default_rng(seed + 1)
    made: list[Segment] = []
    for rank in range(count):
        condition: Condition
        if rng.random() < 1 / 6:
            clues = tuple(Clue("indice", a_leaf(rng), 3, 1) for _ in range(4))
            condition = Lean(clues, 1, 6, 60)
        else:
            parts = tuple(a_leaf(rng) for _ in range(int(rng.integers(2, 6))))
            parts = (*parts[:-1], Not(parts[-1])) if rng.random() < 0.3 else parts
            condition = All(parts) if rng.random() < 0.6 else Any(parts)
            if made and rng.random() < 0.2:
                condition = All((Within(made[int(rng.integers(len(made)))].key), condition))
        made.append(Segment(f"s{rank}", f"Segment {rank}", condition))
    return made


def a_leaf(rng: np.random.Generator) -> Condition:
    """Three in five on acts."""
    if rng.random() < 0.4:
        return (
            OneOf("language", tuple(rng.choice(LANGUAGES, 2, replace=False).tolist())),
            Starts("postcode", tuple(f"{int(d):02d}" for d in rng.choice(np.arange(1, 96), 12, replace=False))),
            Compare("birth_year", ">=", int(rng.integers(1950, 2000))),
            Flag("news"),
            Age("created", "<", int(rng.integers(30, 1_000))),
        )[int(rng.integers(5))]
    kinds = tuple(sorted(rng.choice(KINDS, int(rng.integers(1, 5)), replace=False).tolist()))
    where = (
        (), (OneOf("themes", tuple(rng.choice(THEMES, 2, replace=False).tolist())),), (Compare("children", ">=", 1),),
        (Compare("nights", ">=", int(rng.integers(1, 8))),),
    )[int(rng.integers(4))]  # fmt: skip
    window = Window(int(rng.choice((30, 90, 180, 365, 730, 1_096))))
    return (
        Acts(kinds, ">=", int(rng.integers(1, 3)), "count", None, where, window),
        Acts(kinds, ">=", 50, "share", None, where or (Compare("adults", "=", 2),), window),
        Acts(kinds, ">=", int(rng.integers(5_000, 40_000)), "sum", "amount", (), window),
        Acts(kinds, "<", int(rng.integers(30, 1_000)), "last", None, where),
        Acts(kinds, ">=", 2, "distinct", "commune", where, window),
    )[int(rng.choice(5, p=(0.45, 0.2, 0.1, 0.15, 0.1)))]


def timed(action: Callable[[], object], repeats: int = 1) -> tuple[float, float]:
    """Median (wall, CPU) seconds."""
    walls, cpus = [], []
    for _ in range(repeats):
        wall, cpu = time.perf_counter(), time.process_time()
        action()
        walls.append(time.perf_counter() - wall)
        cpus.append(time.process_time() - cpu)
    return statistics.median(walls), statistics.median(cpus)


def line(name: str, spent: tuple[float, float], goal: float | None, note: str = "") -> None:
    aim = f"{goal:8.0f} s" if goal is not None else " " * 10
    print(f"{name:44} {spent[0]:10.3f} s {spent[1]:10.3f} s {aim}  {note}")


def look_again(plan: object, contacts: Contacts, bits: np.ndarray, rows: np.ndarray, now: int) -> None:
    """What a change costs once the persons are read: reckoned, and written into the members."""
    found = answers(plan, contacts.pick(rows), now)
    for held, row in zip(bits, found, strict=True):
        revise(held, rows, row)


def main(argv: Sequence[str] | None = None) -> int:
    # long: one line printed after the other
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, default=1_000_000)
    parser.add_argument("--segments", type=int, default=200)
    parser.add_argument("--sample", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=5)
    options = parser.parse_args(argv)
    print("Drawing people and acts…", file=sys.stderr)
    contacts = some_contacts(options.people, options.seed)
    segments = some_segments(options.segments, options.seed)
    plan = compile_segments(segments)
    rng = np.random.default_rng(options.seed + 2)
    base = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{options.people} people, {len(contacts.when)} acts, {len(segments)} segments: {len(plan.steps)} steps, "
        f"{len(plan.clocks)} periods\n"
    )
    print(f"{'':44} {'wall':>12} {'CPU':>12} {'goal':>10}")
    kept: list[np.ndarray] = []
    line("full refresh", timed(lambda: kept.append(pack(answers(plan, contacts, NOW)))), FULL)
    bits = kept[0]
    one, thousand = (rng.choice(contacts.size, min(k, contacts.size), replace=False) for k in (1, 1_000))
    line("one person changed", timed(lambda: look_again(plan, contacts, bits, one, NOW), 5), CHANGE)
    line("1,000 people changed", timed(lambda: look_again(plan, contacts, bits, thousand, NOW), 3), CHANGE)
    later, moved, timeline = NOW + 3_600, 0, timeline_of(contacts)

    def pass_an_hour() -> None:
        nonlocal moved
        rows = touched(plan, timeline, NOW, later)
        moved = len(rows)
        look_again(plan, contacts, bits, rows, later)

    line("an hour passes", timed(pass_an_hour), CHANGE, f"{moved} people at an edge")
    again = pack(answers(plan, contacts, later))
    assert np.array_equal(again, bits), "what was kept current differs from a full refresh"
    changed = plan.only([segments[len(segments) // 2].key])
    line("one segment redefined", timed(lambda: pack(answers(changed, contacts, later)), 3), CHANGE)
    peer(segments, contacts, bits, later, options.sample, rng)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"\nMemory: {base:.0f} MiB with people and acts, {peak:.0f} MiB at most; members kept: {bits.nbytes >> 20} MiB"
    )
    return 0


def peer(
    segments: list[Segment], contacts: Contacts, bits: np.ndarray, now: int, sample: int, rng: np.random.Generator
) -> None:
    """Person by person, on a sample: the same members, and the time it would take for all."""
    rows = np.sort(rng.choice(contacts.size, min(sample, contacts.size), replace=False))
    people = [contacts.person(int(row)) for row in rows]
    known = {segment.key: segment.condition for segment in segments}
    found: list[list[int]] = []
    wall, cpu = timed(
        lambda: found.extend([answer(s.condition, one, known, now) for one in people] for s in segments)
    )  # fmt: skip
    ours = np.unpackbits(bits, axis=1, bitorder="little")[:, rows]
    assert np.array_equal(np.array(found) == YES, ours == 1), "the loop finds other members"
    scale = contacts.size / len(rows)
    line("peer: person by person", (wall * scale, cpu * scale), None, f"{len(rows)} people measured, × {scale:.0f}")


if __name__ == "__main__":
    sys.exit(main())
