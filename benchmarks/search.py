"""Search over 500,000 offers: words + facets + box, and the whole page, beside Wagtail's database search.

    ./belvedere bench search [--rows 500000] [--postgres] [--keep FOLDER]

Making the rows and the indexes takes minutes: ``--keep`` holds them in a folder and goes on from there the next time,
even after an interruption. Both answer the same questions on the same rows in the same process. CPU is that of this
process and of the database server that works for it; wall is what a visitor would wait. A question that the peer has
not answered within ``--patience`` seconds counts for that long.
"""

import argparse
import os
import shutil
import signal
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from _search_peer import ask_peer, fill_peer, peer_model
from _search_rows import fill, questions, tell, vocabulary

GOALS = {"query": 25, "page": 80}


class Took(NamedTuple):
    """Milliseconds of one question; ``done`` False when it was given up."""

    cpu: float
    wall: float
    done: bool = True


def main() -> None:
    options = arguments()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # the server is stopped, what was made is kept
    with folder(options.keep) as place, database(options.postgres, place) as address:
        os.environ["DATABASE_URL"] = address
        os.environ["BELVEDERE_HOME"] = str(place / "home")
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "belvedere.config.settings.test")
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        report(options)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=500_000)
    parser.add_argument("--peer-rows", type=int, help="fewer rows for the peer; ours then answers on all of them")
    parser.add_argument("--queries", type=int, default=200)
    parser.add_argument("--peer-queries", type=int, default=20)
    parser.add_argument("--patience", type=float, default=10, help="seconds given to the peer for one question")
    parser.add_argument("--postgres", action="store_true", help="on a PostgreSQL of its own instead of SQLite")
    parser.add_argument("--keep", type=Path, help="folder where rows and indexes stay between two runs")
    return parser.parse_args()


@contextmanager
def folder(kept: Path | None) -> Iterator[Path]:
    place = kept or Path(tempfile.mkdtemp(prefix="belvedere-bench-"))
    (place / "home").mkdir(parents=True, exist_ok=True)
    yield place.resolve()
    if kept is None:
        shutil.rmtree(place)


@contextmanager
def database(postgres: bool, place: Path) -> Iterator[str]:
    """The address of a server whose files are in ``place``; empty for SQLite."""
    if not postgres:
        yield ""
        return
    import pwd

    from belvedere.config.checks import postgres as servers

    programs, data, port = servers.find(), place / "postgres", servers.free_port()
    if programs is None:
        sys.exit("PostgreSQL est introuvable : installez le paquet postgresql, ou mesurez sans --postgres.")
    if not data.exists():
        data.mkdir(mode=0o700)
        if os.geteuid() == 0:  # PostgreSQL refuses to run as root: an ordinary user must reach the folder
            place.chmod(0o711)
            os.chown(data, pwd.getpwnam(servers.USER).pw_uid, -1)
        servers.as_user(programs / "initdb", "-D", data, "-U", "belvedere", "--auth=trust", "-E", "UTF8")
    settings = f"-p {port} -k {data} -c fsync=off -c listen_addresses=127.0.0.1 -c max_wal_size=8GB"
    servers.as_user(programs / "pg_ctl", "-D", data, "-o", settings, "-l", data / "log", "-w", "start")
    try:
        yield f"postgres://belvedere@127.0.0.1:{port}/postgres"
    finally:
        servers.as_user(programs / "pg_ctl", "-D", data, "-m", "fast", "stop")


