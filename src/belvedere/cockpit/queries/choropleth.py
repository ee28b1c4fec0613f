"""One value a commune: what a map of the destination is coloured by."""

from dataclasses import dataclass

from django.db.models import Avg, Count, QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from belvedere.catalogue.enums import OfferStatus
from belvedere.catalogue.models import Offer
from belvedere.cockpit.enums import MapSubject
from belvedere.cockpit.models import Tile
from belvedere.observatory.models import Series
from belvedere.observatory.queries import published
from belvedere.territories.models import Commune, Destination

from . import kept


@dataclass(frozen=True)
class Values:
    """``values``: name and value by code of commune."""

    title: str
    unit: str
    values: dict[str, tuple[str, float]]
    sources: tuple[Series, ...] = ()
    method: str = ""


def values_of(tile: Tile, destination: Destination, series: "QuerySet[Series]") -> Values:
    """``series``: those that the reader may see."""
    ground = Commune.objects.filter(territories=destination.territory_id)
    if tile.mapped == MapSubject.FIGURES:
        return _figures(tile, ground, series)
    offers = Offer.everything.filter(commune__in=ground.values("pk"), status=OfferStatus.ACTIVE).order_by()
    by_commune = offers.values_list("commune", "commune__name")
    method = _("Fiches en ligne du catalogue de l’offre, aujourd’hui.")
    if tile.mapped == MapSubject.COMPLETENESS:
        found = by_commune.annotate(value=Avg("completeness"))
        title, unit = _("Complétude des fiches par commune"), _("complétude moyenne (%)")
    else:
        found = by_commune.annotate(value=Count("pk"))
        title, unit = _("Offres en ligne par commune"), _("offres en ligne")
    return Values(title, unit, {code: (name, float(value)) for code, name, value in found}, method=method)


def _figures(tile: Tile, ground: "QuerySet[Commune]", series: "QuerySet[Series]") -> Values:
    """The last year of every commune's series of the same kind as the one chosen; what secrecy hides stays grey."""
    model = tile.series
    if model is None:
        return Values(_("Carte des communes"), "", {})
    same = series.filter(
        commune__in=ground.values("pk"), measure=model.measure, unit=model.unit, audience=model.audience,
        market=model.market, lodging=model.lodging, frequency=model.frequency,
    )  # fmt: skip
    rows = list(same.select_related("source", "territory", "area", "commune").order_by("pk"))
    values: dict[str, tuple[str, float]] = {}
    for one in kept.shown(rows):
        value = _last_year(one)
        if value is not None and one.series.commune is not None:
            code, name = one.series.commune.pk, one.series.commune.name
            values[code] = (name, values.get(code, (name, 0.0))[1] + value)
    title = _("%(name)s, par commune") % {"name": capfirst(model.get_measure_display())}
    method = _("Somme de la dernière année connue de chaque série, commune par commune\N{NO-BREAK SPACE}; "
               "en gris, ce qui n’est pas connu ou que le secret statistique masque.")  # fmt: skip
    return Values(title, model.get_unit_display(), values, tuple(rows[:1]), method)


def _last_year(shown: published.Shown) -> float | None:
    return next((year.value for year in shown.years() if year.value is not None), None)
