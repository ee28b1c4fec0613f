"""An office opens an account for somebody; the mail holds one link, good once and for two weeks."""

from datetime import datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from belvedere.kit import jobs, journal, mail
from belvedere.people import access
from belvedere.people.models import Account, Membership, Organisation
from belvedere.territories import queries as territories
from belvedere.territories.models import Destination

from . import roles

LIFE = timedelta(days=14)
SALT = "belvedere.people.invitation"


class Refused(Exception):
    """The invitation cannot be sent, or is no longer good; the message says why and what to do."""


@transaction.atomic
def invite(
    *,
    email: str,
    first_name: str = "",
    last_name: str = "",
    organisation: Organisation | None = None,
    destination: Destination | None = None,
    kind: str | None = None,
    by: Any,
    now: datetime,
) -> Account:
    """Opens an account where there is none, puts it in an organisation or gives it a role, and mails the link.

    Exactly one of ``organisation``, or ``destination`` with the ``kind`` of role. Raises Refused.
    """
    if (organisation is None) == (destination is None):
        raise Refused(_("Choisissez une structure, ou une destination et un rôle."))
    if organisation is not None and by is not None and not access.can_invite_into(by, organisation):
        raise Refused(_("Vous ne pouvez pas inviter quelqu’un dans %s.") % organisation)
    account = _account(email, first_name, last_name, now)
    if organisation is not None:
        Membership.everything.get_or_create(account=account, organisation=organisation)
    elif destination is not None:
        try:
            roles.grant_role(account=account, destination=destination, kind=kind or "", by=by, now=now)
        except (roles.Refused, ValueError) as fault:
            raise Refused(str(fault)) from fault
    journal.record("invite", account, by=by, now=now)
    place = destination or (organisation.destination if organisation else None)
    sender = str(by) if by is not None else ""
    jobs.enqueue(
        "people.send_invitation", now=now, account=account.pk, place=place.pk if place else None, sender=sender
    )
    return account


def _account(email: str, first_name: str, last_name: str, now: datetime) -> Account:
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError as fault:
        raise Refused(_("« %s » n’est pas une adresse électronique.") % email) from fault
    known = Account.everything.filter(email=address).first()
    if known is not None:
        return known
    return Account.everything.create_user(address, None, first_name=first_name, last_name=last_name, joined_at=now)


def send_invitation(*, account: Account, place: Destination | None, sender: str) -> None:
    """Mails the link: to choose a password the first time, to sign in afterwards."""
    brand = territories.resolved_brand(place)
    home = settings.WAGTAILADMIN_BASE_URL
    if account.has_usable_password():
        link = mail.Link(_("Me connecter"), f"{home}{reverse('after_login')}")
        word = _("Un nouvel accès vous est ouvert : il vous suffit de vous connecter.")
    else:
        link = mail.Link(_("Ouvrir mon accès"), f"{home}{reverse('people:welcome', args=[token_for(account)])}")
        word = _("Votre accès est prêt. Le bouton ci-dessous sert une seule fois et reste valable deux semaines.")
    asked = _("%(sender)s vous invite sur la plateforme de %(brand)s.") % {
        "sender": sender or brand.name,
        "brand": brand.name,
    }
    mail.send(
        mail.Letter(
            to=account.email,
            subject=_("Votre accès à la plateforme de %s") % brand.name,
            paragraphs=(_("Bonjour %s,") % account.get_short_name(), asked, word),
            link=link,
            sender=brand.name,
            colour=brand.palette.get("primary", ""),
        )
    )


def token_for(account: Account) -> str:
    return signing.dumps([account.pk, _state(account)], salt=SALT)


def _state(account: Account) -> str:
    """Changes as soon as the account has a password or has been used: the link then no longer opens anything."""
    return salted_hmac(SALT, f"{account.password}{account.last_login}", algorithm="sha256").hexdigest()[:24]


def account_of(*, token: str) -> Account:
    """The account that a link opens. Raises Refused when it is old, used or made up."""
    stale = Refused(
        _("Ce lien n’est plus valable : connectez-vous, ou demandez une nouvelle invitation à votre office.")
    )
    try:
        key, state = signing.loads(token, salt=SALT, max_age=LIFE)
    except (signing.BadSignature, ValueError, TypeError) as fault:
        raise stale from fault
    account = Account.everything.filter(pk=key, is_active=True).first()
    if account is None or account.has_usable_password() or state != _state(account):
        raise stale
    return account


@transaction.atomic
def accept_invitation(*, token: str, password: str, now: datetime) -> Account:
    """Sets the password and holds the address for verified: its owner followed the link.

    Raises Refused, or ValidationError where the password is too weak.
    """
    account = account_of(token=token)
    validate_password(password, account)
    account.set_password(password)
    account.save(update_fields=["password"])
    EmailAddress.objects.update_or_create(
        user=account, email=account.email, defaults={"primary": True, "verified": True}
    )
    journal.record("accept_invitation", account, by=account, now=now)
    return account
