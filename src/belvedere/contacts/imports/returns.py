"""Mail that came back, fetched from a Maildir or by IMAP, read by ``engines.returns``, told to ``actions.returns``."""

import imaplib
import mailbox
import ssl
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from anymail.signals import EventType, RejectReason

from belvedere.contacts.actions import returns
from belvedere.contacts.enums import ReturnKind
from belvedere.contacts.queries.messages import identifier_in
from belvedere.engines.returns import Fate, read_return

KINDS = {Fate.HARD: ReturnKind.HARD, Fate.SOFT: ReturnKind.SOFT, Fate.COMPLAINT: ReturnKind.COMPLAINT}
#: Reasons of a provider that condemn the address itself.
DEAD = (RejectReason.INVALID, RejectReason.BOUNCED)
SECONDS = 60

#: A message, and what to do once it has been dealt with.
Held = tuple[bytes, Callable[[], None]]


class BoxRefused(Exception):
    """The box cannot be read; the message says why and what to do."""


def read_box(*, box: str, now: datetime) -> Counter[str]:
    """Reads every new message and marks it seen. How many of each fate; ``unknown`` is about no letter of ours. A
    message read twice changes nothing the second time. Raises BoxRefused."""
    if not box:
        raise BoxRefused(
            "Aucune boîte de retours\N{NO-BREAK SPACE}: donnez BELVEDERE_RETURNS_BOX (un Maildir ou imaps://…)."
        )
    opened = _imap(box) if box.startswith(("imap://", "imaps://")) else _maildir(box)
    tally: Counter[str] = Counter()
    with opened as messages:
        for content, done in messages:
            tally[apply_return(content=content, now=now)] += 1
            done()
    return tally


def apply_return(*, content: bytes, now: datetime) -> str:
    """What one message was: a fate of the engine, or ``unknown``. Only a report that names a copy of ours counts: its
    identifier is drawn at random, so that nobody can have somebody else's address suspended."""
    found = read_return(content)
    if found.fate not in KINDS:
        return found.fate.value
    for header in found.message_ids:
        row = returns.record_return(
            identifier=identifier_in(header), kind=KINDS[found.fate], code=found.code, reason=found.reason, now=now
        )
        if row is not None:
            return found.fate.value
    return "unknown"


@contextmanager
def _maildir(folder: str) -> Iterator[Iterator[Held]]:
    path = Path(folder)
    if not all((path / part).is_dir() for part in ("cur", "new", "tmp")):
        raise BoxRefused(f"{folder} n’est pas un Maildir (cur, new, tmp) : vérifiez BELVEDERE_RETURNS_BOX.")
    box = mailbox.Maildir(folder, factory=None, create=False)

    def unread() -> Iterator[Held]:
        for key, message in list(box.iteritems()):
            if "S" not in message.get_flags():

                def done(key: str = key, message: mailbox.MaildirMessage = message) -> None:
                    message.set_subdir("cur")
                    message.add_flag("S")
                    box[key] = message

                yield box.get_bytes(key), done

    try:
        yield unread()
    finally:
        box.close()


@contextmanager
def _imap(address: str) -> Iterator[Iterator[Held]]:
    parts = urlsplit(address)
    try:
        if parts.scheme == "imaps":
            context = ssl.create_default_context()
            line = imaplib.IMAP4_SSL(parts.hostname or "", parts.port or 993, ssl_context=context, timeout=SECONDS)
        else:
            line = imaplib.IMAP4(parts.hostname or "", parts.port or 143, timeout=SECONDS)
        line.login(unquote(parts.username or ""), unquote(parts.password or ""))
        line.select(unquote(parts.path.strip("/")) or "INBOX")
    except (OSError, imaplib.IMAP4.error) as fault:
        # Without the address: it holds a password.
        raise BoxRefused(f"La boîte de {parts.hostname} ne s’ouvre pas ({fault}) : vérifiez nom et accès.") from fault

    def unread() -> Iterator[Held]:
        for number in line.uid("SEARCH", "UNSEEN")[1][0].split():
            content = next((part[1] for part in line.uid("FETCH", number, "(BODY.PEEK[])")[1] if len(part) == 2), b"")
            yield content, lambda number=number: line.uid("STORE", number, "+FLAGS", r"(\Seen)")

    try:
        yield unread()
    finally:
        line.logout()


def apply_event(*, event: Any, now: datetime) -> None:
    """What a provider says by anymail’s webhook, of a letter of ours."""
    identifier = str((event.metadata or {}).get("copy") or "")
    if not identifier and event.message_id:
        identifier = returns.identifier_at_provider(provider_id=str(event.message_id))
    reason = " ".join(str(event.mta_response or event.description or event.reject_reason or "").split())
    if event.event_type == EventType.COMPLAINED:
        returns.record_return(identifier=identifier, kind=ReturnKind.COMPLAINT, reason=reason, now=now)
    elif event.event_type in (EventType.BOUNCED, EventType.FAILED, EventType.REJECTED):
        dead = event.event_type == EventType.BOUNCED and event.reject_reason in DEAD and "5.7." not in reason
        kind = ReturnKind.HARD if dead else ReturnKind.SOFT
        returns.record_return(
            identifier=identifier, kind=kind, code=str(event.reject_reason or ""), reason=reason, now=now
        )
    elif event.event_type == EventType.DELIVERED:
        returns.record_arrival(identifier=identifier, now=now)
