"""Installing Debian packages, where we are root on a Debian."""

import os
import shutil
import subprocess
from functools import cache

from belvedere.config.bootstrap import say


@cache
def install(*packages: str) -> bool:
    """True once the packages are there; False, quietly, where they cannot be installed. Tried once."""
    apt = shutil.which("apt-get")
    if apt is None or os.geteuid() != 0:
        return False
    say(f"Installation de {', '.join(packages)}…")
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in ([apt, "update", "-qq"], [apt, "install", "-y", "-qq", "--no-install-recommends", *packages]):
        if subprocess.run(command, env=quiet, capture_output=True).returncode:
            return False
    return True
