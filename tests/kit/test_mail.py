from dataclasses import replace

from django.core import mail as outbox

from belvedere.kit import mail

LETTER = mail.Letter(
    to="nina@exemple.fr",
    subject="Votre accès\nBcc: autre@exemple.fr",
    paragraphs=("Bonjour <b>Nina</b>,", "Votre accès est prêt."),
    sender="Pays de Salers",
    link=mail.Link("Ouvrir", "https://exemple.fr/x?a=1&b=2"),
    colour="#1f5a54",
)


def test_the_plain_text_says_everything():
    assert mail.plain(LETTER) == (
        "Bonjour <b>Nina</b>,\n\nVotre accès est prêt.\n\n"
        "Ouvrir :\nhttps://exemple.fr/x?a=1&b=2\n\n-- \nPays de Salers\n"
    )


def test_the_page_bears_the_sender_and_runs_nothing():
    page = mail.page(LETTER)
    assert "Pays de Salers" in page
    assert "#1f5a54" in page
    assert "&lt;b&gt;Nina&lt;/b&gt;" in page
    assert "<img" not in page


def test_a_subject_writes_no_header_of_its_own():
    mail.send(LETTER)
    sent = outbox.outbox[0]
    assert sent.subject == "Votre accès Bcc: autre@exemple.fr"
    assert (sent.to, sent.bcc) == (["nina@exemple.fr"], [])
    assert [part.mimetype for part in sent.alternatives] == ["text/html"]


def test_what_is_attached_leaves_with_the_letter():
    agenda = mail.Attachment("agenda.ics", b"BEGIN:VCALENDAR", "text/calendar")
    mail.send(replace(LETTER, attachments=(agenda,)))
    (part,) = outbox.outbox[0].attachments
    assert (part.filename, part.mimetype) == ("agenda.ics", "text/calendar")
    assert outbox.outbox[0].message().as_bytes().count(b"agenda.ics") >= 1
