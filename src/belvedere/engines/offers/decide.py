"""New, same, changed or doubtful: what to do with one incoming object. Pure."""

import enum
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from .twins import Candidate, TwinIndex


class Verdict(enum.StrEnum):
    NEW = "new"
    SAME = "same"
    CHANGED = "changed"
    DOUBTFUL = "doubtful"


class Decision(NamedTuple):
    """``reason``: a French sentence; ``twin``: key of the offer that a doubtful one resembles."""

    verdict: Verdict
    reason: str
    twin: str = ""


def decide(incoming_fingerprint: bytes, known: bytes | None) -> Decision:
    """``known``: fingerprint stored for the same producer and uuid, None when there is no such offer, b"" when the
    offer is there but was never fingerprinted."""
    if known is None:
        return Decision(Verdict.NEW, "jamais vue jusqu’ici")
    if known == incoming_fingerprint:
        return Decision(Verdict.SAME, "identique à la dernière lecture")
    return Decision(Verdict.CHANGED, "différente de la dernière lecture")


def doubts(incoming: Sequence[Candidate], known: Iterable[Candidate]) -> list[Decision | None]:
    """For each new offer, a doubtful decision when it looks like a known one or like an earlier one of the batch.

    The offer is still taken in: the doubt is for a person to settle.
    """
    index = TwinIndex(known)
    found: list[Decision | None] = []
    for candidate in incoming:
        twin = index.twin(candidate)
        found.append(Decision(Verdict.DOUBTFUL, twin.reason, twin.key) if twin else None)
        index.add(candidate)
    return found
