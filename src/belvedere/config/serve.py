"""``./belvedere serve``: the web server and the worker, together, until interrupted."""

import argparse
import importlib
import os
import signal
import socket
import subprocess
import sys
import time

from . import cli, frontend
from .bootstrap import say


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="belvedere serve", description="Lance le serveur et l’exécutant des travaux.")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--host", default="127.0.0.1")
    options = parser.parse_args(arguments)
    if not free(options.host, options.port):
        print(f"Le port {options.port} est déjà pris : choisissez-en un autre avec --port.", file=sys.stderr)
        return cli.REFUSED
    if not frontend.built(say):
        return cli.REFUSED
    cli.prepare_django()
    # Models can be imported only once Django is ready.
    importlib.import_module("belvedere.config.installation").bring_up_to_date(say)
    return run(options.host, options.port)


def free(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def commands(host: str, port: int) -> list[list[str]]:
    server = [
        *("-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port), "--no-ws"),
        *("--workers", str(min(2, os.cpu_count() or 1)), "--blocking-threads", "4", "--log-level", "warning"),
        "belvedere.config.wsgi:application",
    ]
    worker = ["-m", "belvedere.config.cli", "manage", "run_huey", "--workers", "2", "--quiet"]
    return [[sys.executable, *server], [sys.executable, *worker]]


def run(host: str, port: int) -> int:
    """Runs both until one ends or the terminal asks; then ends the other one gently."""
    children = [subprocess.Popen(command) for command in commands(host, port)]
    warming = subprocess.Popen([sys.executable, "-m", "belvedere.config.warming"])
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        while all(child.poll() is None for child in children):
            time.sleep(0.5)
    except KeyboardInterrupt:
        pass
    finally:
        for child in (*children, warming):
            child.terminate()
        for child in (*children, warming):
            child.wait()
    return 0
