"""Statements as plain JSON and back: what is kept of a note, for another language to say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from .types import Comparison, Forecast, Kind, Statement, Verdict


def as_json(one: Statement) -> dict[str, Any]:
    return asdict(one) | {"last": one.last.isoformat()}


def from_json(data: Mapping[str, Any]) -> Statement:
    """What ``as_json`` gave."""
    held = dict(data)
    forecast = held["forecast"]
    return Statement(
        **held
        | {
            "kind": Kind(held["kind"]), "last": date.fromisoformat(held["last"]), "year": _comparison(held["year"]),
            "expected": _comparison(held["expected"]), "forecast": Forecast(**forecast) if forecast else None,
        }
    )  # fmt: skip


def _comparison(data: Mapping[str, Any]) -> Comparison:
    return Comparison(**{**data, "verdict": Verdict(data["verdict"])})
