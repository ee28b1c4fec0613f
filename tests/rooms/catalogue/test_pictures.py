"""Pictures are copied only where their rights allow it, and shown only from our copy."""

import io
import threading
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from PIL import Image

from belvedere.catalogue.imports.pictures import copy_pictures
from belvedere.catalogue.queries.copies import copy_path, stored_at
from belvedere.catalogue.queries.public import pictures_of
from tests.factories.catalogue import MediaFactory, OfferFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 7, 14)


@pytest.fixture
def distant(settings, tmp_path):
    """A server of pictures on the loopback; returns its address."""
    settings.MEDIA_ROOT = tmp_path
    drawn = io.BytesIO()
    Image.new("RGB", (3200, 1200), "teal").save(drawn, "JPEG")

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            body = drawn.getvalue() if self.path.endswith(".jpg") else b"<html>"
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def copied(**options):
    return copy_pictures(on=TODAY, limit=10, progress=lambda *_: None, **options)


def test_what_may_be_shown_is_copied_lighter_and_then_shown(distant):
    offer = OfferFactory()
    shown = MediaFactory(offer=offer, url=f"{distant}/vue.jpg")
    MediaFactory(offer=offer, url=f"{distant}/perimee.jpg", rights_end=date(2020, 1, 1))
    assert pictures_of([offer.pk], on=TODAY) == {}
    assert copied(private=True).made == 1
    with Image.open(copy_path(shown.url)) as kept:
        assert kept.size == (1600, 600)
    assert [picture.url for picture in pictures_of([offer.pk], on=TODAY)[offer.pk]] == [stored_at(shown.url)]
    assert copied(private=True).made == 0


def test_what_is_no_picture_is_said_and_leaves_nothing(distant):
    media = MediaFactory(url=f"{distant}/page")
    outcome = copied(private=True)
    assert outcome.failures == [(media.url, "Ce fichier n’est pas une image lisible.")]
    assert not copy_path(media.url).parent.exists()


def test_an_address_of_our_own_network_is_refused(distant):
    MediaFactory(url=f"{distant}/vue.jpg")
    outcome = copied()
    assert outcome.made == 0
    assert len(outcome.failures) == 1
