"""Reports as servers write them, RFC 3464 and RFC 5965, and everything else that lands in that mailbox."""

import json
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from belvedere.engines.returns import Fate, read_return
from belvedere.engines.returns.__main__ import main

OURS = "<env.41.ab12@office.example>"


def report(status, action="failed", diagnostic="", address="lea@example.org", letter="message/rfc822"):
    """A non-delivery report as Postfix and Exim make them."""
    code = f"Diagnostic-Code: smtp; {diagnostic}\n" if diagnostic else ""
    return f"""From: MAILER-DAEMON@mx.example
To: retours@office.example
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="=_b"

--=_b
Content-Type: text/plain; charset=utf-8

This is the mail system.

--=_b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example
Arrival-Date: Tue, 14 Jul 2026 10:00:00 +0200

Final-Recipient: rfc822; {address}
Action: {action}
Status: {status}
{code}
--=_b
Content-Type: {letter}

From: Office <lettre@office.example>
To: lea@example.org
Message-ID: {OURS}
Subject: Bienvenue

Bonjour
--=_b--
""".encode()


@pytest.mark.parametrize(
    ("status", "diagnostic", "fate", "code"),
    [
        ("5.1.1", "550 5.1.1 <lea@example.org>: User unknown", Fate.HARD, "5.1.1"),
        ("5.0.0", "550 5.1.10 RESOLVER.ADR.RecipientNotFound", Fate.HARD, "5.1.10"),
        ("5.0.0", "550 unknown user", Fate.HARD, "5.0.0"),
        ("5.0.0", "554 rejected", Fate.SOFT, "5.0.0"),
        ("5.2.2", "552 5.2.2 mailbox full", Fate.SOFT, "5.2.2"),
        ("5.7.1", "550 5.7.1 message looks like spam", Fate.SOFT, "5.7.1"),
        ("4.4.1", "", Fate.SOFT, "4.4.1"),
        ("5.4.4", "Host not found", Fate.HARD, "5.4.4"),
    ],
)
def test_a_failure_is_weighed_by_its_code(status, diagnostic, fate, code):
    found = read_return(report(status, diagnostic=diagnostic))
    assert (found.fate, found.code, found.address) == (fate, code, "lea@example.org")
    assert found.message_ids == (OURS,)


@pytest.mark.parametrize("action", ["delayed", "delivered", "relayed", "expanded"])
def test_what_asks_for_nothing_asks_for_nothing(action):
    assert read_return(report("4.4.7", action=action)).fate is Fate.OTHER


def test_headers_alone_are_enough_to_know_the_letter():
    assert read_return(report("5.1.1", letter="text/rfc822-headers")).message_ids == (OURS,)


def test_an_original_recipient_is_the_one_we_wrote_to():
    content = report("5.1.1").replace(
        b"Final-Recipient: rfc822; lea@example.org",
        b"Original-Recipient: rfc822;lea@example.org\nFinal-Recipient: rfc822;box-77@backend.example",
    )
    assert read_return(content).address == "lea@example.org"


def complaint(kind="abuse"):
    return f"""From: <abuse@isp.example>
To: <retours@office.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="part"

--part
Content-Type: text/plain

This is an email abuse report.

--part
Content-Type: message/feedback-report

Feedback-Type: {kind}
User-Agent: SomeGenerator/1.0
Version: 1
Original-Rcpt-To: <lea@example.org>

--part
Content-Type: message/rfc822
Content-Disposition: inline

From: <lettre@office.example>
Message-ID: {OURS}
Subject: Bienvenue

Bonjour
--part--
""".encode()


@pytest.mark.parametrize(
    ("kind", "fate"), [("abuse", Fate.COMPLAINT), ("fraud", Fate.COMPLAINT), ("not-spam", Fate.OTHER)]
)
def test_a_complaint_is_read(kind, fate):
    found = read_return(complaint(kind))
    assert (found.fate, found.address, found.reason) == (fate, "lea@example.org", kind)
    assert found.message_ids == (OURS,)


def test_an_answer_is_no_return():
    letter = EmailMessage()
    letter["In-Reply-To"] = OURS
    letter["Auto-Submitted"] = "auto-replied"
    letter.set_content("Absente jusqu’au 20. 550 5.1.1 n’est pas un code ici.")
    found = read_return(letter.as_bytes())
    assert (found.fate, found.message_ids) == (Fate.REPLY, (OURS,))


REPORTS = st.sampled_from([report("5.1.1"), complaint()])
CUT = st.builds(lambda whole, share: whole[: share * len(whole) // 100], REPORTS, st.integers(0, 100))


@given(st.binary(max_size=400) | CUT)
def test_nothing_that_arrives_breaks_the_reading(content):
    assert read_return(content).fate in Fate


def test_the_command_prints_a_line_a_message(tmp_path, capsys):
    file = tmp_path / "retour.eml"
    file.write_bytes(report("5.1.1"))
    assert main([str(file), str(tmp_path / "absent.eml")]) == 1
    said = capsys.readouterr()
    assert json.loads(said.out)["fate"] == "hard"
    assert "absent.eml" in said.err
