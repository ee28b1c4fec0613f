"""Handing one message to the mail server, and understanding what it answers.

An answer in words settles the matter. A line cut while the message was being handed over settles nothing: the server
may have it. The line is tried before, so that an old one that has died does not count as such.
"""

import smtplib
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from anymail.exceptions import AnymailAPIError, AnymailError, AnymailRecipientsRefused
from django.core.mail import EmailMultiAlternatives

from belvedere.kit import http, sms

#: Replies about the mailbox itself (RFC 5321): the address will never work.
MAILBOX = (550, 551, 553)


class Outcome(StrEnum):
    TAKEN = "taken"
    LATER = "later"
    REFUSED = "refused"
    DEAD = "dead"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Handed:
    outcome: Outcome
    reason: str = ""
    code: str = ""
    #: What the provider calls it.
    identifier: str = ""


class Unreachable(Exception):
    """The mail server does not answer; nothing was handed over."""


def ready(server: Any) -> None:
    """Opens the line, or tries the one that is open and opens it again. Raises Unreachable."""
    line = getattr(server, "connection", None)
    if line is not None and hasattr(line, "noop"):
        try:
            alive = line.noop()[0] == 250
        except (OSError, smtplib.SMTPException):
            alive = False
        if not alive:
            server.close()
            server.connection = None
    try:
        server.open()
    except (OSError, smtplib.SMTPException) as fault:
        raise Unreachable(str(fault)) from fault


def hand_over(server: Any, message: EmailMultiAlternatives) -> Handed:
    """Never raises for what a server may answer."""
    try:
        server.send_messages([message])
    except smtplib.SMTPRecipientsRefused as refusal:
        code, words = next(iter(refusal.recipients.values()))
        return _weighed(code, words)
    except smtplib.SMTPResponseException as answer:
        # A code that is no reply at all is a line that broke.
        known = 400 <= answer.smtp_code < 600
        return _weighed(answer.smtp_code, answer.smtp_error, mailbox=False) if known else _unknown(answer)
    except (OSError, smtplib.SMTPException) as fault:
        return _unknown(fault)
    except AnymailRecipientsRefused as refusal:
        return Handed(Outcome.REFUSED, _short(refusal))
    except AnymailAPIError as fault:
        return _from_provider(fault)
    except AnymailError as fault:
        return Handed(Outcome.REFUSED, _short(fault))
    status = getattr(message, "anymail_status", None)
    return Handed(Outcome.TAKEN, identifier=str(getattr(status, "message_id", None) or "")[:200])


def hand_text(number: str, words: str) -> Handed:
    """A short message to the gateway. One that does not answer, or answers amiss, may have taken it."""
    try:
        sms.send(number, words)
    except http.Forbidden as refusal:
        return Handed(Outcome.REFUSED, _short(refusal))
    except http.Unavailable as fault:
        return _unknown(fault)
    return Handed(Outcome.TAKEN)


def _weighed(code: int, words: bytes | str, *, mailbox: bool = True) -> Handed:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else str(words)
    reason = f"{code} {' '.join(text.split())}"[:200]
    if code < 500:
        return Handed(Outcome.LATER, reason, str(code))
    dead = mailbox and code in MAILBOX and "5.7." not in text
    return Handed(Outcome.DEAD if dead else Outcome.REFUSED, reason, str(code))


def _from_provider(fault: AnymailAPIError) -> Handed:
    code = getattr(fault, "status_code", None)
    if code is None:
        return _unknown(fault)
    return Handed(Outcome.LATER if code == 429 or code >= 500 else Outcome.REFUSED, _short(fault), str(code))


def _unknown(fault: Exception) -> Handed:
    return Handed(Outcome.UNKNOWN, _short(fault))


def _short(fault: Exception) -> str:
    return (" ".join(str(fault).split()) or type(fault).__name__)[:200]
