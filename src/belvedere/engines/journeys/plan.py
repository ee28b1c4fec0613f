"""Reading a journey from plain JSON, and refusing one that cannot be walked."""

from collections.abc import Mapping
from datetime import time
from typing import Any

from .types import Kind, Plan, PlanError, Step, Wait

LONGEST = 3660  # days: ten years


def read_plan(steps: Any) -> Plan:
    """``[{"key", "kind": "wait", "days", "hours", "at": "10:00", "then"}, {"kind": "condition", "if", "then",
    "otherwise"}, {"kind": "letter", "letter", "then"}]``; the first step is the first of the list. ``then`` left out
    means the next of the list. Raises PlanError."""
    if not isinstance(steps, list) or not steps:
        raise PlanError("Un parcours a au moins une étape.")
    raw = [one if isinstance(one, Mapping) else {} for one in steps]
    keys = [str(one.get("key") or "") for one in raw]
    found: dict[str, Step] = {}
    for rank, one in enumerate(raw):
        key = keys[rank]
        if not key or key in found:
            raise PlanError(f"Étape {rank + 1} : il lui faut un nom à elle (« key »).")
        found[key] = _step(key, one, keys[rank + 1] if rank + 1 < len(keys) else "")
    for step in found.values():
        for way in (step.then, step.otherwise):
            if way and way not in found:
                raise PlanError(f"Étape « {step.key} » : elle mène à « {way} », qui n’existe pas.")
    plan = Plan(keys[0], found)
    _refuse_loops(plan)
    return plan


def _step(key: str, raw: Mapping[str, Any], following: str) -> Step:
    try:
        kind = Kind(str(raw.get("kind")))
    except ValueError:
        raise PlanError(f"Étape « {key} » : sa sorte est wait, condition ou letter.") from None
    then = str(raw["then"]) if raw.get("then") is not None else following
    if kind is Kind.WAIT:
        return Step(key, kind, then, wait=_wait(key, raw))
    if kind is Kind.CONDITION:
        condition = str(raw.get("if") or "")
        if not condition:
            raise PlanError(f"Étape « {key} » : dites à quelle condition (« if »).")
        return Step(key, kind, then, str(raw.get("otherwise") or ""), condition=condition)
    letter = str(raw.get("letter") or "")
    if not letter:
        raise PlanError(f"Étape « {key} » : dites quelle lettre (« letter »).")
    return Step(key, kind, then, letter=letter)


def _wait(key: str, raw: Mapping[str, Any]) -> Wait:
    try:
        days, hours = int(raw.get("days") or 0), int(raw.get("hours") or 0)
        at = time.fromisoformat(str(raw["at"])) if raw.get("at") else None
    except (TypeError, ValueError):
        raise PlanError(f"Étape « {key} » : jours et heures sont des nombres, « at » une heure comme 10:00.") from None
    if not 0 <= days <= LONGEST or not 0 <= hours <= LONGEST * 24:
        raise PlanError(f"Étape « {key} » : une attente va de 0 à {LONGEST} jours.")
    if at is not None and at.tzinfo is not None:
        raise PlanError(f"Étape « {key} » : l’heure est celle du lieu, sans fuseau.")
    return Wait(days, hours, at)


def _refuse_loops(plan: Plan) -> None:
    """Nobody may come back to a step: depth first, without recursion."""
    done: set[str] = set()
    for start in plan.steps:
        path: list[str] = []
        stack = [(start, False)]
        while stack:
            key, leaving = stack.pop()
            if leaving:
                path.remove(key)
                done.add(key)
            elif key in path:
                raise PlanError(f"Étape « {key} » : le parcours y revient ; une étape ne se fait qu’une fois.")
            elif key and key not in done:
                path.append(key)
                step = plan.steps[key]
                stack += [(key, True), (step.then, False), (step.otherwise, False)]
