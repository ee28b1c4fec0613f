"""Data that is published as npm packages: fetched by the ordinary npm client, trusted by its pinned digest alone."""

import base64
import hashlib
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

#: No file of these packages is larger unpacked.
LARGEST = 128 * 2**20


class PackageRefused(Exception):
    """The package cannot be had, or is not what it should be; the message says what to do."""


@dataclass(frozen=True)
class Pin:
    name: str
    version: str
    #: sha512 of the package's archive, in base64, as npm prints it.
    integrity: str


def fetch(pin: Pin, folder: Path) -> Path:
    """The archive of this package, from ``folder`` when it is already there, else through npm."""
    kept = folder / f"{pin.name.replace('@', '').replace('/', '-')}-{pin.version}.tgz"
    if not kept.exists():
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder) as workshop:
            _pack(pin, workshop)
            found = next(Path(workshop).glob("*.tgz"))
            check(found, pin)
            found.rename(kept)
    check(kept, pin)
    return kept


def _pack(pin: Pin, workshop: str) -> None:
    npm = shutil.which("npm") or shutil.which("npm", path=str(Path(sys.executable).parent))
    if npm is None:
        raise PackageRefused(
            f"npm est introuvable : installez Node 20 ou plus récent, ou donnez l’archive de {pin.name} {pin.version} "
            "avec --package."
        )
    command = [npm, "pack", f"{pin.name}@{pin.version}", "--ignore-scripts", "--silent"]
    try:
        done = subprocess.run(command, cwd=workshop, capture_output=True, text=True, timeout=300)  # noqa: S603
    except subprocess.TimeoutExpired as late:
        raise PackageRefused(
            f"npm n’a pas fourni {pin.name} {pin.version} en cinq minutes : relancez plus tard."
        ) from late
    if done.returncode:
        said = (done.stderr.strip().splitlines() or ["aucun message"])[0]
        raise PackageRefused(
            f"npm n’a pas fourni {pin.name} {pin.version} ({said}) : vérifiez la connexion, ou donnez l’archive avec "
            "--package."
        )


def check(archive: Path, pin: Pin) -> None:
    """Raises PackageRefused when the archive is not the pinned one."""
    digest = base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    if digest != pin.integrity:
        archive.unlink(missing_ok=True)
        raise PackageRefused(
            f"L’archive de {pin.name} {pin.version} n’a pas l’empreinte attendue : elle a été écartée. "
            "Relancez la commande."
        )


def read(place: Path, name: str) -> bytes:
    """One file of a package: an unpacked folder or an archive, whose paths all start with ``package/``."""
    try:
        if place.is_dir():
            return (place / name).read_bytes()
        with tarfile.open(place) as archive:
            member = archive.getmember(f"package/{name}")
            handle = archive.extractfile(member)
            if handle is None or member.size > LARGEST:
                raise PackageRefused(f"{place} : {name} n’est pas un fichier de données lisible.")
            return handle.read()
    except (OSError, KeyError, tarfile.TarError, EOFError) as fault:
        raise PackageRefused(f"{place} : {name} est introuvable ou illisible. Donnez le paquet entier.") from fault


def read_json(place: Path, name: str) -> Any:
    try:
        return json.loads(read(place, name))
    except ValueError as fault:
        raise PackageRefused(f"{place} : {name} n’est pas du JSON valable ({fault}).") from fault
