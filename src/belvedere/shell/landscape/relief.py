"""What the land is made of: ranges, volcanoes, woods, water, paths."""

from belvedere.shell.palette import mix

from .canvas import HEIGHT, WIDTH, Canvas, Point, curve, ground, height_at, ridge


def ranges(canvas: Canvas, horizon: float, count: int = 3, swell: float = 34, near: float = 0) -> list[Point]:
    """Hills one behind the other, paler with distance; returns the line of the nearest. ``near`` (0..1) is how close
    the first one already is."""
    inks = canvas.inks
    line: list[Point] = []
    for rank in range(count):
        step = rank / max(count - 1, 1)
        depth = near + (1 - near) * step
        line = ridge(canvas.chance, horizon + 250 * (1 - near) * step**1.25, swell * (1 + 0.5 * depth))
        tone = mix(inks.haze, mix(inks.leaf, inks.near, 0.15 + 0.5 * depth), 0.18 + 0.82 * depth)
        canvas.plane(ground(line), tone)
    return line


def volcano(canvas: Canvas, x: float, base: float, height: float, spread: float, tone: str) -> None:
    """A cone with its crater, one flank in the light and one in the shade. What stands before it hides its foot."""
    mouth, top, foot = spread * 0.16, base - height, base + 60
    bend = base - height * 0.25
    right = f"Q{x + spread * 0.4:.0f} {bend:.0f} {x + spread:.0f} {foot:.0f}"
    canvas.plane(
        f"M{x - spread:.0f} {foot:.0f}Q{x - spread * 0.4:.0f} {bend:.0f} {x - mouth:.0f} {top:.0f}"
        f"Q{x:.0f} {top + height * 0.1:.0f} {x + mouth:.0f} {top + 6:.0f}{right}z",
        tone,
    )
    edge = f"{x + mouth * 0.3:.0f} {top + height * 0.05:.0f}"
    fold = f"Q{x + spread * 0.28:.0f} {base - height * 0.35:.0f} {edge}"
    canvas.plane(
        f"M{edge}L{x + mouth:.0f} {top + 6:.0f}{right}H{x + spread * 0.3:.0f}{fold}z", mix(tone, canvas.inks.near, 0.38)
    )


def chain(canvas: Canvas, horizon: float) -> None:
    """A chain of puys: the great one, its neighbours behind, the plateau at their feet."""
    inks, chance = canvas.inks, canvas.chance
    canvas.plane(ground(ridge(chance, horizon + 20, 16)), mix(inks.haze, inks.near, 0.12))
    great = chance.uniform(360, 840)
    spots = sorted((abs(x - great), x) for x in (great - 430, great + 400, great - 250, great + 230) if -100 < x < 1300)
    for _far, x in reversed(spots):
        tone = mix(inks.haze, mix(inks.leaf, inks.near, 0.4), 0.32)
        volcano(canvas, x, horizon + 60, chance.uniform(70, 130), chance.uniform(150, 230), tone)
    canvas.plane(ground(ridge(chance, horizon + 96, 12)), mix(inks.haze, mix(inks.leaf, inks.near, 0.2), 0.4))
    tone = mix(inks.haze, mix(inks.leaf, inks.near, 0.45), 0.62)
    volcano(canvas, great, horizon + 110, chance.uniform(250, 310), chance.uniform(320, 390), tone)
    canvas.plane(ground(ridge(chance, horizon + 142, 10)), mix(inks.haze, mix(inks.leaf, inks.near, 0.3), 0.6))


def firs(
    canvas: Canvas, line: list[Point], count: int, size: float, tone: str, start: float = 0, end: float = WIDTH
) -> None:
    """A row of firs along a line, in one path."""
    outline = ""
    for rank in range(count):
        x = start + (end - start) * (rank + canvas.chance.uniform(0.1, 0.9)) / count
        tall = size * canvas.chance.uniform(0.65, 1.2)
        foot = height_at(line, x) + size * 0.14
        wide = tall * 0.26
        outline += f"M{x:.0f} {foot - tall:.0f}l{wide:.0f} {tall:.0f}h{-2 * wide:.0f}z"
    canvas.plane(outline, tone)


def grove(canvas: Canvas, line: list[Point], count: int, size: float, tone: str) -> None:
    """Round trees, in one path."""
    outline = ""
    for _ in range(count):
        x = canvas.chance.uniform(0, WIDTH)
        radius = size * canvas.chance.uniform(0.6, 1.2)
        foot = height_at(line, x)
        outline += f"M{x - radius:.0f} {foot:.0f}a{radius:.0f} {radius * 1.15:.0f} 0 0 1 {2 * radius:.0f} 0z"
    canvas.plane(outline, tone)


def lake(canvas: Canvas, level: float) -> None:
    """Still water from ``level`` down, with the light of the sky and a few strokes of wind."""
    inks, chance = canvas.inks, canvas.chance
    canvas.box(0, level, WIDTH, HEIGHT - level, mix(mix(inks.sky, inks.low, 0.55), inks.near, 0.22))
    strokes = ""
    for _ in range(11):
        y = chance.uniform(level + 14, HEIGHT - 60)
        length = chance.uniform(90, 320) * (0.4 + (y - level) / (HEIGHT - level))
        half = length / 2
        strokes += f"M{chance.uniform(0, 1050):.0f} {y:.0f}q{half:.0f} -9 {length:.0f} 0q{-half:.0f} 5 {-length:.0f} 0z"
    canvas.plane(strokes, mix(inks.low, "#ffffff", 0.35), 0.55)


def ribbon(canvas: Canvas, top: float, fill: str, wide: float = 150) -> None:
    """A river or a path that comes towards us, widening."""
    chance = canvas.chance
    x = chance.uniform(480, 760)
    bend = chance.choice((-1, 1)) * chance.uniform(120, 200)
    left = [(x, top), (x + bend * 0.7, top + 70), (x - bend * 0.4, top + 170), (x - wide - bend * 0.3, HEIGHT + 10)]
    right = [
        (x + wide * 1.2 - bend * 0.3, HEIGHT + 10),
        (x - bend * 0.4 + wide * 0.55, top + 170),
        (x + bend * 0.7 + wide * 0.2, top + 70),
        (x + 6, top),
    ]
    canvas.plane(curve(left) + "L" + curve(right)[1:] + "z", fill)


def meadow(canvas: Canvas, level: float, tone: str) -> list[Point]:
    line = ridge(canvas.chance, level, 26, steps=6)
    canvas.plane(ground(line), tone)
    return line


def herd(canvas: Canvas, line: list[Point], count: int, coat: str) -> None:
    """Cows at pasture, far enough to be two strokes."""
    outline = ""
    for _ in range(count):
        x = canvas.chance.uniform(120, 1080)
        y = height_at(line, x) + canvas.chance.uniform(30, 110)
        way = canvas.chance.choice((-1, 1))
        outline += (
            f"M{x:.0f} {y:.0f}h34v10h-5v14h-4v-13h-16v13h-4v-14h-5zm{17 + 17 * way:.0f} -4h{10 * way}v12h{-10 * way}z"
        )
    canvas.plane(outline, coat)
