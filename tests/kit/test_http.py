import socket
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from belvedere.kit import http


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        moves = {"/moved": "/there?x=1", "/loop": "/loop", "/inward": "http://10.0.0.1/", "/file": "file:///etc/passwd"}
        if self.path in moves:
            self.send_response(302)
            self.send_header("Location", moves[self.path])
            self.end_headers()
            return
        self.send_response(404 if self.path == "/absent" else 200)
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.end_headers()
        self.wfile.write(b"x" * 3000 if self.path == "/large" else self.path.encode())

    def log_message(self, *arguments):
        """Quiet."""


@pytest.fixture(scope="module")
def site():
    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_an_answer_is_read_whole(site):
    answer = http.fetch(f"{site}/here?a=b", private=True)
    assert (answer.status, answer.content_type, answer.content) == (200, "text/plain", b"/here?a=b")


def test_redirects_are_followed(site):
    assert http.fetch(f"{site}/moved", private=True).content == b"/there?x=1"


@pytest.mark.parametrize("path", ["/file", "/loop"])
def test_redirects_are_checked_again(site, path):
    with pytest.raises((http.Forbidden, http.Unavailable)):
        http.fetch(site + path, private=True)


def test_a_redirect_inwards_is_refused(site, monkeypatch):
    monkeypatch.setattr(http, "_is_public", lambda address: address == "127.0.0.1")
    with pytest.raises(http.Forbidden, match=r"10\.0\.0\.1"):
        http.fetch(f"{site}/inward")


def test_too_much_is_cut_off(site):
    with pytest.raises(http.Unavailable, match="dépasse"):
        http.fetch(f"{site}/large", private=True, largest=2000)


def test_a_refusal_and_silence_are_said(site):
    with pytest.raises(http.Unavailable, match="404"):
        http.fetch(f"{site}/absent", private=True)
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen()
        with pytest.raises(http.Unavailable):
            http.fetch(f"http://127.0.0.1:{deaf.getsockname()[1]}/", private=True, seconds=0.1)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "localhost", "10.1.2.3", "192.168.1.1", "172.16.0.1", "169.254.169.254", "0.0.0.0",  # noqa: S104
        "[::1]",
        "[::ffff:127.0.0.1]", "[fd00::1]", "[fe80::1]", "2130706433", "0x7f.1", "127.1", "[2002:7f00:1::]", "224.0.0.1",
        "[::ffff:224.0.0.1]", "100.64.0.1",
    ],
)  # fmt: skip
def test_our_own_network_is_not_asked(host):
    with pytest.raises(http.Forbidden):
        http.fetch(f"http://{host}/")


def test_one_private_answer_among_public_ones_is_enough_to_refuse(monkeypatch):
    def resolve(host, port, **kwargs):
        return [(0, 0, 0, "", (address, port)) for address in ("93.184.216.34", "10.0.0.1")]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    with pytest.raises(http.Forbidden):
        http.public_address("double.exemple", 80)


@pytest.mark.parametrize(
    "url",
    ["file:///etc/passwd", "ftp://exemple.fr/", "exemple.fr", "http://", "http://a:b@exemple.fr/", "http://x:99999/",
     "http://exemple.fr/a\r\nX: 1", "gopher://exemple.fr", ""],
)  # fmt: skip
def test_only_plain_web_addresses(url):
    with pytest.raises(http.Forbidden):
        http.fetch(url)
