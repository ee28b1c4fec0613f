"""A place that somebody types as the start or the end of a trip."""

from belvedere.territories.models import Commune

from .desk import Place


def find_place(text: str) -> Place | None:
    """« 63000 Clermont-Ferrand », « Clermont-Ferrand » or a postcode: the most peopled commune that answers to it."""
    words = text.strip()
    code, name = (words[:5], words[5:].strip()) if words[:5].isdigit() else ("", words)
    rows = Commune.objects.current().exclude(lon=None).order_by("-population", "pk")
    if name:
        rows = rows.filter(name__iexact=name)
    elif not code:
        return None
    else:
        rows = rows.filter(department__code__in=[code[:2], code[:3]])
    found = next((row for row in rows[:2000] if not code or code in (row.postal_codes or ())), None)
    if found is None or found.lon is None or found.lat is None:
        return None
    return Place(found.name, found.lon, found.lat)
