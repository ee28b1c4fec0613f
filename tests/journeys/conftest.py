"""A browser, and an installation of its own to walk through."""

import email
import email.policy
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from tests.conftest import CACHE, migrations_digest

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
BROWSER = os.environ.get("BELVEDERE_BROWSER") or shutil.which("chromium") or ""
FLAGS = ["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--disable-background-networking"]


def run(environment, *arguments):
    subprocess.run([sys.executable, *arguments], cwd=ROOT, env=environment, check=True, capture_output=True)


@pytest.fixture(scope="session")
def house(tmp_path_factory, django_db_setup):
    """Address of a server on a filled installation; it runs in processes of its own."""
    if not BROWSER:
        pytest.skip("Parcours non joués : chromium n’est pas installé (apt-get install chromium).")
    if not AXE.exists():
        pytest.skip("Parcours non joués : frontend/node_modules manque (npm ci dans frontend/).")
    home = tmp_path_factory.mktemp("house")
    environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    environment |= {
        "BELVEDERE_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "tests.journeys.settings",
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
    }
    template = CACHE / f"{migrations_digest()}.sqlite3"
    if template.exists():
        shutil.copy(template, home / "belvedere.sqlite3")
    else:
        run(environment, "-m", "django", "migrate", "-v0")
    run(environment, "-m", "tests.journeys.seed")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "django", "runserver", "--noreload", "--insecure", f"127.0.0.1:{port}"]
    with (home / "server.log").open("w") as log:
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
    address = f"http://127.0.0.1:{port}"
    wait_for(address, server)
    yield address
    server.terminate()
    server.wait()


def wait_for(address, server):
    for _ in range(240):
        if server.poll() is not None:
            raise RuntimeError("The server of the journeys has stopped.")
        try:
            urllib.request.urlopen(f"{address}/robots.txt", timeout=5).close()  # noqa: S310
            return
        except OSError:
            time.sleep(0.25)
    raise RuntimeError("The server of the journeys does not answer.")


@pytest.fixture(scope="session")
def mails(house, tmp_path_factory):
    """``mails()`` gives the letters that the server has sent, oldest first."""

    def sent():
        folder = next(tmp_path_factory.getbasetemp().glob("house*/mails"), None)
        files = sorted(folder.iterdir(), key=lambda file: file.stat().st_mtime) if folder else []
        return [email.message_from_bytes(file.read_bytes(), policy=email.policy.default) for file in files]

    return sent


@pytest.fixture(scope="session")
def browser(house):
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as playing:
        chromium = playing.chromium.launch(executable_path=BROWSER, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def visit(browser, house):
    """``visit(width=390, theme="dark", scripts=False)`` opens a window; its faults are in ``page.faults``."""
    windows = []

    def open_window(*, width=1280, theme="light", scripts=True, **options):
        window = browser.new_context(
            base_url=house, viewport={"width": width, "height": 844}, color_scheme=theme, java_script_enabled=scripts,
            locale="fr-FR", bypass_csp=options.pop("bypass_csp", False), **options,
        )  # fmt: skip
        windows.append(window)
        page = window.new_page()
        page.set_default_timeout(20000)
        page.faults = []
        page.on("pageerror", lambda error: page.faults.append(str(error)))
        page.on("console", lambda message: page.faults.append(message.text) if message.type == "error" else None)
        page.on("request", lambda request: page.faults.append(request.url) if foreign(request.url, house) else None)
        return page

    yield open_window
    for window in windows:
        window.close()


def foreign(url, house):
    return not url.startswith((house, "data:", "blob:"))
