"""One copy of a letter as the mail server takes it."""

from dataclasses import dataclass, field
from datetime import datetime
from email.utils import formataddr, parseaddr

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from belvedere.contacts import access
from belvedere.contacts.models import Letter, Sending
from belvedere.contacts.validators import telephone_text

from . import letters
from .addresses import full, mail_domain
from .writing import Writing

SALT = "contacts.sending"


def token_of(identifier: str) -> str:
    """What the addresses of a copy carry: nothing to guess, nothing about the person."""
    return signing.Signer(salt=SALT).sign(identifier)


def sending_behind(token: str) -> Sending | None:
    """The copy whose address it is; None for a forged one."""
    try:
        identifier = signing.Signer(salt=SALT).unsign(token)
    except signing.BadSignature:
        return None
    rows = Sending.everything.select_related("person", "letter", "destination")
    return rows.filter(identifier=identifier).first()


@dataclass(frozen=True)
class Link:
    sending: Sending
    rank: int
    url: str


def word_of(identifier: str, rank: int, url: str) -> str:
    """What the address of a counted link carries: where it leads is signed, so that nobody else's page can be put in
    its place, and so that an old letter still leads where it did."""
    return signing.dumps([identifier, rank, url], salt=SALT, compress=True)


def link_behind(word: str) -> Link | None:
    try:
        identifier, rank, url = signing.loads(word, salt=SALT)
    except signing.BadSignature:
        return None
    sending = Sending.everything.select_related("person", "letter").filter(identifier=identifier).first()
    return Link(sending, rank, url) if sending is not None else None


def message_id(identifier: str) -> str:
    """The same at each try: whoever receives it twice can tell."""
    return f"<{identifier}@{mail_domain()}>"


def identifier_in(header: str) -> str:
    """The identifier in a Message-ID of ours; empty for somebody else's."""
    local, _at, domain = header.strip().strip("<>").rpartition("@")
    ours = domain == mail_domain() and len(local) == 32 and local.isalnum()
    return local if ours else ""


def text_for(letter: Letter, language: str, writing: Writing, *, name: str, identifier: str) -> str:
    """A short message as the telephone shows it. Raises LookupError."""
    leave = full(letter.destination, reverse("contacts:leave", args=[token_of(identifier)]))
    with translation.override(language):
        said = letters.short(letter, language, name)
        words = _("%(sender)s\N{NO-BREAK SPACE}: %(words)s\nSTOP\N{NO-BREAK SPACE}: %(leave)s")
        return telephone_text(words % {"sender": writing.sender, "words": said, "leave": leave})


@dataclass
class Press:
    """Draws each letter once for each language, and prints copies of it. ``now`` is the moment of the run."""

    now: datetime
    _drawn: dict[tuple[int, str], letters.Drawn] = field(default_factory=dict)

    def drawn(self, letter: Letter, language: str, writing: Writing) -> letters.Drawn:
        key = (letter.pk, language)
        if key not in self._drawn:
            self._drawn[key] = letters.draw(letter, language, now=self.now, writing=writing)
        return self._drawn[key]

    def message(self, row: Sending, writing: Writing, *, measured: bool) -> EmailMultiAlternatives:
        """``measured``: the person accepts that the links she follows are counted. Raises LookupError."""
        drawn = self.drawn(row.letter, row.language, writing)
        # Our pages answer in the language of the letter.
        with translation.override(row.language):
            return self._printed(row, drawn, measured)

    def words(self, row: Sending, writing: Writing) -> str:
        """A short message for one person: who writes, the words, how to stop. Raises LookupError."""
        return text_for(row.letter, row.language, writing, name=row.person.first_name, identifier=row.identifier)

    def _printed(self, row: Sending, drawn: letters.Drawn, measured: bool) -> EmailMultiAlternatives:
        token = token_of(row.identifier)
        leave = full(row.destination, reverse("contacts:leave", args=[token]))

        def counted(rank: int) -> str:
            word = word_of(row.identifier, rank, drawn.links[rank])
            return full(row.destination, reverse("contacts:follow", args=[word]))

        copy = letters.fill(
            drawn,
            name=row.person.first_name,
            leave=leave,
            preferences=full(row.destination, reverse("contacts:preferences", args=[access.address_of(row.person)])),
            tracked=counted if measured else None,
            copy=token,
        )
        return _sealed(row, drawn, copy, leave)


def _sealed(row: Sending, drawn: letters.Drawn, copy: letters.Copy, leave: str) -> EmailMultiAlternatives:
    """With the headers of RFC 8058 (one-click unsubscribe) and a name that does not change (Message-ID)."""
    address = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    # A name or a subject on two lines would write mail headers of its own.
    headers = {
        "From": formataddr((" ".join(drawn.sender.split()), address)),
        "Message-ID": message_id(row.identifier),
        "List-Unsubscribe": f"<{leave}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "List-ID": f"<{row.letter.purpose}.{row.destination.slug}.{mail_domain()}>",
        "Content-Language": drawn.language,
    }
    message = EmailMultiAlternatives(
        copy.subject,
        copy.text,
        settings.RETURNS_EMAIL or address,
        [row.person.email],
        reply_to=[drawn.reply_to] if drawn.reply_to else None,
        headers=headers,
    )
    message.attach_alternative(copy.html, "text/html")
    # Read by the providers that anymail speaks to, ignored by plain SMTP.
    message.metadata = {"copy": row.identifier}
    message.envelope_sender = settings.RETURNS_EMAIL or address
    return message
