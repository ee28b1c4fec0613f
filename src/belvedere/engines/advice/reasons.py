"""Reasons in words, French and English. The words only say what the facts of the reason prove."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, floor

from .offers import Reason

FRENCH = {
    "interest": "correspond à l’envie «\u00a0{interest}\u00a0»",
    "open": "ouvert de {from_} à {until}",
    "near": "à {minutes}\u00a0min",
    "free": "gratuit",
    "price": "{total} pour le groupe, dans le budget de {budget}",
    "sheltered": "à l’abri de la pluie",
    "outdoors": "en plein air, pour profiter du soleil",
    "age": "convient dès {min_age}, le plus jeune a {youngest}",
    "dog": "chien accepté",
    "wheelchair": "accessible en fauteuil roulant",
    "pushchair": "accessible en poussette",
    "language": "on y parle {language}",
    "seldom": "peu proposé ces derniers temps ({times} fois, {usual} en moyenne)",
    "hours_unknown": "horaires du jour non connus\u00a0: à vérifier",
    "tight": "juste en temps\u00a0: {slack}\u00a0min de marge",
    "place_unknown": "situation non connue\u00a0: trajet à vérifier",
    "far": "un peu loin\u00a0: {minutes}\u00a0min",
    "price_unknown": "prix non connu\u00a0: à vérifier",
    "outdoors_in_rain": "en plein air alors qu’il pleut",
    "indoors_in_sun": "à l’intérieur alors qu’il fait beau",
    "other_interest": "ne correspond à aucune des envies dites",
    "dog_unknown": "accueil du chien non précisé",
    "wheelchair_unknown": "accès en fauteuil roulant non précisé",
    "pushchair_unknown": "accès en poussette non précisé",
    "language_missing": "{language}\u00a0: langue non annoncée",
    "language_unknown": "langues parlées non précisées",
    "booking": "réservation nécessaire",
    "often": "souvent proposé ({times} fois, {usual} en moyenne)\u00a0: baissé de {less}\u00a0%",
}
ENGLISH = {
    "interest": "matches the wish “{interest}”",
    "open": "open from {from_} to {until}",
    "near": "{minutes} min away",
    "free": "free of charge",
    "price": "{total} for the party, within the budget of {budget}",
    "sheltered": "sheltered from the rain",
    "outdoors": "in the open air, to enjoy the sun",
    "age": "suitable from {min_age}, the youngest is {youngest}",
    "dog": "dogs welcome",
    "wheelchair": "wheelchair accessible",
    "pushchair": "pushchair accessible",
    "language": "{language} spoken",
    "seldom": "seldom suggested lately ({times} times, {usual} on average)",
    "hours_unknown": "opening hours of the day not known: to be checked",
    "tight": "short of time: {slack} min to spare",
    "place_unknown": "location not known: travel to be checked",
    "far": "rather far: {minutes} min",
    "price_unknown": "price not known: to be checked",
    "outdoors_in_rain": "in the open air while it rains",
    "indoors_in_sun": "indoors while the sun shines",
    "other_interest": "matches none of the wishes expressed",
    "dog_unknown": "not stated whether dogs are welcome",
    "wheelchair_unknown": "wheelchair access not stated",
    "pushchair_unknown": "pushchair access not stated",
    "language_missing": "{language}: not among the languages announced",
    "language_unknown": "languages spoken not stated",
    "booking": "booking required",
    "often": "often suggested ({times} times, {usual} on average): lowered by {less}%",
}


def words(reason: Reason, language: str = "fr", *, interests: Sequence[str] = (), languages: Sequence[str] = ()) -> str:
    """One clause in French ("fr") or English (anything else); the lists name the bits of interests and languages."""
    french = language == "fr"
    facts = dict(reason.facts)
    bit = int(facts.get("bit", -1))
    values = {
        "interest": interests[bit] if 0 <= bit < len(interests) else str(bit),
        "language": languages[bit] if 0 <= bit < len(languages) else str(bit),
        "from_": _clock(facts.get("from", 0.0), french),
        "until": _clock(facts.get("until", 0.0), french),
        "minutes": str(ceil(facts.get("minutes", 0.0))),
        "slack": str(floor(facts.get("slack", 0.0))),
        "total": _money(facts.get("total", 0.0), french),
        "budget": _money(facts.get("budget", 0.0), french),
        "min_age": _age(facts.get("min_age", 0.0), french),
        "youngest": _age(facts.get("youngest", 0.0), french),
        "times": f"{facts.get('times', 0.0):.0f}",
        "usual": _decimal(f"{facts.get('usual', 0.0):.1f}", french),
        "less": f"{100 * (1 - facts.get('factor', 1.0)):.0f}",
    }
    return (FRENCH if french else ENGLISH)[reason.code].format(**values)


def _decimal(text: str, french: bool) -> str:
    return text.replace(".", ",") if french else text


def _clock(minute: float, french: bool) -> str:
    hour, rest = divmod(int(minute) % 1440, 60)
    if french:
        return f"{hour}\u00a0h" + (f"\u00a0{rest:02d}" if rest else "")
    return f"{hour}:{rest:02d}"


def _money(amount: float, french: bool) -> str:
    text = f"{amount:.0f}" if amount == int(amount) else f"{amount:.2f}"
    return f"{_decimal(text, french)}\u00a0€" if french else f"€{text}"


def _age(years: float, french: bool) -> str:
    text = _decimal(f"{years:g}", french)
    if french:
        return f"{text}\u00a0an{'s' if years >= 2 else ''}"
    return f"{text} year{'' if years == 1 else 's'}"
