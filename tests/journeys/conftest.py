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

from belvedere.config.checks import browser as browsers
from tests.conftest import CACHE, migrations_digest
from tests.factories.people import PASSWORD

from .looks import AXE

ROOT = Path(__file__).resolve().parents[2]
BROWSER = os.environ.get("BELVEDERE_BROWSER") or browsers.present()
#: Maps ask for WebGL, which SwiftShader draws; pages are put together without it, at a quarter of the cost. A window
#: needs no process in reserve for another site: there is none.
FLAGS = [
    "--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--disable-gpu-compositing",
    "--disable-background-networking", "--disable-site-isolation-trials", "--renderer-process-limit=1",
]  # fmt: skip
#: Seconds that a server may take to compile its engines, fill its base and answer, on a laden machine.
PATIENCE = 240


def run(environment, *arguments):
    subprocess.run([sys.executable, *arguments], cwd=ROOT, env=environment, check=True, capture_output=True)


@pytest.fixture(scope="session")
def home(tmp_path_factory):
    """Folder of the installation that is walked through."""
    return tmp_path_factory.mktemp("house")


@pytest.fixture(scope="session")
def house(home, request):
    """Address of a server on a filled installation; it runs in a process of its own."""
    if not BROWSER:
        pytest.skip("Parcours non joués : chromium n’est pas installé (apt-get install chromium).")
    if not AXE.exists():
        pytest.skip("Parcours non joués : frontend/node_modules manque (npm ci dans frontend/).")
    environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    environment |= {
        "BELVEDERE_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "tests.journeys.settings",
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
    }
    template = CACHE / f"{migrations_digest()}.sqlite3"
    if not template.exists():
        request.getfixturevalue("django_db_setup")
    if template.exists():
        shutil.copy(template, home / "belvedere.sqlite3")
    else:
        run(environment, "-m", "django", "migrate", "-v0")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "tests.journeys.serve", str(port)]
    with (home / "server.log").open("w") as log:
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
    address = f"http://127.0.0.1:{port}"
    wait_for(address, server, home / "server.log")
    yield address
    server.terminate()
    server.wait()


def wait_for(address, server, log):
    for _ in range(PATIENCE * 10):
        if server.poll() is not None:
            raise RuntimeError(f"The server of the journeys has stopped.\n{log.read_text()}")
        try:
            urllib.request.urlopen(f"{address}/robots.txt", timeout=30).close()  # noqa: S310
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("The server of the journeys does not answer.")


@pytest.fixture(scope="session")
def mails(house, home):
    """``mails()`` gives the letters that the server has sent, oldest first."""

    def sent():
        files = sorted((home / "mails").glob("*"), key=lambda file: file.stat().st_mtime)
        return [email.message_from_bytes(file.read_bytes(), policy=email.policy.default) for file in files]

    return sent


@pytest.fixture(scope="session")
def browser(house):
    playwright = pytest.importorskip("playwright.sync_api")
    playwright.expect.set_options(timeout=30_000)  # what must come may be long on a laden machine
    with playwright.sync_playwright() as playing:
        chromium = playing.chromium.launch(executable_path=BROWSER, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def visit(browser, house):
    """``visit(width=390, theme="dark", scripts=False)`` opens a window; its faults are in ``page.faults``. What moves
    moves fifty times faster: Wagtail has a badge blink for twenty-five seconds on each page, a fifth of a core long.
    """
    windows = []

    def open_window(*, width=1280, theme="light", scripts=True, **options):
        window = browser.new_context(
            base_url=house, viewport={"width": width, "height": 844}, color_scheme=theme, java_script_enabled=scripts,
            locale="fr-FR", **options,
        )  # fmt: skip
        windows.append(window)
        page = window.new_page()
        tools = window.new_cdp_session(page)
        tools.send("Animation.enable")
        tools.send("Animation.setPlaybackRate", {"playbackRate": 50})
        page.set_default_timeout(60000)
        page.faults = []
        page.on("pageerror", lambda error: page.faults.append(str(error)))
        page.on("console", lambda message: page.faults.append(message.text) if message.type == "error" else None)
        page.on("request", lambda request: page.faults.append(request.url) if foreign(request.url, house) else None)
        return page

    yield open_window
    for window in windows:
        window.close()


@pytest.fixture(scope="session")
def keys(browser, house):
    """``keys(who)`` gives what the browser of somebody who has signed in keeps: one door to walk through a person."""
    kept = {}

    def signed(who):
        if who not in kept:
            window = browser.new_context(base_url=house, locale="fr-FR")
            page = window.new_page()
            page.goto("/compte/login/")
            page.locator("input[name=login]").fill(f"{who}@exemple.fr")
            page.locator("input[name=password]").fill(PASSWORD)
            with page.expect_navigation():
                page.get_by_role("button", name="Se connecter").first.click()
            kept[who] = window.storage_state()
            window.close()
        return kept[who]

    return signed


@pytest.fixture
def enter(visit, keys):
    """``enter("anne", width=390)``: a window where somebody has signed in."""
    return lambda who, **options: visit(storage_state=keys(who), **options)


def foreign(url, house):
    return not url.startswith((house, "data:", "blob:"))
