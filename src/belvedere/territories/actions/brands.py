"""Brands: what a destination says of itself, within what the destinations above leave open."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from belvedere.kit import journal
from belvedere.territories import access, queries, validators
from belvedere.territories.enums import BrandField
from belvedere.territories.models import Brand


class Refused(Exception):
    """The brand cannot be saved; the message says why."""


@transaction.atomic
def save_brand(*, brand: Brand, by: Any, now: datetime) -> Brand:
    """Saves a brand, its logo cleaned. Raises Refused on a colour that is none, a field that is held back above, a
    destination that ``by`` does not manage."""
    destination = brand.destination
    if by is not None and not access.can_manage(by, destination):
        raise Refused(_("Vous n’êtes pas responsable de cette destination."))
    if Brand.everything.filter(destination=destination).exclude(pk=brand.pk).exists():
        raise Refused(_("%s a déjà une marque : modifiez-la.") % destination)
    for field, keeper in queries.held_back_from(destination).items():
        if getattr(brand, field):
            raise Refused(
                _("%(keeper)s réserve ce réglage : %(field)s. Laissez-le vide pour en hériter.")
                % {"keeper": keeper, "field": BrandField(field).label}
            )
    try:
        validators.check_palette(brand.palette)
        brand.logo = validators.clean_logo(brand.logo)
        brand.full_clean(validate_unique=False)
    except ValidationError as fault:
        raise Refused(" ".join(fault.messages)) from fault
    verb = "create_brand" if brand.pk is None else "change_brand"
    brand.save()
    journal.record(verb, brand, by=by, now=now, destination=destination.pk)
    return brand
