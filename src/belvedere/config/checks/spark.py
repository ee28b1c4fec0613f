"""Spark, the distributed engine of the facts, and the Java that it runs on: an extra, installed for its comparison."""

import importlib.util
import shutil
import subprocess
import sys

from belvedere.config.bootstrap import LOCKS, say

from . import debian

JAVA = "default-jre-headless"
#: Two tests end before Java's second compiler has repaid its work: without it, half of the processor's time.
BRIEFLY = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
#: Spark comes as sources of 400 MB: packed without compressing what is unpacked at once.
UNPRESSED = "--config-setting=--build-option=--compression=stored"


def find() -> bool:
    """Whether both are there, installed on the way where we may."""
    return _java() and _spark()


def _java() -> bool:
    return bool(shutil.which("java") or (debian.install(JAVA) and shutil.which("java")))


def _spark() -> bool:
    if importlib.util.find_spec("pyspark"):
        return True
    say("Installation de Spark…")
    command = [sys.executable, "-m", "uv", "pip", "install", "--quiet", "--require-hashes", "--python", sys.executable]
    done = subprocess.run([*command, UNPRESSED, "-r", str(LOCKS / "spark.lock")], stderr=subprocess.PIPE, text=True)
    if done.returncode:
        say(f"Spark ne s’installe pas : {done.stderr.strip()}")
    importlib.invalidate_caches()
    return done.returncode == 0 and importlib.util.find_spec("pyspark") is not None
