"""Makes the virtual environment and hands over to it. Standard library only: nothing is installed yet."""

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
VENV = Path(os.environ.get("BELVEDERE_VENV", ROOT / ".venv"))
LOCKS = ROOT / "requirements"
ENGINES = ROOT / "src" / "belvedere" / "engines"

#: Locks that each command needs on top of ``base``.
EXTRA = {"test": ("test",), "check": ("test",), "bench": ("test", "bench")}

#: Our matrices are small: on them a second thread waits its turn by spinning, which on a busy machine costs ten times
#: the sum itself.
LINEAR_ALGEBRA = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS")


def wanted_locks(arguments: list[str]) -> tuple[str, ...]:
    """Names of the lock files that this command line needs, ``base`` first."""
    return ("base", *EXTRA.get(arguments[0] if arguments else "", ()))


def digest(names: tuple[str, ...]) -> str:
    """One line that changes as soon as a lock, the Python version or the place of the sources does."""
    content = b"".join((LOCKS / f"{name}.lock").read_bytes() for name in names)
    return f"{sys.version} {ROOT} {hashlib.sha256(content).hexdigest()}"


def installed(names: tuple[str, ...]) -> bool:
    """Whether the environment already holds these locks (or these and more)."""
    stamp = VENV / f"belvedere-{'-'.join(names)}.stamp"
    return stamp.is_file() and stamp.read_text() == digest(names)


def install(names: tuple[str, ...]) -> None:
    """Creates the environment where missing and installs the locks, hashes checked."""
    python = VENV / "bin" / "python"
    if not python.exists():
        say("Création de l’environnement Python…")
        venv.create(VENV, with_pip=True)
    say("Installation des dépendances (une minute la première fois)…")
    files = [part for name in names for part in ("-r", str(LOCKS / f"{name}.lock"))]
    if subprocess.run([python, "-m", "uv", "--version"], capture_output=True).returncode != 0:
        run(python, "-m", "pip", "install", "--quiet", "--require-hashes", *hashed_uv())
    run(python, "-m", "uv", "pip", "install", "--quiet", "--require-hashes", "--python", str(python), *files)
    for packages in VENV.glob("lib/python3*/site-packages"):
        (packages / "belvedere.pth").write_text(f"{ROOT / 'src'}\n")
    (VENV / f"belvedere-{'-'.join(names)}.stamp").write_text(digest(names))


def hashed_uv() -> list[str]:
    """Arguments that install the pinned uv alone: its block of the base lock, in a file of its own."""
    block: list[str] = []
    for line in (LOCKS / "base.lock").read_text().splitlines():
        if line.startswith("uv==") or (block and line.startswith("    --hash")):
            block.append(line)
        elif block:
            break
    target = VENV / "uv.lock"
    target.write_text("\n".join(block) + "\n")
    return ["-r", str(target)]


def machine_code(engines: Path = ENGINES) -> Path:
    """Folder of what numba compiles: a new one as soon as any file of the engines changes, for numba itself looks only
    at the file of the function and would keep code that calls what another file no longer says."""
    found = hashlib.sha256()
    for file in sorted(engines.rglob("*.py")):
        found.update(str(file.relative_to(engines)).encode() + file.read_bytes())
    return VENV / "numba" / found.hexdigest()[:16]


def run(*command: object) -> None:
    """Runs a step of the installation; refuses with one sentence when it fails."""
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True)
    if done.returncode != 0:
        last = (done.stderr or done.stdout).strip().splitlines()[-1:] or ["aucun message"]
        refuse(f"L’installation s’est arrêtée ({last[0]}). Vérifiez la connexion et l’espace disque, puis relancez.")


def say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


def refuse(sentence: str) -> None:
    say(sentence)
    sys.exit(2)


def main(arguments: list[str]) -> None:
    names = wanted_locks(arguments)
    try:
        if not installed(names):
            install(names)
    except (OSError, subprocess.SubprocessError) as error:
        refuse(f"L’environnement n’a pas pu être créé ({error}). Le paquet python3-venv est-il installé ?")
    os.environ.setdefault("NUMBA_CACHE_DIR", str(machine_code()))
    for pool in LINEAR_ALGEBRA:
        os.environ.setdefault(pool, "1")
    python = str(VENV / "bin" / "python")
    os.execv(python, [python, "-m", "belvedere.config.cli", *arguments])


if __name__ == "__main__":
    main(sys.argv[1:])
