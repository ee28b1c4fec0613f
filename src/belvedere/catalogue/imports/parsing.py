"""Objects of a feed read in processes of their own: half of the work of an import, and none of it is the database's.

Such a process runs ``actions.reading`` alone. It knows nothing of Django, which would take longer to start than a batch
to parse, and ends with the pipe that feeds it, whatever becomes of the import.
"""

import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import Self

from belvedere.catalogue.actions.reading import Read, main, read_objects
from belvedere.engines import offers

Parsed = Read | offers.ObjectError
#: Fewer objects than this are parsed on the spot: another process would not have started yet.
FEW = 40
#: Beyond two, reading and writing set the pace.
PROCESSES = min(2, os.cpu_count() or 1)
#: Bytes on their way to a process: a batch is a few of these, not a hundred turns of the usual pipe.
PIPE = 1 << 20


class Parsers:
    """``submit(raws)`` returns what gives the offers, or what is wrong with them, in the same order.

    Processes start with the first batch worth it.
    """

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(PROCESSES)
        self._idle: SimpleQueue[subprocess.Popen[bytes]] = SimpleQueue()
        self._started: list[subprocess.Popen[bytes]] = []
        self._memo = offers.Memo()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for process in self._started:
            process.kill()
        self._threads.shutdown(cancel_futures=True)
        for process in self._started:
            with process:
                pass

    def submit(self, raws: Sequence[bytes]) -> Callable[[], list[Parsed]]:
        if len(raws) < FEW or PROCESSES < 2:
            return lambda: read_objects(raws, self._memo)
        return self._threads.submit(self._elsewhere, raws).result

    def _elsewhere(self, raws: Sequence[bytes]) -> list[Parsed]:
        process = self._process()
        pickle.dump(raws, process.stdin, pickle.HIGHEST_PROTOCOL)
        process.stdin.flush()
        found: list[Parsed] = pickle.load(process.stdout)  # noqa: S301 what we wrote ourselves, over a pipe of ours
        self._idle.put(process)
        return found

    def _process(self) -> subprocess.Popen[bytes]:
        try:
            return self._idle.get_nowait()
        except Empty:
            command = [sys.executable, "-c", f"from {main.__module__} import main; main()"]
            # A session of its own: an interruption typed by a person is dealt with here.
            process = subprocess.Popen(  # noqa: S603 ourselves
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True, pipesize=PIPE
            )  # fmt: skip
            self._started.append(process)
            return process
