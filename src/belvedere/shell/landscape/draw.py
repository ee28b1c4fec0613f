"""The scenes: which pieces, in which order, from far to near."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random

from belvedere.shell.palette import chosen, dark_theme, from_oklch, light_theme, mix, to_oklch

from . import indoors, places, relief
from .canvas import Canvas, height_at
from .sky import HOURS, inks_of, sky

MOMENTS = tuple(HOURS)


@dataclass(frozen=True)
class Landscape:
    """What to draw. ``seed`` makes each one its own."""

    scene: str
    moment: str
    seed: int


def _volcan(canvas: Canvas, accent: str) -> None:
    relief.chain(canvas, 400)
    line = relief.ranges(canvas, 600, 3, 24, near=0.45)
    relief.firs(canvas, line, 26, 58, mix(canvas.inks.near, canvas.inks.leaf, 0.12))


def _colline(canvas: Canvas, accent: str) -> None:
    line = relief.ranges(canvas, 400, 4, 46)
    relief.grove(canvas, line, 14, 26, canvas.inks.near)
    relief.herd(canvas, line, 6, mix(canvas.inks.roof, canvas.inks.near, 0.2))


def _vallee(canvas: Canvas, accent: str) -> None:
    line = relief.ranges(canvas, 330, 4, 80)
    relief.ribbon(canvas, height_at(line, 600) + 10, mix(canvas.inks.low, canvas.inks.sky, 0.35))
    relief.firs(canvas, line, 12, 74, canvas.inks.near, 0, 420)
    relief.firs(canvas, line, 10, 74, canvas.inks.near, 860, 1200)


def _village(canvas: Canvas, accent: str) -> None:
    relief.ranges(canvas, 390, 2, 46)
    line = relief.meadow(canvas, 560, mix(canvas.inks.leaf, canvas.inks.near, 0.35))
    places.village(canvas, line, canvas.chance.uniform(480, 720), 1.35)
    front = relief.meadow(canvas, 690, mix(canvas.inks.leaf, canvas.inks.near, 0.75))
    relief.grove(canvas, front, 9, 44, canvas.inks.near)


def _chateau(canvas: Canvas, accent: str) -> None:
    relief.ranges(canvas, 430, 2, 40)
    places.castle(canvas, canvas.chance.uniform(480, 720), 450, 1.25)
    line = relief.meadow(canvas, 640, mix(canvas.inks.leaf, canvas.inks.near, 0.6))
    relief.grove(canvas, line, 16, 40, canvas.inks.near)


def _foret(canvas: Canvas, accent: str) -> None:
    inks = canvas.inks
    for rank, size in enumerate((110, 170, 260)):
        line = relief.meadow(canvas, 470 + 110 * rank, mix(inks.haze, inks.near, 0.35 + 0.3 * rank))
        relief.firs(canvas, line, 22 - 6 * rank, size, mix(inks.haze, inks.near, 0.35 + 0.3 * rank))
    relief.ribbon(canvas, 640, mix(inks.wall, inks.leaf, 0.4), 110)


def _lac(canvas: Canvas, accent: str) -> None:
    relief.chain(canvas, 390)
    line = relief.ranges(canvas, 545, 1, 14, near=0.6)
    relief.firs(canvas, line, 24, 46, mix(canvas.inks.near, canvas.inks.leaf, 0.2))
    relief.lake(canvas, 610)


def _riviere(canvas: Canvas, accent: str) -> None:
    relief.ranges(canvas, 360, 3, 60)
    line = relief.meadow(canvas, 560, mix(canvas.inks.leaf, canvas.inks.near, 0.3))
    relief.ribbon(canvas, 556, mix(canvas.inks.sky, canvas.inks.low, 0.5), 260)
    relief.grove(canvas, line, 10, 52, canvas.inks.near)


def _marche(canvas: Canvas, accent: str) -> None:
    relief.ranges(canvas, 380, 2, 46)
    canvas.box(0, 600, 1200, 200, mix(canvas.inks.wall, canvas.inks.near, 0.3))
    places.stalls(canvas, 640, (accent, canvas.inks.roof, canvas.inks.leaf))


def _concert(canvas: Canvas, accent: str) -> None:
    relief.ranges(canvas, 430, 3, 44)
    places.stage(canvas, 600, (accent, canvas.inks.roof))
    places.lanterns(canvas, 110)


def _camping(canvas: Canvas, accent: str) -> None:
    relief.chain(canvas, 370)
    line = relief.meadow(canvas, 580, mix(canvas.inks.leaf, canvas.inks.near, 0.4))
    relief.firs(canvas, line, 16, 120, canvas.inks.near)
    places.tents(canvas, line, 3, (accent, canvas.inks.wall, canvas.inks.roof))


def _sentier(canvas: Canvas, accent: str) -> None:
    relief.chain(canvas, 380)
    line = relief.meadow(canvas, 560, mix(canvas.inks.leaf, canvas.inks.near, 0.35))
    relief.ribbon(canvas, height_at(line, 600) + 6, mix(canvas.inks.wall, canvas.inks.leaf, 0.15), 120)
    places.signpost(canvas, canvas.chance.choice((250, 860)), 720, accent)


def _eglise(canvas: Canvas, accent: str) -> None:
    relief.ranges(canvas, 420, 2, 40)
    line = relief.meadow(canvas, 600, mix(canvas.inks.leaf, canvas.inks.near, 0.4))
    x = canvas.chance.uniform(420, 640)
    places.church(canvas, x, height_at(line, x) + 24, 190)
    relief.grove(canvas, line, 12, 36, canvas.inks.near)


SCENES: dict[str, Callable[[Canvas, str], None]] = {
    "volcan": _volcan,
    "colline": _colline,
    "vallee": _vallee,
    "village": _village,
    "chateau": _chateau,
    "foret": _foret,
    "lac": _lac,
    "riviere": _riviere,
    "marche": _marche,
    "concert": _concert,
    "camping": _camping,
    "sentier": _sentier,
    "eglise": _eglise,
    "table": indoors.table,
    "chambre": indoors.bedroom,
    "musee": indoors.gallery,
}


def draw(what: Landscape, palette: Mapping[str, str]) -> str:
    """The picture as SVG. Raises KeyError for a scene or a moment that does not exist."""
    paint = SCENES[what.scene]
    canvas = Canvas(inks_of(what.moment, dict(palette)), Random(f"{what.scene}/{what.moment}/{what.seed}"))
    definitions = sky(canvas, what.moment, 440)
    paint(canvas, chosen(palette)[1])
    return canvas.svg(definitions)


def mark(palette: Mapping[str, str]) -> str:
    """The house's sign, also the icon of the tab: a summit and its sun in the brand's colours."""
    light, dark = light_theme(palette), dark_theme(palette)
    hue = to_oklch(light["brand"])[2]
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">'
        f'<rect width="32" height="32" rx="8" fill="{light["deep"]}"/>'
        f'<circle cx="21" cy="11" r="4.5" fill="{light["accent"]}"/>'
        f'<path d="M2 25 11 11q1.5 1.5 3 0l8.5 14z" fill="{dark["brand"]}"/>'
        f'<path d="M0 26q9-5 16-2t16-1v9H0z" fill="{from_oklch(0.5, 0.07, hue)}"/></svg>'
    )
