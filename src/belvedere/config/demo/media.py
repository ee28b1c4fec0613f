"""A few pictures with their rights, for the office's list: each case that it tells apart. All are drawn by us."""

from datetime import date, timedelta
from pathlib import Path

import vl_convert
from django.conf import settings
from django.utils import timezone

from belvedere.catalogue.models import Media, Offer
from belvedere.catalogue.queries import scenery
from belvedere.shell.landscape import draw

WIDTH, HEIGHT = 1200, 800
CREDIT = "Belvédère, dessin de démonstration"
#: Legend, licence, credit, days from today of the first and the last day of the rights.
CASES: tuple[tuple[str, str, str, int | None, int | None], ...] = (
    ("Le site au matin", "Licence Ouverte / Etalab", CREDIT, None, None),
    ("Vu du chemin", "CC BY-SA 4.0", CREDIT, None, None),
    ("En plein jour", "CC0", "", None, None),
    ("Pour la campagne d’été", "CC BY-NC-ND 4.0", CREDIT, -400, -35),
    ("Pour la saison", "CC BY 4.0", CREDIT, -320, 45),
    ("Pour la brochure à venir", "CC BY 4.0", CREDIT, 30, 760),
    ("Sans crédit", "CC BY 4.0", "", None, None),
    ("Accord reçu par courriel", "Usage accordé à l’office", CREDIT, None, None),
)


def load_media() -> None:
    """One picture on each of the best-known places; made once."""
    if Media.everything.filter(credit=CREDIT).exists():
        return
    today = timezone.localdate()
    offers = Offer.everything.active().filter(media=None).order_by("-completeness", "pk")[: len(CASES)]
    for offer, (title, licence, credit, first, last) in zip(offers, CASES, strict=False):
        Media.everything.create(
            offer=offer, url=_drawn(offer), title=f"{offer.name}\N{NO-BREAK SPACE}: {title[0].lower()}{title[1:]}",
            licence=licence, credit=credit, width=WIDTH, height=HEIGHT,
            rights_start=_day(today, first), rights_end=_day(today, last),
        )  # fmt: skip


def _day(today: date, after: int | None) -> date | None:
    return None if after is None else today + timedelta(days=after)


def _drawn(offer: Offer) -> str:
    """Writes the landscape of an offer among our media; its address."""
    scene = scenery.landscape_of(pk=offer.pk, types=offer.types, families=offer.families)
    drawn = draw(scene, {}).replace("<svg ", f'<svg width="{WIDTH}" height="{HEIGHT}" ', 1)
    name = f"demo/{offer.pk}.png"
    file = Path(settings.MEDIA_ROOT) / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(vl_convert.svg_to_png(drawn))
    return f"{settings.MEDIA_URL}{name}"
