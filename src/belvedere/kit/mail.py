"""Letters: a plain text that says everything, and the same under the sender's name and colour."""

from dataclasses import dataclass

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language

INK = "#1d2a29"


@dataclass(frozen=True)
class Link:
    label: str
    url: str


@dataclass(frozen=True)
class Attachment:
    name: str
    content: bytes
    mimetype: str


@dataclass(frozen=True)
class Letter:
    """``sender`` is the name shown above the letter, ``colour`` its ``#rrggbb`` (ours when empty); ``headers`` are for
    mail readers (how to unsubscribe), never written from what somebody typed."""

    to: str
    subject: str
    paragraphs: tuple[str, ...]
    sender: str
    link: Link | None = None
    colour: str = ""
    attachments: tuple[Attachment, ...] = ()
    headers: tuple[tuple[str, str], ...] = ()


def send(letter: Letter) -> None:
    """Sends at once, by Django's mail back end: call it from a job."""
    # A name or a subject on two lines would write mail headers of its own.
    subject = " ".join(letter.subject.split())
    message = EmailMultiAlternatives(
        subject, plain(letter), settings.DEFAULT_FROM_EMAIL, [letter.to], headers=dict(letter.headers)
    )
    message.attach_alternative(page(letter), "text/html")
    for one in letter.attachments:
        message.attach(one.name, one.content, one.mimetype)
    message.send()


def plain(letter: Letter) -> str:
    parts = [*letter.paragraphs]
    if letter.link:
        parts.append(f"{letter.link.label} :\n{letter.link.url}")
    return "\n\n".join([*parts, f"-- \n{letter.sender}\n"])


def page(letter: Letter) -> str:
    """The letter as HTML: no picture, no outside file, readable in any mail reader."""
    button = ""
    if letter.link:
        button = format_html(
            '<p style="margin:28px 0"><a href="{}" style="background:{};color:#fff;padding:14px 22px;border-radius:8px;'
            'text-decoration:none;font-weight:600">{}</a></p><p style="font-size:13px;word-break:break-all">{}</p>',
            letter.link.url,
            INK,
            letter.link.label,
            letter.link.url,
        )
    text = format_html_join("", "<p>{}</p>", ((paragraph,) for paragraph in letter.paragraphs))
    return format_html(
        '<!doctype html><html lang="{}"><body style="margin:0;background:#fbf9f5;color:{};'
        'font:16px/1.55 system-ui,sans-serif"><div style="max-width:560px;margin:0 auto;padding:24px">'
        '<p style="border-bottom:4px solid {};padding-bottom:12px;font-size:20px;font-weight:600">{}</p>'
        "{}{}</div></body></html>",
        get_language() or "fr",
        INK,
        letter.colour or INK,
        letter.sender,
        text,
        button,
    )
