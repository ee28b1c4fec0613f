"""The hour: colours of the sky and of the land under it, sun, moon, clouds, stars."""

import math
from random import Random

from belvedere.shell.palette import chosen, from_oklch, mix, to_oklch

from .canvas import WIDTH, Canvas, Inks

RADIAN = math.pi / 180
#: Sky above and sky at the horizon as (lightness, chroma, hue in degrees), lightness of the nearest land.
HOURS = {
    "aube": ((0.84, 0.055, 260), (0.95, 0.06, 65), 0.36),
    "jour": ((0.80, 0.085, 232), (0.96, 0.03, 100), 0.42),
    "soir": ((0.50, 0.115, 310), (0.86, 0.13, 62), 0.29),
    "nuit": ((0.22, 0.055, 268), (0.46, 0.075, 235), 0.19),
}


def inks_of(hour: str, palette: dict[str, str]) -> Inks:
    above, below, depth = HOURS[hour]
    primary, accent = chosen(palette)
    _, chroma, hue = to_oklch(primary)
    sky, low = (from_oklch(light, strength, turn * RADIAN) for light, strength, turn in (above, below))
    near = from_oklch(depth, min(max(chroma, 0.045), 0.075), hue)
    night = hour == "nuit"
    leaf = from_oklch(depth + (0.1 if night else 0.26), 0.05 if night else 0.1, 125 * RADIAN)
    wall = mix("#f6ecd8", sky if night else low, 0.55 if night else 0.2)
    return Inks(
        sky=sky,
        low=low,
        light="#f4efd8" if night else mix("#fff6df", accent, 0.25 if hour != "soir" else 0.45),
        haze=mix(low, near, 0.3),
        near=near,
        leaf=mix(leaf, near, 0.25),
        wall=wall,
        shade=mix(wall, near, 0.45),
        roof=mix(mix("#a4512f", accent, 0.2), near, 0.6 if night else 0.2),
        glow="#ffd27a" if hour in ("soir", "nuit") else mix(wall, near, 0.75),
        night=night,
    )


def sky(canvas: Canvas, hour: str, horizon: float) -> str:
    """Paints the sky down to the horizon; returns the gradient's definition."""
    inks, chance = canvas.inks, canvas.chance
    canvas.parts.append('<path d="M0 0h1200v800H0z" fill="url(#s)"/>')
    x = chance.uniform(200, 1000)
    if hour == "nuit":
        for radius in (1, 2, 3):
            stars = [(chance.uniform(0, WIDTH), chance.uniform(0, horizon * 0.8)) for _ in range(11 - 2 * radius)]
            canvas.discs(stars, radius, "#f4efd8", 0.8)
        canvas.disc(x, 130, 46, inks.light)
        canvas.disc(x + 20, 118, 42, mix(inks.sky, inks.low, 0.2))
    else:
        y = {"aube": horizon - 60, "jour": 150, "soir": horizon - 40}[hour]
        radius = {"aube": 74, "jour": 52, "soir": 96}[hour]
        canvas.disc(x, y, radius * 1.9, inks.light, 0.22)
        canvas.disc(x, y, radius, inks.light, 0.95)
    clouds(canvas, chance, horizon)
    stops = f'<stop stop-color="{inks.sky}"/><stop offset=".72" stop-color="{inks.low}"/>'
    return f'<defs><linearGradient id="s" x2="0" y2="1">{stops}</linearGradient></defs>'


def clouds(canvas: Canvas, chance: Random, horizon: float) -> None:
    """Long flat strokes, as on a poster: lighter by day, darker than the sky by night."""
    fill = mix(canvas.inks.low, "#ffffff", 0.5) if not canvas.inks.night else mix(canvas.inks.sky, canvas.inks.low, 0.5)
    for _ in range(chance.randint(2, 4)):
        x, y, length = chance.uniform(-100, 1000), chance.uniform(60, horizon * 0.62), chance.uniform(180, 420)
        thick = length * 0.05
        canvas.plane(
            f"M{x:.0f} {y:.0f}q{length * 0.3:.0f} {-2.4 * thick:.0f} {length * 0.55:.0f} {-thick:.0f}"
            f"t{length * 0.45:.0f} {thick:.0f}z",
            fill,
            0.7,
        )
