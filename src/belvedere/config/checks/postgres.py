"""A PostgreSQL of our own for the time of the tests, in a temporary folder, on a free local port."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from . import debian

USER = "nobody"
#: A base thrown away at the end need not outlive a fall of the machine.
CARELESS = (
    "fsync=off", "synchronous_commit=off", "full_page_writes=off", "wal_level=minimal", "max_wal_senders=0",
    "autovacuum=off", "jit=off",
)  # fmt: skip


@contextmanager
def server() -> Iterator[str | None]:
    """The address of a running server, as a DATABASE_URL; None where there is no PostgreSQL to run."""
    programs = find()
    if programs is None:
        yield None
        return
    place = Path(tempfile.mkdtemp(prefix="belvedere-postgres-"))
    if os.geteuid() == 0:
        os.chown(place, pwd.getpwnam(USER).pw_uid, -1)
    data, port = place / "data", free_port()
    as_user(programs / "initdb", "-N", "-D", data, "-U", "belvedere", "--auth=trust", "--locale=C.UTF-8", "-E", "UTF8")
    settings = " ".join(f"-c {said}" for said in (*CARELESS, f"port={port}", "listen_addresses=127.0.0.1"))
    as_user(programs / "pg_ctl", "-D", data, "-o", f"-k {place} {settings}", "-l", place / "log", "-w", "start")
    try:
        yield f"postgres://belvedere@{quote(str(place), safe='')}:{port}/postgres"
    finally:
        as_user(programs / "pg_ctl", "-D", data, "-m", "immediate", "stop")
        shutil.rmtree(place, ignore_errors=True)


def find() -> Path | None:
    """Folder of initdb and pg_ctl, installed on the way when we may."""
    return _present() or (_present() if debian.install("postgresql") else None)


def _present() -> Path | None:
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    on_path = shutil.which("initdb")
    return next((f for f in folders if (f / "initdb").exists()), Path(on_path).parent if on_path else None)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def as_user(*command: object) -> None:
    """PostgreSQL refuses to run as root: root steps down to an ordinary user."""
    words = [str(part) for part in command]
    options = {"user": USER, "cwd": "/"} if os.geteuid() == 0 else {}
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **options)  # type: ignore[call-overload]
