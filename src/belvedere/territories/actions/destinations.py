"""Destinations in their tree, and the ground each stands on. Both give rights: nobody widens his own."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.translation import gettext as _
from django.utils.translation import override

from belvedere.kit import journal
from belvedere.territories import access, queries, validators
from belvedere.territories.actions import holdings
from belvedere.territories.models import Commune, Destination, Territory

#: Fields of a destination that only the technician sets: they decide which addresses the public sees.
TECHNICAL = ("slug", "hostname", "is_default")
#: Fields that give rights: set by whoever manages the destination above.
FROM_ABOVE = ("kind", "parent_id", "territory_id")
#: Fields whose change is told in the journal.
TOLD = (*TECHNICAL, *FROM_ABOVE, "name", "languages")


class Refused(Exception):
    """The change cannot be made; the message says why."""


@transaction.atomic
def save_destination(*, destination: Destination, by: Any, now: datetime) -> Destination:
    """Creates a destination, renames it, moves it in the tree or gives it another territory.

    Raises Refused on a cycle, an address already used, or a change that ``by`` has no right to.
    """
    before = Destination.everything.filter(pk=destination.pk).first()
    _check_address(destination)
    _check_tree(destination)
    if by is not None and not by.is_superuser:
        _check_rights(destination, before, by)
    holdings.give_holdings(destination)
    try:
        destination.full_clean()
    except ValidationError as fault:
        raise Refused(" ".join(fault.messages)) from fault
    destination.save()
    holdings.follow_destination(destination)
    changed = [] if before is None else [f for f in TOLD if _differs(destination, before, f)]
    verb = "create_destination" if before is None else "change_destination"
    journal.record(verb, destination, by=by, now=now, fields=changed)
    return destination


def _differs(one: Destination, other: Destination, field: str) -> bool:
    return bool(getattr(one, field) != getattr(other, field))


def _check_address(destination: Destination) -> None:
    taken = Destination.everything.exclude(pk=destination.pk)
    if destination.slug in reserved_words():
        raise Refused(_("L’adresse « %s » est déjà celle d’une page de la plateforme.") % destination.slug)
    if taken.filter(slug=destination.slug).exists():
        raise Refused(_("L’adresse « %s » est déjà celle d’une autre destination.") % destination.slug)
    if destination.hostname and taken.filter(hostname=destination.hostname).exists():
        raise Refused(_("Le nom de domaine %s sert déjà une autre destination.") % destination.hostname)


@override(settings.LANGUAGE_CODE)  # in another language every public address begins with its code
def reserved_words() -> set[str]:
    """First parts of the platform's own addresses, and the codes of its languages."""
    words = {code for code, _name in settings.LANGUAGES}
    words |= {settings.STATIC_URL.strip("/"), settings.MEDIA_URL.strip("/")}
    waiting: list[URLPattern | URLResolver] = list(get_resolver().url_patterns)
    while waiting:
        pattern = waiting.pop()
        first = str(pattern.pattern).strip("^/").partition("/")[0]
        if first and "<" not in first:
            words.add(first)
        elif isinstance(pattern, URLResolver) and not str(pattern.pattern).strip("^/"):
            waiting += pattern.url_patterns
    return words


def _check_tree(destination: Destination) -> None:
    if destination.pk is None or destination.parent_id is None:
        return
    below = queries.descendants(Destination.everything.filter(pk=destination.pk))
    if below.filter(pk=destination.parent_id).exists():
        raise Refused(
            _("Une destination ne peut pas être rattachée à elle-même ni à l’une de ses destinations filles.")
        )


def _check_rights(destination: Destination, before: Destination | None, by: Any) -> None:
    if before is None and (destination.hostname or destination.is_default):
        raise Refused(_("Le nom de domaine et le site par défaut sont réglés par le technicien."))
    if before is not None and any(_differs(destination, before, field) for field in TECHNICAL):
        raise Refused(_("L’adresse du site est réglée par le technicien."))
    if before is not None and not access.can_manage(by, before):
        raise Refused(_("Vous n’êtes pas responsable de cette destination."))
    if before is None or any(_differs(destination, before, field) for field in FROM_ABOVE):
        above = [destination.parent, *([before.parent] if before is not None else [])]
        if not all(place is not None and access.can_manage(by, place) for place in above):
            raise Refused(
                _(
                    "La sorte, le rattachement et le territoire sont décidés par la destination mère : "
                    "vous n’en êtes pas responsable."
                )
            )
        _check_ground(destination.parent, _codes(destination.territory))


def _codes(territory: Territory) -> set[str]:
    return set(territory.communes.values_list("pk", flat=True))


def _check_ground(mother: Destination | None, codes: set[str]) -> None:
    """A child stands on its mother's ground."""
    outside = codes - _codes(mother.territory) if mother is not None else codes
    if outside:
        names = Commune.objects.filter(pk__in=outside).values_list("name", flat=True)[:5]
        raise Refused(
            _(
                "Hors du territoire de la destination mère : %(names)s… (communes concernées : %(count)d). "
                "Le technicien peut les ajouter."
            )
            % {"count": len(outside), "names": ", ".join(names)}
        )


@transaction.atomic
def save_territory(*, territory: Territory, communes: Iterable[str] | None, by: Any, now: datetime) -> Territory:
    """Creates, renames or redraws a territory: ``communes`` are codes, None leaves them as they are.

    Raises Refused on an unknown commune, or where ``by`` would widen his own rights.
    """
    wanted = None if communes is None else set(communes)
    plain = by is not None and not by.is_superuser
    if Territory.everything.filter(slug=territory.slug).exclude(pk=territory.pk).exists():
        raise Refused(_("L’adresse « %s » est déjà celle d’un autre territoire.") % territory.slug)
    if plain and (territory.managed_by is None or not access.can_manage(by, territory.managed_by)):
        raise Refused(_("Choisissez comme propriétaire une destination dont vous êtes responsable."))
    creating = territory.pk is None
    if plain and not creating and not access.territories_redrawn_by(by).filter(pk=territory.pk).exists():
        raise Refused(_("Ce territoire est dessiné par la destination mère : vous n’en êtes pas responsable."))
    if wanted is not None:
        unknown = validators.unknown_codes(
            sorted(wanted), Commune.objects.filter(pk__in=wanted).values_list("pk", flat=True)
        )
        if unknown:
            raise Refused(_("Codes de communes inconnus : %s.") % ", ".join(unknown))
        users = (
            [] if creating else Destination.everything.filter(territory=territory).select_related("parent__territory")
        )
        for user in users if plain else []:
            _check_ground(user.parent, wanted)
    territory.save()
    if wanted is not None:
        territory.communes.set(wanted)
    verb = "create_territory" if creating else "redraw_territory"
    journal.record(verb, territory, by=by, now=now, communes=None if wanted is None else len(wanted))
    return territory
