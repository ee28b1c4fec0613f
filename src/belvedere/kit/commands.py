"""Base of every command: exit codes 0 done, 1 done with failed items, 2 refused with one sentence."""

import sys
import time
from typing import Any

from django.core.management.base import BaseCommand


class Refused(Exception):
    """The command cannot be carried out; the message says why and what to do."""


class Command(BaseCommand):
    """Derive, write ``carry_out`` and return the number of failed items; raise Refused to stop with code 2."""

    requires_system_checks: list[str] = []
    #: Exceptions of the room whose message is a sentence for the user.
    refusals: tuple[type[Exception], ...] = ()

    def handle(self, *args: Any, **options: Any) -> None:
        refusals: tuple[type[Exception], ...] = (Refused, *self.refusals)
        try:
            failed = self.carry_out(**options)
        except refusals as refusal:
            self.stderr.write(str(refusal))
            sys.exit(2)
        if failed:
            sys.exit(1)

    def carry_out(self, **options: Any) -> int:
        raise NotImplementedError

    def say(self, sentence: str) -> None:
        """A line for the person in front of the terminal; the result itself goes to standard output."""
        self.stderr.write(sentence)


class Meter:
    """Progress on standard error, at most once a second, and only once two seconds have passed."""

    def __init__(self, label: str) -> None:
        self._label = label
        self._start = self._last = time.monotonic()

    def __call__(self, done: int, total: int, sentence: str = "") -> None:
        now = time.monotonic()
        if now - self._start < 2 or (now - self._last < 1 and done < total):
            return
        self._last = now
        share = f"{done}/{total}" if total else str(done)
        sys.stderr.write(f"\r{self._label} : {share} {sentence}\x1b[K" + ("\n" if total and done >= total else ""))
        sys.stderr.flush()
