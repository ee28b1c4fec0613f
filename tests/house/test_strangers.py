"""A stranger walks through the whole house: every address, GET and POST, with the keys of somebody else's rows.

chloe manages the neighbouring office, rose keeps an inn in it, and somebody is not signed in. None of them may read or
write anything of anne's, whatever Wagtail, allauth, ninja or we answer at that address.
"""

import re
import zipfile
from io import BytesIO

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from wagtail.admin.menu import admin_menu
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Page
from wagtail.snippets.models import get_snippet_models

from belvedere.catalogue.models import Offer
from belvedere.cockpit.models import Tile
from belvedere.kit import scope

from . import foreigners
from .addresses import Address, UnknownArgument, every_address
from .foreigners import MARK

pytestmark = pytest.mark.django_db

#: Arguments by the name they bear in the address; the others are keys of the view's own model.
NAMED = {
    "action_name": "approve", "filter_spec": "fill-100x100", "token": "aaaa", "key": "aaaa", "uidb36": "1",
    "uidb64": "MQ", "url": "nulle-part", "slug": "marque", "shared": "marque", "section": "offres", "scene": "volcan",
    "moment": "aube", "seed": 7, "(live|earliest|\\d+)": "earliest", "(live|latest|\\d+)": "latest", "(.*)": "x.txt",
    "privacy": "x", "action": "delete", "language": "fr", "path": "rien.txt",
    "side": "buyer", "month": "2025-03", "code": "zzzzzzzz", "kind": "csv",
}  # fmt: skip
PAGES = {"page_id", "parent_page_id", "page_to_move_id", "page_pk"}
#: Rows of Wagtail's own that no office owns: any number will do, the right to the view is what is tried.
ANY = {
    "destination_id", "revision_id", "revision_id_a", "revision_id_b", "task_id", "task_state_id", "workflow_pk",
    "workflow_state_id", "redirect_id", "restriction_id", "session_id", "uploaded_file_id", "collection_id",
    "content_type_id",
}  # fmt: skip
LABELS = {"app_label": 0, "model_name": 1, "app_name": 0, "content_type_app_name": 0, "content_type_model_name": 1}
#: Wagtail's own views that fall over a form they did not show; they are still watched for what they show and write.
STUMBLES = ("/choose-external-link/", "/offerstory/create/")
#: The table that a statement writes to.
WRITING = re.compile(r"^\s*(?:UPDATE|INSERT(?: OR \w+)? INTO|DELETE FROM)\s+\"?(\w+)", re.I)
SEARCH = "?q=auberge"
EXPORTS = ("?export=xlsx", "?export=csv")
#: Signing out would make the walk go on as nobody; the other one is Wagtail's own way to try its error page.
LEFT_OUT = {"compte/logout/", "bureau/logout/", "technique/logout/", "bureau/failwhale/"}


@pytest.fixture(scope="module")
def before(built, django_db_blocker):
    with django_db_blocker.unblock():
        return foreigners.belongings(built[0])


@pytest.fixture
def walk(cast, rows, before, monkeypatch):
    """The menu is the same on every page and a fifth of its cost: it is looked at by itself."""
    monkeypatch.setattr(admin_menu, "render_component", lambda request: [])
    return Walk(cast, rows, before)


