"""What lies beside the index: the labels of facet values and the distinct schedules, one JSON line each, append-only.

Thousands of offers share a few schedules: the index holds the number of a schedule, this file what it says.
"""

import hashlib
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import orjson

from . import index

VOCABULARY = "vocabulary.jsonl"
SCHEDULES = "schedules.jsonl"

Read = TypeVar("Read")
_kept: dict[tuple[Path, Callable[..., Any]], tuple[int, Any]] = {}
_lock = threading.Lock()


def schedule_number(schedule: Mapping[str, Any]) -> int:
    """A stable number below 2^63 for what a schedule says; 0 for an empty one."""
    if not schedule:
        return 0
    digest = hashlib.blake2b(orjson.dumps(schedule, option=orjson.OPT_SORT_KEYS), digest_size=8).digest()
    return int.from_bytes(digest) >> 1


def lines(place: Path) -> list[Any]:
    return [orjson.loads(line) for line in place.read_bytes().splitlines()] if place.exists() else []


def kept(name: str, build: Callable[[list[Any]], Read]) -> Read:
    """What ``build`` makes of a side file, made again only when the file has grown."""
    place = index.folder() / name
    size = place.stat().st_size if place.exists() else 0
    with _lock:
        known = _kept.get((place, build))
        if known is None or known[0] != size:
            known = _kept[place, build] = (size, build(lines(place)))
        return known[1]
