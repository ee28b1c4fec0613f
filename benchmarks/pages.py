"""Public pages as Lighthouse sees them on a phone, and the weight of the home page.

Lighthouse is installed on demand in a folder of its own (its dependencies do not fit the front end's lock). A page of a
running installation is measured: ``--url`` names it, else the demo of ``BELVEDERE_HOME`` is served for the time of the
measure. Goals: performance ≥ 95, accessibility 100, SEO 100, home page under 500 kB without photographs.
"""

import argparse
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LIGHTHOUSE = "12.8.2"
GOALS = {"performance": 95, "accessibility": 100, "seo": 100}
PAGES = ("/", "/recherche/", "/agenda/", "/carnet/", "/en/")
HOME_KB = 500
FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage"


def tool(folder: Path) -> Path | None:
    """Lighthouse's command, installed the first time; None where npm is missing or fails."""
    command = folder / "node_modules" / ".bin" / "lighthouse"
    if not command.exists() and shutil.which("npm"):
        folder.mkdir(parents=True, exist_ok=True)
        install = ["npm", "install", "--no-audit", "--no-fund", "--prefix", str(folder), f"lighthouse@{LIGHTHOUSE}"]
        subprocess.run(install, capture_output=True, check=False)
    return command if command.exists() else None


def audit(command: Path, url: str, browser: str) -> dict:
    """One run on an emulated phone with a simulated slow network; the whole report."""
    with tempfile.TemporaryDirectory() as place:
        report = Path(place) / "report.json"
        subprocess.run(
            [command, url, "--quiet", "--output=json", f"--output-path={report}", f"--chrome-flags={FLAGS}",
             "--only-categories=performance,accessibility,seo"],
            env=os.environ | {"CHROME_PATH": browser}, capture_output=True, check=True, timeout=240,
        )  # fmt: skip
        return json.loads(report.read_text())


def figures(report: dict) -> dict[str, float]:
    items = report["audits"]["network-requests"]["details"]["items"]
    found = {name: round(100 * report["categories"][name]["score"]) for name in GOALS}
    found["kB"] = sum(item.get("transferSize", 0) for item in items) / 1000
    found["requests"] = len(items)
    found["lcp"] = report["audits"]["largest-contentful-paint"]["numericValue"] / 1000
    found["shift"] = report["audits"]["cumulative-layout-shift"]["numericValue"]
    return found


def serve() -> tuple[subprocess.Popen, str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "belvedere.config.cli", "serve", "--port", str(port)]
    server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    for _ in range(120):
        try:
            urllib.request.urlopen(f"{address}/robots.txt", timeout=5).close()  # noqa: S310
            return server, address
        except OSError:
            time.sleep(0.5)
    server.terminate()
    raise SystemExit("Le serveur ne répond pas : lancez d’abord ./belvedere demo --no-serve.")


def table(address: str, command: Path, browser: str, runs: int, pages: list[str]) -> None:
    print(f"{'page':<28}{'perf.':>7}{'access.':>9}{'SEO':>6}{'LCP s':>8}{'CLS':>7}{'kB':>8}{'requêtes':>10}")
    print(f"{'but':<28}{'≥ 95':>7}{'100':>9}{'100':>6}{'':>8}{'':>7}{f'< {HOME_KB}':>8}")
    for page in pages:
        seen = [figures(audit(command, address + page, browser)) for _ in range(runs)]
        middle = {name: statistics.median(run[name] for run in seen) for name in seen[0]}
        print(
            f"{page:<28}{middle['performance']:>7.0f}{middle['accessibility']:>9.0f}{middle['seo']:>6.0f}"
            f"{middle['lcp']:>8.2f}{middle['shift']:>7.3f}{middle['kB']:>8.0f}{middle['requests']:>10.0f}",
            flush=True,
        )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--url", default="", help="adresse d’une installation déjà lancée")
    parser.add_argument("--runs", type=int, default=3, help="passages par page, dont la médiane est gardée (3)")
    parser.add_argument("--tool", type=Path, default=Path(tempfile.gettempdir()) / f"lighthouse-{LIGHTHOUSE}")
    parser.add_argument("pages", nargs="*", default=list(PAGES))
    options = parser.parse_args()
    browser = shutil.which("chromium") or ""
    command = tool(options.tool)
    if not browser or command is None:
        print("Il manque chromium ou Lighthouse : apt-get install chromium, et npm avec son registre.", file=sys.stderr)
        return 2
    server, address = (None, options.url.rstrip("/")) if options.url else serve()
    try:
        table(address, command, browser, options.runs, options.pages)
    finally:
        if server:
            server.terminate()
    return 0


if __name__ == "__main__":
    sys.exit(main())
