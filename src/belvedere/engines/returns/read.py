"""Reads one message of the mailbox where returns arrive. Never raises on what it is given: a message that is not a
report is a reply."""

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import Message

from .types import Fate, Return

LARGEST_REASON = 200
#: Refusals that are about the letter or the moment, not the address, though their code begins with 5 (RFC 3463).
NOT_THE_ADDRESS = {"5.2.2", "5.2.3", "5.3.4", "5.4.5", "5.4.7", "5.7.0", "5.7.1", "5.7.7", "5.7.23", "5.7.25", "5.7.26"}
STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
IDENTIFIER = re.compile(r"<[^<>\s@]+@[^<>\s@]+>")


def read_return(content: bytes) -> Return:
    """``content``: the message as the mailbox holds it."""
    message = message_from_bytes(content, policy=policy.compat32)
    kind = str(message.get_param("report-type") or "").lower()
    if kind == "feedback-report" or _part(message, "message/feedback-report") is not None:
        return _complaint(message)
    if kind == "delivery-status" or _part(message, "message/delivery-status") is not None:
        return _delivery(message)
    return Return(Fate.REPLY, tuple(_identifiers(message, ("In-Reply-To", "References"))))


def _part(message: Message, content_type: str) -> Message | None:
    return next((one for one in message.walk() if one.get_content_type() == content_type), None)


def _delivery(message: Message) -> Return:
    """The worst of what is said of each recipient; a letter of ours has one."""
    report = _part(message, "message/delivery-status")
    found = [_recipient(fields) for fields in _blocks(report)]
    known = [one for one in found if one is not None]
    if not known:
        return Return(Fate.OTHER, _reported(message))
    worst = min(known, key=lambda one: (Fate.HARD, Fate.SOFT, Fate.OTHER).index(one.fate))
    return Return(worst.fate, _reported(message), worst.address, worst.code, worst.reason)


def _blocks(report: Message | None) -> list[Message]:
    """Groups of fields: about the message, then one a recipient. Some servers write them as one text."""
    if report is None:
        return []
    if report.is_multipart():
        return [one for one in report.get_payload() if isinstance(one, Message)]
    text = _text(report)
    return [message_from_bytes(block.encode(), policy=policy.compat32) for block in re.split(r"\n\s*\n", text)]


def _recipient(fields: Message) -> Return | None:
    """What one group says; None for the group about the message itself."""
    action = str(fields.get("Action") or "").strip().lower()
    address = _address(fields.get("Original-Recipient") or fields.get("Final-Recipient"))
    if not action and not address:
        return None
    diagnostic = " ".join(str(fields.get("Diagnostic-Code") or "").split())
    code = _status(str(fields.get("Status") or ""))
    precise = _status(diagnostic)
    # « 5.0.0 » says nothing: the remote server's own words often do.
    code = precise if precise and (not code or code.endswith(".0.0")) else code
    reason = diagnostic.partition(";")[2].strip() or diagnostic
    return Return(_weigh(action, code, diagnostic), (), address, code, reason[:LARGEST_REASON])


def _weigh(action: str, code: str, diagnostic: str) -> Fate:
    if action != "failed":
        return Fate.OTHER
    if code.startswith("4") or code in NOT_THE_ADDRESS:
        return Fate.SOFT
    if code.startswith("5"):
        # Without more than « failed for good », only the old reply codes about a mailbox condemn the address.
        return Fate.HARD if not code.endswith(".0.0") or re.search(r"\b55[013]\b", diagnostic) else Fate.SOFT
    return Fate.HARD if re.search(r"\b55[013]\b", diagnostic) else Fate.SOFT


def _status(text: str) -> str:
    found = STATUS.search(text)
    return found[0] if found else ""


def _address(field: object) -> str:
    """« rfc822; name@example.fr » → the address."""
    text = " ".join(str(field or "").split())
    kind, sign, address = text.partition(";")
    return (address if sign else kind).strip().strip("<>")


def _complaint(message: Message) -> Return:
    report = _part(message, "message/feedback-report")
    fields = message_from_bytes(_text(report).encode(), policy=policy.compat32) if report is not None else Message()
    kind = str(fields.get("Feedback-Type") or "").strip().lower()
    fate = Fate.OTHER if kind in ("not-spam", "auth-failure") else Fate.COMPLAINT
    address = _address(fields.get("Original-Rcpt-To"))
    return Return(fate, _reported(message), address, "", kind[:LARGEST_REASON])


def _reported(message: Message) -> tuple[str, ...]:
    """Identifiers of the letter itself, from its copy or its headers joined to the report."""
    found: list[str] = []
    for kind in ("message/rfc822", "text/rfc822-headers", "message/rfc822-headers"):
        part = _part(message, kind)
        if part is None:
            continue
        inner = part.get_payload()
        letter = inner[0] if isinstance(inner, list) and inner and isinstance(inner[0], Message) else None
        letter = letter or message_from_bytes(_text(part).encode(), policy=policy.compat32)
        found += _identifiers(letter, ("Message-ID",))
    found += _identifiers(message, ("In-Reply-To", "References"))
    return tuple(dict.fromkeys(found))


def _identifiers(message: Message, names: tuple[str, ...]) -> Iterator[str]:
    for name in names:
        for value in message.get_all(name, ()):
            yield from IDENTIFIER.findall(str(value))


def _text(part: Message) -> str:
    if part.is_multipart():
        return "\n".join(str(one) for one in part.get_payload())
    payload = part.get_payload(decode=True)
    return payload.decode("utf-8", "replace") if isinstance(payload, bytes) else str(payload or "")