def report(options: argparse.Namespace) -> None:
    from django.db import connection

    words, peer = vocabulary(), peer_model()
    fill(options.rows, words)
    indexed(options.rows)
    peer_rows = fill_peer(peer, min(options.rows, options.peer_rows or options.rows))
    ours = measured(options, words)
    theirs = measured_peer(options, words, peer)
    asked = [min(took.wall, 1000 * options.patience) for took in theirs]
    print(f"{options.rows} offers on {connection.vendor}, milliseconds")
    print(f"{'':36}{'CPU p50':>9}{'p95':>9}{'wall p50':>10}{'p95':>9}   goal")
    line("ours: words + 6 facets + box", ours["query"], f"p95 ≤ {GOALS['query']}")
    line("ours: the whole page", ours["page"], f"p95 ≤ {GOALS['page']}")
    label = "same rows" if peer_rows == options.rows else f"{peer_rows} rows"
    line(f"Wagtail, {label}: words + 2 facets", theirs, f"{sum(not t.done for t in theirs)} of {len(asked)} given up")
    same = [took.wall for took in ours["query"][: len(asked)]]
    times = statistics.median(asked) / statistics.median(same)
    print(f"on the {len(asked)} questions asked of both, median wall: ours {times:.0f} × faster")


def line(label: str, times: list[Took], goal: str) -> None:
    cpu, wall = sorted(took.cpu for took in times), sorted(took.wall for took in times)
    figures = statistics.median(cpu), p95(cpu), statistics.median(wall), p95(wall)
    print(f"{label:36}{figures[0]:9.1f}{figures[1]:9.1f}{figures[2]:10.1f}{figures[3]:9.1f}   {goal}")


def p95(ordered: list[float]) -> float:
    return ordered[int(0.95 * len(ordered))]


def indexed(rows: int) -> None:
    """Our index, unless the one that was kept holds these rows."""
    from belvedere.catalogue.actions import index as writing
    from belvedere.catalogue.queries import index

    if (index.folder() / "meta.json").exists() and index.searcher().num_docs == rows:
        return
    clock = time.perf_counter()
    writing.rebuild(report=lambda done, total: tell(f"{done} of {total} indexed, {time.perf_counter() - clock:.0f} s"))
    tell(f"ours: {rows} rows indexed in {time.perf_counter() - clock:.0f} s", end=True)


def measured(options: argparse.Namespace, words: list[str]) -> dict[str, list[Took]]:
    from django.test import Client

    from belvedere.catalogue.queries.search import SearchRequest, search

    client = Client(HTTP_HOST="localhost")
    times: dict[str, list[Took]] = {"query": [], "page": []}
    search(SearchRequest())
    client.get("/recherche/")
    for text, box in questions(words, options.queries):
        times["query"].append(timed(lambda t=text, b=box: search(SearchRequest(text=t, bbox=b))))
        where = ",".join(f"{side:.4f}" for side in box)
        times["page"].append(timed(lambda t=text, w=where: client.get("/recherche/", {"q": t, "cadre": w})))
    return times


def measured_peer(options: argparse.Namespace, words: list[str], peer: object) -> list[Took]:
    from django.db import DatabaseError

    times = []
    for text, box in list(questions(words, options.queries))[: options.peer_queries]:
        ask, start = ask_peer(peer, text, box), time.perf_counter()
        with at_most(options.patience):
            try:
                times.append(timed(ask))
            except DatabaseError:
                waited = 1000 * (time.perf_counter() - start)
                times.append(Took(waited, waited, done=False))
        tell(f"peer: question {len(times)}")
    tell("", end=True)
    return times


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """The database gives up its statement after that time."""
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SET statement_timeout = {int(1000 * seconds)}")
            yield
            cursor.execute("SET statement_timeout = 0")
        return
    connection.ensure_connection()
    end = time.monotonic() + seconds
    connection.connection.set_progress_handler(lambda: time.monotonic() > end, 100_000)
    yield
    connection.connection.set_progress_handler(None, 0)


def timed(call: Callable[[], object]) -> Took:
    wall, cpu = time.perf_counter(), spent()
    call()
    return Took(1000 * (spent() - cpu), 1000 * (time.perf_counter() - wall))


def spent() -> float:
    """CPU seconds of this process, and of the server's process that answers it."""
    from django.db import connection

    own = time.process_time()
    if connection.vendor != "postgresql":
        return own
    connection.ensure_connection()
    server = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat")
    return own + int(server.read_text().split()[0]) / 1e9


if __name__ == "__main__":
    main()
