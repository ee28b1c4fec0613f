"""One person's way through a journey: as far as the moment allows, never the same step twice."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime

from .moments import after_wait, outside_quiet, room_under
from .types import Kind, Passed, Plan, Rules, Standing, Step


def advance(
    plan: Plan,
    standing: Standing,
    now: datetime,
    rules: Rules,
    *,
    holds: Callable[[str], bool],
    sent: tuple[datetime, ...] = (),
    stop: str = "",
) -> Standing:
    """Where she stands at ``now``; ``passed`` tells the steps left behind, a letter at most.

    ``holds`` answers a condition, ``sent`` are the letters that her address received, ``stop`` is a reason to end at
    once. After a letter the walk pauses, due at once: the letter is on record before anything else is decided.
    """
    if standing.ended or not standing.key:
        return replace(standing, passed=())
    if stop:
        return Standing("", now, ended=stop)
    key, since, passed = standing.key, standing.since, list[Passed]()
    while key:
        step = plan.steps[key]
        if step.kind is Kind.LETTER:
            ready = letter_moment(now, rules, sent)
            if ready > now:
                return Standing(key, since, ready, passed=tuple(passed))
            return _pause(plan, step, now, (*passed, Passed(key, "letter")))
        if step.kind is Kind.WAIT:
            over = after_wait(since, step.wait, rules.zone)
            if over > now:
                return Standing(key, since, over, passed=tuple(passed))
            # The next wait counts from when this one was over, not from when the worker came by.
            key, since, outcome = step.then, over, "waited"
        else:
            yes = holds(step.condition)
            key, outcome = (step.then, "yes") if yes else (step.otherwise, "no")
        passed.append(Passed(step.key, outcome))
    return Standing("", now, ended="done", passed=tuple(passed))


def _pause(plan: Plan, step: Step, now: datetime, passed: tuple[Passed, ...]) -> Standing:
    if not step.then:
        return Standing("", now, ended="done", passed=passed)
    return Standing(step.then, now, now, passed=passed)


def letter_moment(now: datetime, rules: Rules, sent: tuple[datetime, ...]) -> datetime:
    """The first moment at which a letter may leave: caps kept, quiet hours over. Later only ever helps the caps."""
    return outside_quiet(room_under(sent, now, rules.caps), rules.quiet, rules.zone)


def simulate(
    plan: Plan, starts: datetime, rules: Rules, *, answers: Mapping[str, bool], most: int = 1000
) -> list[tuple[datetime, Passed]]:
    """What happens, and when, to somebody who enters at ``starts`` and whose conditions are answered so; an
    unanswered one is false. Each line is a moment in UTC and the step passed then."""
    told: list[tuple[datetime, Passed]] = []
    sent: list[datetime] = []
    now = starts.astimezone(UTC)
    standing = Standing(plan.first, now)
    for _ in range(most):
        standing = advance(plan, standing, now, rules, holds=lambda name: answers.get(name, False), sent=tuple(sent))
        for one in standing.passed:
            told.append((now, one))
            sent += [now] if one.outcome == "letter" else []
        if standing.ended or standing.due is None:
            break
        now = max(now, standing.due)
    return told
