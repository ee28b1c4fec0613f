"""Pure checks: hours of a day, lunch waves and rooms as an office writes them, one a line."""

import re
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

HOUR = re.compile(r"^\s*(\d{1,2})\s*[h:]\s*(\d{2})?\s*$", re.IGNORECASE)
WAVES_MAX = 6


def whole(text: str) -> int | None:
    """A number that a database can hold, or None."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None


def minutes_of(text: str) -> int:
    """Minutes since midnight of « 12:30 », « 12h30 » or « 12 h ». Raises ValidationError."""
    found = HOUR.match(text)
    if not found or int(found[1]) > 23 or int(found[2] or 0) > 59:
        raise ValidationError(_("%s n’est pas une heure\N{NO-BREAK SPACE}: écrivez par exemple 12:30.") % text.strip())
    return int(found[1]) * 60 + int(found[2] or 0)


def read_waves(text: str) -> list[list[int]]:
    """Lunch waves or breaks, one a line, « 12:00-12:45 » → [720, 765]. Raises ValidationError."""
    waves = []
    for line in filter(str.strip, text.splitlines()):
        start, dash, end = line.replace("–", "-").partition("-")
        if not (start.strip() and dash and end.strip()):
            raise ValidationError(
                _("%s n’a pas de début ou pas de fin\N{NO-BREAK SPACE}: écrivez 12:00-12:45.") % line.strip()
            )
        waves.append([minutes_of(start), minutes_of(end)])
    check_waves(waves)
    return waves


def check_waves(waves: Iterable[Any]) -> None:
    """Pairs of minutes, the end after the start, six at most. Raises ValidationError."""
    waves = list(waves)
    if len(waves) > WAVES_MAX:
        raise ValidationError(_("Six vagues de déjeuner au plus, et six pauses."))
    if any(len(wave) != 2 or not 0 <= wave[0] < wave[1] <= 24 * 60 for wave in waves):
        raise ValidationError(_("Une vague de déjeuner, une pause finissent après leur début."))


def read_days(text: str) -> list[int]:
    """Days before the closing, « 7, 2 » → [7, 2], the furthest first. Raises ValidationError."""
    words = text.replace(",", " ").replace(";", " ").split()
    if not all(word.isascii() and word.isdecimal() and 0 < int(word) <= 90 for word in words):
        raise ValidationError(_("Écrivez des nombres de jours avant la clôture, par exemple 7, 2."))
    return sorted({int(word) for word in words}, reverse=True)


def write_waves(waves: Iterable[Any]) -> str:
    return "\n".join("-".join(f"{m // 60:02d}:{m % 60:02d}" for m in wave) for wave in waves)


def read_rooms(text: str) -> list[dict[str, Any]]:
    """Rooms, one a line, « Salle A : 30 » → {"id": "Salle A", "tables": 30}. Raises ValidationError."""
    rooms: list[dict[str, Any]] = []
    for line in filter(str.strip, text.splitlines()):
        name, _colon, count = (part.strip() for part in line.rpartition(":"))
        if not name or not count.isdecimal():
            raise ValidationError(
                _("Ligne %s\N{NO-BREAK SPACE}: écrivez le nom de la salle, deux-points, ses tables.") % line.strip()
            )
        if any(room["id"] == name for room in rooms):
            raise ValidationError(_("La salle %s est donnée deux fois.") % name)
        rooms.append({"id": name, "tables": int(count)})
    return rooms


def write_rooms(rooms: Iterable[Any]) -> str:
    return "\n".join(f"{room['id']} : {room['tables']}" for room in rooms)
