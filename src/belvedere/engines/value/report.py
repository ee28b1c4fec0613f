"""The answer as plain JSON."""

from dataclasses import fields, is_dataclass
from enum import Enum
from math import isfinite
from typing import Any

from .types import Answer


def as_json(answer: Answer) -> dict[str, Any]:
    """Everything but the row of each person."""
    return {one.name: _plain(getattr(answer, one.name)) for one in fields(answer) if one.name != "each"}


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, (tuple, list)):
        return [_plain(one) for one in value]
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, float):
        return round(value, 6) if isfinite(value) else None
    return value
