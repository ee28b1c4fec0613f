"""Segments given with the house: soft types, each a bundle of clues. The reasons are in docs/why/segments.md."""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from belvedere.contacts.enums import Theme
from belvedere.contacts.models import Segment
from belvedere.contacts.queries.segment_fields import DEEDS, VISITS
from belvedere.engines.segments import (
    PAST,
    Acts,
    Any,
    Clue,
    Compare,
    Condition,
    Flag,
    Lean,
    Measure,
    OneOf,
    Operator,
    RowTest,
    Window,
    value_of,
)
from belvedere.kit import jobs
from belvedere.territories.models import Destination

from .segments import FILL

#: Tastes and parties change: three years.
RECENT = Window(1_096)
EVER = PAST


def at_least(value: int, *where: RowTest, kinds: tuple[str, ...] = DEEDS, window: Window = RECENT) -> Acts:
    return Acts(kinds, ">=", value, "count", None, where, window)


def share(percent: int, *where: RowTest) -> Acts:
    """Among the acts that tell it."""
    return Acts(DEEDS, ">=", percent, "share", None, where, RECENT)


def since(measure: Measure, op: Operator, days: int) -> Acts:
    return Acts(VISITS, op, days, measure)


def years(value: int) -> Acts:
    return Acts(VISITS, ">=", value, "distinct", "year")


def wants(*themes: Theme) -> OneOf:
    return OneOf("themes", tuple(str(theme) for theme in themes))


def types() -> Iterator[tuple[str, str, str, Condition]]:
    """Key, name, one sentence, condition of each."""
    yield from _five_types()
    yield from _two_of_the_five()
    yield from _parties()
    yield from _ways_to_stay()
    yield from _faithful()


def _five_types() -> Iterator[tuple[str, str, str, Condition]]:
    """The five client types of a region's marketing plan; the last two follow."""
    culture = wants(Theme.MUSEUM, Theme.HERITAGE, Theme.RELIGIOUS, Theme.CRAFT)
    yield "cultur-heureux", _("Cultur’heureux"), _("Viennent pour les musées, le patrimoine et ce qui se joue."), Lean(
        (
            Clue(_("Une envie de culture"), at_least(1, culture), 3, 1),
            Clue(_("Plusieurs fois"), at_least(2, culture), 2, 1),
            Clue(_("La culture dans la moitié de ses envies"), share(50, culture), 3, 2),
            Clue(_("Aussi les concerts et fêtes"), at_least(1, wants(Theme.EVENT)), 1),
        ), 1, 6, 60,
    )  # fmt: skip
    parties, tables = wants(Theme.EVENT), wants(Theme.FOOD, Theme.PRODUCTS)
    yield "festifs-collectifs", _("Festifs collectifs"), _("Viennent en bande pour la fête et la table."), Lean(
        (
            Clue(_("Quatre adultes ou plus"), share(50, Compare("adults", ">=", 4)), 3, 2),
            Clue(_("Une envie de concerts et de fêtes"), at_least(1, parties), 3, 1),
            Clue(_("Plusieurs fois"), at_least(2, parties), 2),
            Clue(_("Les bonnes tables, les marchés"), at_least(1, tables), 1),
            Clue(_("Sans enfant"), share(50, Compare("children", "=", 0)), 1, 1),
        ), 1, 6, 60,
    )  # fmt: skip
    calm = OneOf("month", ("1", "2", "3", "4", "5", "6", "9", "10", "11", "12"))
    outside = wants(Theme.NATURE, Theme.WALK, Theme.BIKE, Theme.WATER)
    yield "explorateurs", _("Explorateurs"), _("Vont voir partout, dehors, hors des sentiers battus."), Lean(
        (
            Clue(_("Dehors : nature, marche, vélo, eau"), at_least(1, outside), 2, 1),
            Clue(_("Trois fois ou plus"), at_least(3, outside), 2),
            Clue(_("Trois communes ou plus"), Acts(DEEDS, ">=", 3, "distinct", "commune", (), RECENT), 3, 1),
            Clue(_("Hors de juillet et d’août"), share(50, calm), 1),
            Clue(_("Reste au moins quatre nuits"), share(50, Compare("nights", ">=", 4)), 2, 1),
        ), 1, 6, 60,
    )  # fmt: skip


