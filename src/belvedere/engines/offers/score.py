"""How complete a record is, and what is missing."""

from typing import NamedTuple

from .types import IncomingOffer, in_language


class Score(NamedTuple):
    """``percent`` from 0 to 100; ``missing``: French words, the heaviest first."""

    percent: int
    missing: tuple[str, ...]


WEIGHTS = {
    "description en français": 15,
    "photo": 15,
    "horaires ou dates": 15,
    "téléphone ou adresse électronique": 10,
    "coordonnées": 10,
    "tarifs": 8,
    "page web": 6,
    "adresse": 6,
    "accessibilité": 5,
    "description en anglais": 4,
    "crédit et licence des photos": 3,
    "moyens de paiement": 1,
    "langues parlées": 1,
    "thèmes": 1,
}
"""What a visitor needs before coming weighs most and comes first. The weights add up to 100; a tour needs no hours, and
what a record does not need is taken out of the total."""


def completeness(offer: IncomingOffer) -> Score:
    """Share of the weights (WEIGHTS) that the record has."""
    has = _present(offer)
    missing = tuple([what for what in WEIGHTS if not has.get(what, True)])
    total = sum([WEIGHTS[what] for what in has])
    return Score(round(100 * (total - sum([WEIGHTS[what] for what in missing])) / total), missing)


def _present(offer: IncomingOffer) -> dict[str, bool]:
    people = [contact.organisation for contact in offer.contacts]
    pictures = [medium for medium in offer.media if medium.kind == "image"]
    words = {text.language: text.description or text.short for text in offer.texts}
    has = {
        "description en français": len(words.get("fr", "")) >= 80,
        "description en anglais": bool(words.get("en")),
        "photo": bool(pictures),
        "horaires ou dates": bool(offer.openings or offer.dates or in_language(offer.opening_texts, "fr")),
        "téléphone ou adresse électronique": any(who.phones or who.emails for who in people),
        "page web": any(who.pages for who in people),
        "coordonnées": offer.lon is not None,
        "adresse": bool(offer.address and (offer.address.streets or offer.address.locality) and offer.postal_code),
        "tarifs": bool(offer.prices or offer.price_texts),
        "accessibilité": offer.accessible is not None or bool(offer.handicaps),
        "moyens de paiement": bool(offer.payments),
        "langues parlées": bool(offer.languages),
        "thèmes": bool(offer.themes or offer.surroundings or offer.cuisines),
    }
    if pictures:
        has["crédit et licence des photos"] = all(medium.credit and medium.licence for medium in pictures)
    if offer.families == ("tour",):
        del has["horaires ou dates"], has["tarifs"], has["moyens de paiement"]
    return has
