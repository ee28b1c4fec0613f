"""The plan run on columns: blocks of people small enough for the processor's cache, three-valued answers."""

from __future__ import annotations

from typing import cast

import numpy as np
from numpy.typing import NDArray

from .columns import Contacts
from .leaves import Answers, Leaves, yes_no
from .plan import Plan, Step
from .types import NO, UNKNOWN, YES, Acts, Age, Lean, RowTest

BLOCK = 16_384


def answers(plan: Plan, contacts: Contacts, now: int) -> Answers:
    """NO, UNKNOWN or YES for each segment of the plan (rows) and each person (columns)."""
    out = np.empty((len(plan.outputs), contacts.size), dtype=np.uint8)
    for first in range(0, contacts.size, BLOCK):
        last = min(first + BLOCK, contacts.size)
        done = _run(plan, contacts.between(first, last), now)
        for rank, step in enumerate(plan.outputs):
            out[rank, first:last] = done[step]
    return out


def confidences(lean: Lean, plan: Plan, contacts: Contacts, now: int) -> NDArray[np.float64]:
    """The confidence of each person in a soft type that the plan holds, from 0 to 1."""
    done = _run(plan, contacts, now)
    step = next(step for step in plan.steps if step.condition == lean)
    gained, known = _points(lean, [done[arg] for arg in step.args])
    return np.asarray((gained + lean.prior) / (known + lean.strength))


def _run(plan: Plan, block: Contacts, now: int) -> list[Answers]:
    leaves = Leaves(block, now)
    done: list[Answers] = []
    for step in plan.steps:
        done.append(_step(step, [done[arg] for arg in step.args], leaves))
    return done


def _step(step: Step, args: list[Answers], leaves: Leaves) -> Answers:
    match step.op:
        case "all":
            return np.asarray(np.minimum.reduce(args))
        case "any":
            return np.asarray(np.maximum.reduce(args))
        case "not":
            return np.asarray(np.uint8(YES) - args[0])
        case "lean":
            return _lean(cast(Lean, step.condition), args)
        case "leaf":
            return leaves.answer(cast(RowTest | Age | Acts, step.condition))


def _lean(lean: Lean, args: list[Answers]) -> Answers:
    gained, known = _points(lean, args)
    answer = yes_no(np.asarray((gained + lean.prior) * 100 >= lean.threshold * (known + lean.strength)))
    answer[known == 0] = UNKNOWN
    return answer


def _points(lean: Lean, args: list[Answers]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Points for, and points known for or against."""
    gained = np.zeros(len(args[0]), dtype=np.int64)
    against = np.zeros(len(args[0]), dtype=np.int64)
    for clue, answer in zip(lean.clues, args, strict=True):
        gained += (answer == YES) * clue.weight
        if clue.against:
            against += (answer == NO) * clue.against
    return gained, gained + against
