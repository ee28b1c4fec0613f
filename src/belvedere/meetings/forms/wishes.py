"""A wish list and its buttons."""

from collections.abc import Mapping, Sequence


def next_list(data: Mapping[str, str], wanted: Sequence[int], vetoes: Sequence[int]) -> tuple[list[int], list[int]]:
    """The list after one press: ``verb`` is ``add:12``, ``veto:12``, ``remove:12``, ``up:12``, ``down:12``, or
    ``order`` with a number typed beside each line (``rank_12``). An unknown press changes nothing."""
    verb, _colon, key = data.get("verb", "").partition(":")
    wishes, refused = list(wanted), list(vetoes)
    if verb == "order":
        place = {pk: _typed(data.get(f"rank_{pk}", ""), at) for at, pk in enumerate(wishes, start=1)}
        return sorted(wishes, key=lambda pk: place[pk]), refused
    if not key.isascii() or not key.isdecimal():
        return wishes, refused
    number = int(key)
    if verb in ("up", "down") and number in wishes:
        at = wishes.index(number)
        to = max(0, min(len(wishes) - 1, at + (-1 if verb == "up" else 1)))
        wishes.insert(to, wishes.pop(at))
    elif verb in ("add", "veto", "remove"):
        wishes = [pk for pk in wishes if pk != number] + ([number] if verb == "add" else [])
        refused = [pk for pk in refused if pk != number] + ([number] if verb == "veto" else [])
    return wishes, refused


def _typed(text: str, at: int) -> tuple[int, int]:
    """Where a typed rank puts a line; a number typed twice keeps the order they were in."""
    return (int(text) if text.isascii() and text.isdecimal() else at, at)
