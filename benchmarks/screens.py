"""Every screen of the demo, as a visitor, the staff, a technician and a professional meet them, as axe sees it: goal 0.

Runs on a filled installation (``BELVEDERE_HOME``; ``./belvedere demo --no-serve`` makes one), served for the time of
the walk. Links are followed from the doors of each person; an address is one view with its arguments left out, looked
at once, at 1280 and 390 pixels, light and dark. ``--shots FOLDER`` keeps what was seen. There is no peer: the law is
the measure (WCAG 2.2 A and AA, and axe's good practice outside Wagtail's frame).
"""

import argparse
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "belvedere.config.settings.dev")
#: Where each person enters, and whose account opens the door.
DOORS = {
    "visiteuse": ("", ("/", "/en/", "/observatoire/", "/recherche/", "/agenda/")),
    "prestataire": ("chloe@demo.example", ("/pro/",)),
    "responsable": ("auvergne@demo.example", ("/bureau/", "/accueil/")),
    "technicienne": ("technique@demo.example", ("/bureau/",)),
}
#: Signing out ends the walk; the technical administration is Django's own; Wagtail's guide of styles is for engineers.
LEFT = ("/compte/logout", "/bureau/logout", "/technique/", "/bureau/styleguide", "/bureau/bulk/", "/api/")
FILES = ("stylesheet", "script", "font", "image")
LINKS = "links => [...new Set(links.filter(a => !a.download && a.target !== '_blank').map(a => a.href))]"


@dataclass
class Walk:
    """Views already met, screens seen and faults found; a view is looked at by whoever comes to it first."""

    base: str
    most: int
    shots: Path | None
    met: set[str] = field(default_factory=set)
    seen: int = 0
    faults: int = 0

    def note(self, who: str, view: str, address: str, fault: str) -> None:
        """Says it at once: a walk that is cut has not been for nothing."""
        self.faults += 1
        print(f"\r{who}  {view}\033[K\n    {address}\n    {fault}", flush=True)

    def hear(self, answer) -> None:
        """A sheet of style or a picture that does not come is a fault too: axe would judge a page without them."""
        if answer.status >= 400 and answer.request.resource_type in FILES:
            self.note("fichier", answer.url, answer.request.frame.url, f"answers {answer.status}")


def view_of(address: str) -> str | None:
    """The view behind an address, its arguments left out; None for what is not one of our screens."""
    from django.urls import Resolver404, resolve, set_script_prefix

    set_script_prefix("/")
    path = urlsplit(address).path
    if path.startswith(LEFT):
        return None
    try:
        match = resolve(path)
    except Resolver404:
        return None
    return match.route if match.route.strip("/") else path


def keys_of(email: str) -> list[dict[str, str]]:
    """What the browser of somebody who has signed in keeps."""
    from django.conf import settings
    from django.test import Client

    from belvedere.people.models import Account

    account = Account.everything.filter(email=email).first()
    if account is None:
        raise SystemExit(f"Pas de compte {email} ici : lancez d’abord « ./belvedere demo --no-serve ».")
    client = Client()
    client.force_login(account, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return [{"name": name, "value": one.value} for name, one in client.cookies.items()]


def walk(page, who: str, doors: tuple[str, ...], state: Walk) -> None:
    first = {state.base + door for door in doors}
    ahead = deque(sorted(first))
    while ahead and state.seen < state.most:
        address = ahead.popleft()
        view = view_of(address)
        if view is None or (view in state.met and address not in first):
            continue
        state.met.add(view)
        first.discard(address)
        answer = opened(page, address)
        if isinstance(answer, str):
            state.note(who, view, address, answer)
            continue
        if answer is None or "html" not in answer.headers.get("content-type", ""):
            continue
        if answer.status != 200:
            state.note(who, view, address, f"answers {answer.status}")
        links = page.eval_on_selector_all("a[href]", LINKS)
        ahead.extend(link.partition("#")[0] for link in links if link.startswith(f"{state.base}/"))
        look(page, who, view, state)


def opened(page, address: str):
    """The answer; None for a file to keep; what went wrong, in words, where there is none."""
    from playwright.sync_api import Error, TimeoutError

    try:
        return page.goto(address, wait_until="load")
    except TimeoutError:
        return "does not come within 30 seconds"
    except Error as error:
        if "Download is starting" in error.message:
            return None
        raise


def look(page, who: str, view: str, state: Walk) -> None:
    from tests.journeys import looks

    state.seen += 1
    if state.shots:
        shoot(page, state.shots / f"{state.seen:03d}-{who}-{view.strip('/').replace('/', '-')[:80]}")
    office = urlsplit(page.url).path.startswith(looks.OFFICE)
    themes = looks.THEMES[:1] if office else looks.THEMES
    found = looks.faults_of_page(page, looks.LAW if office else looks.RULES, themes=themes)
    for place, lines in found.items():
        for fault in lines:
            state.note(who, view, place, fault)
    page.set_viewport_size({"width": 1280, "height": 844})
    print(f"\r{state.seen} screens, {state.faults} faults\033[K", end="", file=sys.stderr, flush=True)


def shoot(page, name: Path) -> None:
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 844})
        page.wait_for_timeout(150)
        page.screenshot(path=f"{name}-{width}.png", full_page=True)


@contextmanager
def served() -> Iterator[str]:
    """The installation behind a server of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "django", "runserver", f"127.0.0.1:{port}", "--noreload", "--nostatic"]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT / "src"), os.environ.get("PYTHONPATH", "")])}
    server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(240):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/robots.txt", timeout=5).close()
                break
            except OSError:
                time.sleep(0.5)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--most", type=int, default=600, help="écrans au plus (600)")
    parser.add_argument("--shots", type=Path, help="dossier où garder les images des écrans")
    parser.add_argument("--who", nargs="*", choices=list(DOORS), default=list(DOORS))
    options = parser.parse_args()
    from belvedere.config.checks import browser as browsers

    browser = browsers.present()
    if browser is None:
        print("Il manque chromium : apt-get install chromium.", file=sys.stderr)
        return 2
    import django
    from playwright.sync_api import sync_playwright

    django.setup()
    if options.shots:
        options.shots.mkdir(parents=True, exist_ok=True)
    keys = {who: keys_of(DOORS[who][0]) if DOORS[who][0] else [] for who in options.who}
    with served() as base, sync_playwright() as playing:
        chromium = playing.chromium.launch(executable_path=browser, args=["--no-sandbox", "--use-angle=swiftshader"])
        state = Walk(base, options.most, options.shots)
        for who in options.who:
            window = chromium.new_context(locale="fr-FR", viewport={"width": 1280, "height": 844}, bypass_csp=True)
            window.add_cookies([key | {"url": base} for key in keys[who]])
            before, wrong = state.seen, state.faults
            page = window.new_page()
            page.on("response", state.hear)
            walk(page, who, DOORS[who][1], state)
            window.close()
            print(f"\r{who:<14}{state.seen - before:>5} screens{state.faults - wrong:>6} faults\033[K", flush=True)
    return 1 if state.faults else 0


if __name__ == "__main__":
    sys.exit(main())
