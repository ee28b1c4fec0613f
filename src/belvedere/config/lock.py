"""``./belvedere lock``: compiles the lock files; they carry hashes and name no host."""

import subprocess
import sys

from .bootstrap import LOCKS

COMMON = ["--quiet", "--generate-hashes", "--no-header", "--universal", "--python-version", "3.11"]


def main(arguments: list[str]) -> int:
    for name in ("base", "test", "bench", "node", "spark"):
        command = [
            sys.executable,
            "-m",
            "uv",
            "pip",
            "compile",
            *COMMON,
            *arguments,
            f"{name}.in",
            "-o",
            f"{name}.lock",
        ]
        done = subprocess.run(command, cwd=LOCKS)
        if done.returncode:
            return 1
    return 0
