"""What machines read: schema.org, iCalendar."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from icalendar import Calendar, Event

from belvedere.catalogue.enums import Family
from belvedere.catalogue.queries.detail import OfferPage
from belvedere.engines import offers

#: Class of the ontology → type of schema.org; the first that is found among the offer's own and those above.
KINDS = {
    "Restaurant": "Restaurant", "FoodEstablishment": "FoodEstablishment", "Hotel": "Hotel",
    "CampingAndCaravanning": "Campground", "Accommodation": "LodgingBusiness", "Museum": "Museum",
    "ParkAndGarden": "Park", "ReligiousSite": "PlaceOfWorship", "LakeOrPond": "LakeBodyOfWater",
    "Store": "Store", "Concert": "MusicEvent", "Festival": "Festival", "Exhibition": "ExhibitionEvent",
    "TheaterEvent": "TheaterEvent", "SportsEvent": "SportsEvent", "CulturalSite": "LandmarksOrHistoricalBuildings",
}  # fmt: skip
BY_FAMILY = {Family.EVENT: "Event", Family.TOUR: "TouristTrip", Family.PRODUCT: "TouristTrip"}


def linked_data(page: OfferPage, *, url: str, image: str) -> dict[str, Any]:
    """The offer as schema.org; what is not known is left out."""
    card = page.card
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": kind_of(page),
        "@id": url,
        "url": url,
        "name": card.name,
        "description": page.words.intro or page.words.body,
        "image": image,
        "inLanguage": card.language,
    }
    place: dict[str, Any] = {"address": _address(page)}
    if card.lat is not None:
        place["geo"] = {"@type": "GeoCoordinates", "latitude": card.lat, "longitude": card.lon}
    if card.families & Family.EVENT:
        found |= _dates(page) | {"location": {"@type": "Place", "name": card.commune} | place}
    elif found["@type"] != "TouristTrip":
        found |= place | _contact(page)
    if page.prices and card.price:
        found["isAccessibleForFree"] = all(
            row.amount == page.prices[0].amount for row in page.prices
        ) and card.price in (
            "Gratuit",
            "Free",
        )
    return {key: value for key, value in found.items() if value not in ("", None, {}, [])}


def kind_of(page: OfferPage) -> str:
    for found in page.types:
        for name in (found.code, *offers.ancestors(found.code)):
            if name in KINDS:
                return KINDS[name]
    return next((kind for family, kind in BY_FAMILY.items() if page.card.families & family), "TouristAttraction")


def _address(page: OfferPage) -> dict[str, str]:
    *streets, town = page.address or ("",)
    code, _, locality = town.partition(" ")
    found = {"streetAddress": ", ".join(streets), "addressLocality": locality or page.card.commune, "postalCode": code}
    return {"@type": "PostalAddress", "addressCountry": "FR"} | {key: value for key, value in found.items() if value}


def _contact(page: OfferPage) -> dict[str, Any]:
    phones = [phone for contact in page.contacts for phone in contact.phones]
    pages = [address for contact in page.contacts for address in contact.pages]
    found: dict[str, Any] = {"telephone": phones[0]} if phones else {}
    return found | ({"sameAs": pages[:3]} if pages else {})


def _dates(page: OfferPage) -> dict[str, str]:
    if not page.sessions:
        return {}
    first, last = page.sessions[0], page.sessions[-1]
    end = last.ends_at.isoformat() if last.ends_at else last.day.isoformat()
    return {"startDate": (first.starts_at or first.day).isoformat(), "endDate": end}


def calendar_of(rows: Iterable[tuple[Any, str, str, str]], *, name: str, now: datetime) -> bytes:
    """iCalendar of (session, name, place, address) rows: a session has ``id``, ``day``, ``starts_at``, ``ends_at``."""
    calendar = Calendar()
    calendar.add("prodid", "-//Belvedere//Agenda//FR")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    for session, title, place, url in rows:
        event = Event()
        event.add("uid", f"seance-{session.id}@{url.split('/')[2]}")
        event.add("dtstamp", now)
        event.add("summary", title)
        event.add("location", place)
        event.add("url", url)
        if session.starts_at:
            event.add("dtstart", session.starts_at)
            event.add("dtend", session.ends_at or session.starts_at + timedelta(hours=2))
        else:
            event.add("dtstart", session.day)
            event.add("dtend", session.day + timedelta(days=1))
        calendar.add_component(event)
    return bytes(calendar.to_ical())
