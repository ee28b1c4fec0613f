"""Reads again, in the offer as its source wrote it, what a suggestion says of it. Knows nothing of our columns."""

from math import asin, ceil, cos, radians, sin, sqrt

from belvedere.engines import hours

KMH = {"foot": 4.5, "bike": 14.0, "transit": 22.0, "car": 45.0}


def minutes_to(offer, need):
    p, q = radians(need.lat), radians(offer["lat"])
    arc = sin((q - p) / 2) ** 2 + cos(p) * cos(q) * sin(radians(offer["lon"] - need.lon) / 2) ** 2
    return 2 * 6371.0088 * asin(sqrt(arc)) * 1.3 * 60 / KMH[need.mode]


def spans(offer, day, sessions):
    """None where nothing is known."""
    if offer["families"] == 2:
        dated = [(begin, end) for pk, begin, end in sessions if pk == offer["pk"]]
        return None if any(None in pair for pair in dated) else dated
    schedule = hours.Schedule.from_dict(offer["schedule"]) if offer["schedule"] else hours.Schedule()
    if not schedule.known:
        return None
    found = list(hours.spans_on(schedule, day))
    return None if not found and hours.is_open_day(schedule, day) else found


def price(offer, need):
    """For the party, from the line that says « plein tarif », a single line, or lines that are all free."""
    lines = offer["prices"]
    if not lines:
        return 0 if offer["min_price"] == 0 else None
    most = [max(line.get("min") or 0, line.get("max") or 0) / 100 for line in lines]
    if not any(most):
        return 0
    adult = [m for m, line in zip(most, lines, strict=True) if line.get("fr") == "Plein tarif"]
    child = [m for m, line in zip(most, lines, strict=True) if line.get("fr") == "Enfant"]
    if not adult and (len(lines) > 1 or child):
        return None
    full = max(adult or most)
    return need.adults * full + len(need.children) * (max(child) if child else full)


def check(code, facts, offer, need, day, sessions, times):  # noqa: C901 -- a list of what may be said
    """Whether one reason or objection is true of the offer."""
    kinds, open_spans = set(offer["types"]), spans(offer, day, sessions)
    if code == "open":
        return any(begin <= facts["from"] and facts["until"] <= end for begin, end in open_spans)
    if code in ("near", "far"):
        return abs(minutes_to(offer, need) - facts["minutes"]) < 0.01
    if code == "free":
        return price(offer, need) == 0
    if code == "price":
        return price(offer, need) == facts["total"] <= facts["budget"] == need.budget
    if code in ("sheltered", "indoors_in_sun"):
        return bool(kinds & {"Museum", "Church", "Restaurant", "Exhibition", "Theater", "Hotel"})
    if code in ("outdoors", "outdoors_in_rain"):
        return bool(kinds & {"PointOfView", "WalkingTour", "Market", "Lake"})
    if code == "dog":
        return need.dog and offer["details"].get("pets") is True
    if code == "wheelchair":
        return need.wheelchair and any(mark["key"] == "ReducedMobility" for mark in offer["accessibility"])
    if code == "language":
        return "en" in offer["languages"]
    if code in ("seldom", "often"):
        return facts["times"] == times.get(offer["pk"], 0)
    if code == "interest":
        return facts["bit"] in wishes(offer)
    if code == "other_interest":
        return not wishes(offer) & {bit for bit, _weight in need.interests}
    unknown = {
        "hours_unknown": open_spans is None, "price_unknown": price(offer, need) is None,
        "dog_unknown": offer["details"].get("pets") is None, "wheelchair_unknown": not offer["accessibility"],
        "pushchair_unknown": need.pushchair, "place_unknown": offer["lon"] is None,
        "language_missing": "en" not in offer["languages"], "language_unknown": not offer["languages"],
        "tight": open_spans is not None and ceil(facts.get("slack", 0)) <= 15,
    }  # fmt: skip
    return unknown[code]


#: Class or theme → rank of the wish, said again by hand.
WISHES = {
    "PointOfView": {0}, "Lake": {0, 3}, "WalkingTour": {1}, "Museum": {6}, "Church": {7}, "Restaurant": {8},
    "Market": {9}, "Exhibition": {6}, "Concert": {11}, "Hotel": {14}, "Theater": set(), "ClimbingWall": {4},
}  # fmt: skip


def wishes(offer):
    found = set().union(*(WISHES[name] for name in offer["types"]))
    themes = {theme["key"] for theme in offer["themes"]}
    return found if "Hotel" in offer["types"] else found | ({12} if "Family" in themes else set())