class Walk:
    """Tries addresses as somebody and keeps what went wrong, address by address."""

    def __init__(self, cast, rows, before):
        self.cast, self.rows, self.before = cast, rows, before
        self.form = encode_multipart(BOUNDARY, self.attack())
        self.faults = []
        self.written = set()
        self.client = Client(raise_request_exception=False)
        self.sessions = {}

    def value(self, address: Address, name: str):
        if name in NAMED:
            return NAMED[name]
        if name in PAGES or (name == "(\\d+)" and "pages/" in address.route):
            return self.rows[Page].pk
        if name in ANY or name == "(\\d+)":
            return 1
        if name == "tile":
            return self.rows[Tile].pk
        if name in LABELS:
            return ("people", "organisation")[LABELS[name]]
        if name.startswith(("image", "doc")):
            return self.rows[Image if name.startswith("image") else Document].pk
        if name == "number":
            return self.rows[Offer].pk
        if name in ("pk", "object_id", "id"):
            return self.key(address)
        raise UnknownArgument(f"{address.route} : {name}")

    def key(self, address: Address):
        if address.model is None or address.model in foreigners.SHARED:
            return self.rows[Page].pk if "pages" in address.route else 1
        if address.model in self.rows:
            return self.rows[address.model].pk
        if f"belvedere.{address.model._meta.app_label}" in settings.ROOMS:
            raise UnknownArgument(f"{address.route} : aucune fiche de {address.model.__name__} n’est préparée")
        return 1

    def targets(self):
        for address in every_address():
            if address.route not in LEFT_OUT:
                yield address.fill(self.value)
        for model in get_snippet_models():
            if model in self.rows:
                for action in ("delete", "publish", "unpublish"):
                    label = f"{model._meta.app_label}/{model._meta.model_name}"
                    yield f"/bureau/bulk/{label}/{action}/?id={self.rows[model].pk}&next=/bureau/"

    def questions(self):
        """The lists, searched and exported."""
        for address in every_address():
            if address.route not in LEFT_OUT and "<" not in address.route:
                asked = (SEARCH,) * address.lists + EXPORTS * address.exports
                yield from (address.fill(self.value) + question for question in asked)

    def attack(self):
        """A form filled with keys of anne's rows."""
        keys = {model._meta.model_name: row.pk for model, row in self.rows.items()}
        return {
            **keys, "parent": keys["destination"], "managed_by": keys["destination"], "owner": keys["organisation"],
            "kind": "manager", "email": self.cast.chloe.email, "name": "Pris", "title": "Pris", "slug": "pris",
            "offers": [keys["offer"]], "codes": "", "commune_code": self.cast.here.pk, "first_name": "Pris",
        }  # fmt: skip

    def run(self, who, path, post=False):
        session = self.session(who) if who else None
        self.client.cookies.clear()
        if session:
            self.client.cookies[settings.SESSION_COOKIE_NAME] = session
        with transaction.atomic():
            self.written.clear()
            with connection.execute_wrapper(self._watch):
                response = (
                    self.client.generic("POST", path, self.form, MULTIPART_CONTENT) if post else self.client.get(path)
                )
                text = body(response)
            self._judge("POST" if post else "GET", path, response, text)
            transaction.set_rollback(True)

    def session(self, who):
        """Signed in once: what each request does to it is undone after it."""
        if who.pk not in self.sessions:
            client = Client()
            client.force_login(who)
            self.sessions[who.pk] = client.cookies[settings.SESSION_COOKIE_NAME].value
        return self.sessions[who.pk]

    def _watch(self, execute, sql, params, many, context):
        self.written |= set(WRITING.findall(sql))
        return execute(sql, params, many, context)

    def _judge(self, verb, path, response, text):
        if response.status_code == 500 and not path.partition("?")[0].endswith(STUMBLES):
            self.faults.append(f"{verb} {path} : {response.status_code}")
        if MARK in text:
            at = text.index(MARK)
            self.faults.append(f"{verb} {path} : {response.status_code} montre « {text[max(0, at - 60) : at + 20]} »")
        after = foreigners.belongings(self.cast, self.written) if self.written else {}
        if any(self.before[name] != rows for name, rows in after.items()):
            self.faults.append(f"{verb} {path} : {response.status_code} a écrit chez anne")


def body(response):
    """What the answer says, streams and spreadsheets unpacked."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if content[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(BytesIO(content)) as book:
            content = b"".join(book.read(name) for name in book.namelist())
    return content.decode("utf-8", "replace") + response.headers.get("Location", "")


def test_every_model_that_has_a_rule_has_a_row_to_be_tried_with():
    known = {*foreigners.BUILDERS, *foreigners.SHARED}
    missing = [model.__name__ for model in foreigners.scoped_models() if model not in known]
    assert not missing, f"Ajoutez à BUILDERS, ou dites partagés : {missing}"


def test_every_address_can_be_filled_in(walk):
    unknown = []
    for address in every_address():
        try:
            address.fill(walk.value)
        except UnknownArgument as lost:
            unknown.append(str(lost))
    assert not unknown, "\n".join(unknown)


@pytest.mark.parametrize("who", ["chloe", "rose", None])
@pytest.mark.parametrize("post", [pytest.param(False, id="GET"), pytest.param(True, id="POST", marks=pytest.mark.slow)])
def test_a_stranger_reads_and_writes_nothing(walk, cast, who, post):
    for path in dict.fromkeys(walk.targets()):
        walk.run(getattr(cast, who) if who else None, path, post)
    assert not walk.faults, "\n".join(walk.faults)


@pytest.mark.slow
def test_a_stranger_s_questions_to_the_lists_show_nothing(walk, cast):
    for path in dict.fromkeys(walk.questions()):
        walk.run(cast.chloe, path)
    assert not walk.faults, "\n".join(walk.faults)


def test_the_menu_shows_a_stranger_nothing(cast, rows, client):
    client.force_login(cast.chloe)
    shown = body(client.get("/bureau/"))
    assert "wagtail-sidebar-props" in shown
    assert MARK not in shown


@pytest.mark.parametrize("who", ["anne", "bruno"])
def test_the_house_opens_to_its_own_people(walk, cast, rows, client, who):
    """The walls would be easy to keep with no door: colleagues see every row that strangers were refused."""
    client.force_login(getattr(cast, who))
    for model, row in rows.items():
        if model not in foreigners.scoped_models():
            continue
        assert scope.visible_to(getattr(cast, who), model).filter(pk=row.pk).exists(), model
    shown = [a for a in every_address() if a.model in rows and a.route.startswith("bureau/") and "/inspect/" in a.route]
    assert shown
    for address in shown:
        path = address.fill(walk.value)
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert MARK in body(answer), path