def _two_of_the_five() -> Iterator[tuple[str, str, str, Condition]]:
    one = [wants(theme) for theme in Theme if theme is not Theme.SLEEP]
    yield "passionnes", _("Passionnés"), _("Reviennent toujours à la même envie."), Lean(
        (
            Clue(_("La même envie trois fois"), Any(tuple(at_least(3, theme) for theme in one)), 4, 2),
            Clue(_("La même envie sept fois sur dix"), Any(tuple(share(70, theme) for theme in one)), 3, 3),
            Clue(_("Plusieurs années"), years(2), 2, 1),
        ), 1, 5, 60,
    )  # fmt: skip
    yield "amoureux", _("Amoureux"), _("À deux, pour peu de jours, et pour se faire plaisir."), Lean(
        (
            Clue(
                _("À deux, sans enfant"), share(60, Compare("adults", "=", 2), Compare("children", "=", 0)), 4, 4
            ),
            Clue(_("Une à trois nuits"), share(50, Compare("nights", "<=", 3)), 2, 1),
            Clue(_("Détente, bonnes tables"), at_least(1, wants(Theme.WELLNESS, Theme.FOOD)), 2, 1),
            Clue(_("Plusieurs fois"), at_least(2, wants(Theme.WELLNESS, Theme.FOOD)), 1),
        ), 1, 6, 60,
    )  # fmt: skip


def _parties() -> Iterator[tuple[str, str, str, Condition]]:
    child = Compare("children", ">=", 1)
    yield "familles", _("Familles"), _("Viennent avec des enfants."), Lean(
        (
            Clue(_("Avec des enfants, le plus souvent"), share(50, child), 4, 3),
            Clue(_("Au moins une fois"), at_least(1, child), 2),
            Clue(_("Cherche des activités avec des enfants"), at_least(1, wants(Theme.CHILDREN)), 2),
        ), 1, 4, 60,
    )  # fmt: skip
    adapted = Flag("access")
    sentence = _("Ont demandé elles-mêmes un accueil adapté. À n’utiliser que pour mieux accueillir.")
    yield "accueil-adapte", _("Personnes en situation de handicap"), sentence, Lean(
        (
            Clue(_("L’a demandé"), at_least(1, adapted), 5),
            Clue(_("Le plus souvent"), share(50, adapted), 2, 3),
        ), 0, 3, 60,
    )  # fmt: skip
    work = Flag("business")
    yield "affaires", _("Visiteurs d’affaires"), _("Viennent pour leur travail."), Lean(
        (
            Clue(_("Pour le travail, le plus souvent"), share(50, work), 4, 4),
            Clue(_("Au moins une fois"), at_least(1, work), 2),
        ), 0, 3, 60,
    )  # fmt: skip


def _ways_to_stay() -> Iterator[tuple[str, str, str, Condition]]:
    passing, long = OneOf("stay", ("passing",)), Compare("nights", ">=", 7)
    yield "etape", _("De passage"), _("S’arrêtent sur leur route."), Lean(
        (
            Clue(_("De passage, le plus souvent"), share(50, passing), 4, 3),
            Clue(_("Au moins une fois"), at_least(1, passing), 2),
            Clue(_("Une seule nuit"), share(50, Compare("nights", "=", 1)), 1, 2),
        ), 0, 3, 60,
    )  # fmt: skip
    yield "long-sejour", _("Longs séjours"), _("Restent une semaine ou plus."), Lean(
        (
            Clue(_("Sept nuits ou plus, le plus souvent"), share(50, long), 4, 3),
            Clue(_("Au moins une fois"), at_least(1, long), 2),
        ), 0, 3, 60,
    )  # fmt: skip


def _faithful() -> Iterator[tuple[str, str, str, Condition]]:
    yield "fideles", _("Fidèles"), _("Reviennent d’une année à l’autre."), Lean(
        (
            Clue(_("Deux années différentes"), years(2), 4, 2),
            Clue(_("Trois années ou plus"), years(3), 3),
            Clue(_("Trois visites ou plus"), at_least(3, kinds=VISITS, window=EVER), 2),
            Clue(_("Venue il y a moins de deux ans"), since("last", "<", 730), 2, 4),
        ), 1, 5, 60,
    )  # fmt: skip
    yield "perdus", _("Perdus de vue"), _("Sont venus, et plus rien depuis un an et demi."), Lean(
        (
            Clue(_("Rien depuis dix-huit mois"), since("last", ">=", 548), 5, 8),
            Clue(_("Rien depuis trois ans"), since("last", ">=", 1_096), 2),
            Clue(_("Était venue plusieurs fois"), at_least(2, kinds=VISITS, window=EVER), 2),
        ), 0, 3, 60,
    )  # fmt: skip


@transaction.atomic
def provide_segments(*, destination: Destination, now: datetime) -> list[Segment]:
    """Adds those that the destination has not, and has everybody looked at. Returns them."""
    known = set(Segment.everything.filter(destination=destination).values_list("key", flat=True))
    with override("fr"):
        missing = [
            Segment(
                destination=destination, key=key, name=name, about=about, condition=value_of(condition), ready=True,
                changed_at=now,
            )
            for key, name, about, condition in types()
            if key not in known
        ]  # fmt: skip
    made = Segment.everything.bulk_create(missing)
    if made:
        jobs.enqueue(FILL, now=now, segments=[segment.pk for segment in made])
    return made
