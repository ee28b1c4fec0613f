"""Requests that leave the house: towards public addresses only, for so long and so much, redirects checked again.

An address that a person typed or that a feed holds may point at our own network: the name is resolved here, every
answer must be public, and the connection goes to the very address that was checked.
"""

import http.client
import ipaddress
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import SplitResult, urljoin, urlsplit

REDIRECTS = 5
MOVED = (301, 302, 303, 307, 308)
CHUNK = 2**16


class Forbidden(Exception):
    """The address may not be asked: its scheme, or where it leads."""


class Unavailable(Exception):
    """No usable answer: the network, the time, the size, or the other side's refusal."""


@dataclass(frozen=True)
class _Request:
    url: str
    method: str = "GET"
    content: bytes | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Answer:
    url: str
    status: int
    content_type: str
    content: bytes


def fetch(url: str, *, seconds: float = 20, largest: int = 50 * 2**20, private: bool = False) -> Answer:
    """GETs ``url``; ``seconds`` bounds each wait, ``largest`` the bytes read. ``private`` allows our own network.

    Raises Forbidden or Unavailable, whose message is a sentence for the user.
    """
    for _ in range(REDIRECTS + 1):
        answer, place = _ask(_Request(url), seconds, largest, private)
        if place is None:
            return answer
        url = urljoin(url, place)
    raise Unavailable(f"{url} : plus de {REDIRECTS} redirections. Vérifiez l’adresse.")


def post(url: str, content: bytes, *, headers: Mapping[str, str], seconds: float = 20, private: bool = False) -> Answer:
    """POSTs ``content``; a redirect is an error, for it would carry what is sent elsewhere. Raises as ``fetch``."""
    answer, place = _ask(_Request(url, "POST", content, headers), seconds, 2**20, private)
    if place is not None:
        raise Unavailable(f"{urlsplit(url).hostname} renvoie ailleurs : rien n’y a été envoyé.")
    return answer


def public_address(host: str, port: int, *, private: bool = False) -> str:
    """The IP address that this name leads to. Raises Forbidden where one of them is not public."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as fault:
        raise Unavailable(f"{host} : ce nom ne mène nulle part. Vérifiez l’adresse.") from fault
    addresses = [str(entry[4][0]).partition("%")[0] for entry in found]
    for address in addresses:
        if not private and not _is_public(address):
            raise Forbidden(f"{host} mène à une adresse interne ({address}) : elle ne peut pas être interrogée.")
    return addresses[0]


def _is_public(address: str) -> bool:
    known = ipaddress.ip_address(address)
    if isinstance(known, ipaddress.IPv6Address):
        inner = known.ipv4_mapped or known.sixtofour or (known.teredo[1] if known.teredo else None)
        if inner is not None:
            return inner.is_global and not inner.is_multicast
    return known.is_global and not known.is_multicast


def _ask(asked: _Request, seconds: float, largest: int, private: bool) -> tuple[Answer, str | None]:
    """One request: the answer, and where it redirects to."""
    url, parts = asked.url, _parts(asked.url)
    host = parts.hostname or ""
    port = parts.port or (443 if parts.scheme == "https" else 80)
    connection = _connection(parts.scheme, host, public_address(host, port, private=private), port, seconds)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        headers = {"Host": parts.netloc, "User-Agent": "Belvedere", "Accept": "*/*", **asked.headers}
        connection.request(asked.method, target, asked.content, headers)
        response = connection.getresponse()
        if response.status in MOVED and response.headers.get("Location"):
            return Answer(url, response.status, "", b""), str(response.headers["Location"])
        if not 200 <= response.status < 300:
            raise Unavailable(f"{url} répond {response.status}.")
        return Answer(url, response.status, response.headers.get_content_type(), _read(url, response, largest)), None
    except (OSError, http.client.HTTPException, ValueError) as fault:
        raise Unavailable(f"{url} ne répond pas comme il faut ({fault}).") from fault
    finally:
        connection.close()


def _parts(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError as fault:
        raise Forbidden(f"« {url} » n’est pas une adresse.") from fault
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username is not None:
        raise Forbidden(f"« {url} » n’est pas une adresse http ou https.")
    if any(ord(letter) <= 32 for letter in url):
        raise Forbidden("L’adresse contient des blancs.")
    return parts


def _connection(scheme: str, host: str, address: str, port: int, seconds: float) -> http.client.HTTPConnection:
    """A connection to the address that was checked, under the name that was asked."""
    connection = http.client.HTTPConnection(host, port, timeout=seconds)
    try:
        plain = socket.create_connection((address, port), timeout=seconds)
        secure = scheme == "https"
        connection.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=host) if secure else plain
    except OSError as fault:
        raise Unavailable(f"{host} ne répond pas ({fault}).") from fault
    return connection


def _read(url: str, response: http.client.HTTPResponse, largest: int) -> bytes:
    held = bytearray()
    while chunk := response.read(CHUNK):
        held += chunk
        if len(held) > largest:
            raise Unavailable(f"{url} dépasse {largest // 2**20} Mio : la lecture s’est arrêtée là.")
    return bytes(held)
