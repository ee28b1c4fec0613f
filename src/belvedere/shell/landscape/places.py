"""What people have built in it: houses, churches, castles, tents, stages, lanterns."""

from belvedere.shell.palette import mix

from .canvas import Canvas, Point, height_at


def house(canvas: Canvas, x: float, foot: float, wide: float, tall: float) -> None:
    inks = canvas.inks
    canvas.box(x, foot - tall, wide, tall + 12, inks.wall)
    canvas.box(x + wide * 0.68, foot - tall, wide * 0.32, tall + 12, inks.shade)
    rise = wide * 0.42
    canvas.polygon(
        [(x - 5, foot - tall), (x + wide * 0.34, foot - tall - rise), (x + wide + 5, foot - tall)], inks.roof
    )
    pane = max(wide * 0.13, 5)
    canvas.box(x + wide * 0.18, foot - tall * 0.72, pane, pane * 1.4, inks.glow)
    canvas.box(x + wide * 0.44, foot - tall * 0.72, pane, pane * 1.4, inks.glow)


def church(canvas: Canvas, x: float, foot: float, size: float) -> None:
    """Romanesque: nave, transept mass, octagonal tower with a slate cap."""
    inks = canvas.inks
    slate = mix(inks.near, inks.haze, 0.25)
    canvas.box(x, foot - size * 0.7, size * 1.5, size * 0.75, inks.wall)
    canvas.polygon(
        [
            (x - 4, foot - size * 0.7),
            (x + size * 0.2, foot - size),
            (x + size * 1.3, foot - size),
            (x + size * 1.5 + 4, foot - size * 0.7),
        ],
        inks.roof,
    )
    tower = x + size * 0.52
    canvas.box(tower, foot - size * 1.65, size * 0.46, size, inks.wall)
    canvas.box(tower + size * 0.31, foot - size * 1.65, size * 0.15, size, inks.shade)
    canvas.polygon(
        [
            (tower - 5, foot - size * 1.65),
            (tower + size * 0.23, foot - size * 2.2),
            (tower + size * 0.46 + 5, foot - size * 1.65),
        ],
        slate,
    )
    high, wide = size * 0.16, size * 0.1
    bow = f"v{-high:.0f}a{wide / 2:.0f} {wide * 0.7:.0f} 0 0 1 {wide:.0f} 0v{high:.0f}z"
    arches = "".join(f"M{tower + size * gap:.0f} {foot - size * 1.18:.0f}{bow}" for gap in (0.08, 0.27))
    canvas.plane(arches, inks.glow)


def village(canvas: Canvas, line: list[Point], x: float, scale: float = 1) -> None:
    """Houses up the slope around their church."""
    spots = sorted((canvas.chance.uniform(-190, 190) * scale for _ in range(7)), key=abs, reverse=True)
    for rank, gap in enumerate(spots):
        wide = canvas.chance.uniform(46, 66) * scale
        foot = height_at(line, min(max(x + gap, 0), 1199)) + 16 + rank * 3
        house(canvas, x + gap, foot, wide, canvas.chance.uniform(40, 62) * scale)
        if rank == 2:
            church(canvas, x - 40 * scale, height_at(line, x) + 18, 74 * scale)


def castle(canvas: Canvas, x: float, foot: float, scale: float = 1) -> None:
    # long: a drawing, stroke by stroke
    """A keep, two round towers, their wall, on a spur of rock."""
    inks = canvas.inks
    rock = mix(inks.near, inks.haze, 0.35)
    canvas.polygon(
        [
            (x - 280 * scale, foot + 190),
            (x - 170 * scale, foot + 20),
            (x - 60 * scale, foot - 12),
            (x + 130 * scale, foot - 8),
            (x + 200 * scale, foot + 60),
            (x + 330 * scale, foot + 200),
        ],
        rock,
    )
    canvas.polygon(
        [
            (x + 130 * scale, foot - 8),
            (x + 200 * scale, foot + 60),
            (x + 330 * scale, foot + 200),
            (x + 60 * scale, foot + 200),
        ],
        mix(rock, inks.near, 0.5),
    )

    def tower(left: float, wide: float, tall: float, cap: bool) -> None:
        canvas.box(left, foot - tall, wide, tall + 10, inks.wall)
        canvas.box(left + wide * 0.62, foot - tall, wide * 0.38, tall + 10, inks.shade)
        if cap:
            canvas.polygon(
                [(left - 7, foot - tall), (left + wide / 2, foot - tall - wide * 1.25), (left + wide + 7, foot - tall)],
                inks.roof,
            )
        else:
            teeth = "".join(
                f"M{left + gap * wide / 5 - 3:.0f} {foot - tall:.0f}v-12h{wide / 7:.0f}v12z" for gap in range(6)
            )
            canvas.plane(teeth, inks.wall)
        canvas.box(left + wide * 0.4, foot - tall * 0.7, wide * 0.16, 18 * scale, inks.glow)

    canvas.box(x - 110 * scale, foot - 62 * scale, 210 * scale, 70 * scale, mix(inks.wall, inks.shade, 0.4))
    tower(x - 36 * scale, 74 * scale, 200 * scale, cap=False)
    tower(x - 140 * scale, 52 * scale, 120 * scale, cap=True)
    tower(x + 78 * scale, 52 * scale, 132 * scale, cap=True)


def tents(canvas: Canvas, line: list[Point], count: int, colours: tuple[str, ...]) -> None:
    for rank in range(count):
        x = 180 + 840 * (rank + canvas.chance.uniform(0.2, 0.8)) / count
        foot, wide = height_at(line, x) + 70, canvas.chance.uniform(95, 130)
        colour = colours[rank % len(colours)]
        canvas.polygon([(x - wide, foot), (x - wide * 0.1, foot - wide), (x + wide * 0.35, foot)], colour)
        canvas.polygon(
            [(x - wide * 0.1, foot - wide), (x + wide * 0.35, foot), (x + wide, foot - 14)],
            mix(colour, canvas.inks.near, 0.4),
        )
        canvas.polygon(
            [(x - wide * 0.5, foot), (x - wide * 0.1, foot - wide * 0.72), (x - wide * 0.12, foot)], canvas.inks.glow
        )


def stalls(canvas: Canvas, level: float, colours: tuple[str, ...]) -> None:
    """Market stalls under striped awnings, and the string of lanterns above."""
    inks = canvas.inks
    for rank in range(4):
        x, wide = 60 + 285 * rank + canvas.chance.uniform(-12, 12), 230
        top = level - 150 + canvas.chance.uniform(-14, 14)
        canvas.box(x + 12, top + 40, 10, 170, inks.near)
        canvas.box(x + wide - 22, top + 40, 10, 170, inks.near)
        canvas.box(x + 6, level - 10, wide - 12, 70, mix(inks.roof, inks.near, 0.35))
        fruit = "".join(f"M{x + 24 + 30 * k:.0f} {level - 10:.0f}a14 14 0 0 1 28 0z" for k in range(6))
        canvas.plane(fruit, colours[(rank + 1) % len(colours)])
        stripes = ["", ""]
        for band in range(6):
            stripes[band % 2] += (
                f"M{x + band * wide / 6 + 8:.0f} {top:.0f}h{wide / 6 - 2:.0f}l4 46a20 16 0 0 1 {-wide / 6 - 4:.0f} 0z"
            )
        canvas.plane(stripes[0], inks.wall)
        canvas.plane(stripes[1], colours[rank % len(colours)])
    lanterns(canvas, level - 300)


def lanterns(canvas: Canvas, height: float) -> None:
    inks = canvas.inks
    for sag in (70, 110):
        line = [
            (-20, height),
            (300, height + sag * 0.8),
            (600, height + sag),
            (900, height + sag * 0.8),
            (1220, height),
        ]
        canvas.line(line, inks.near, 3)
        lamps = [(float(x), height_at(line, x)) for x in range(80, 1200, 148)]
        canvas.discs([(x, y - 14) for x, y in lamps], 34, inks.glow, 0.2)
        canvas.discs([(x, y + 5) for x, y in lamps], 15, "#ffd27a" if inks.night else inks.light)


def stage(canvas: Canvas, level: float, colours: tuple[str, ...]) -> None:
    """A bandstand in the light, heads in front."""
    inks = canvas.inks
    for spread, strength in ((330, 0.16), (180, 0.22)):
        canvas.polygon(
            [(600, level - 330), (600 - spread, level + 20), (600 + spread, level + 20)], "#ffe2a0", strength
        )
    canvas.polygon([(300, level - 230), (600, level - 370), (900, level - 230)], colours[0])
    canvas.polygon([(600, level - 370), (900, level - 230), (600, level - 230)], mix(colours[0], inks.near, 0.35))
    for x in (330, 480, 706, 856):
        canvas.box(x, level - 230, 14, 240, inks.wall)
    canvas.box(280, level + 6, 640, 44, inks.shade)
    for x in (470, 600, 720):
        canvas.plane(f"M{x - 22} {level + 6:.0f}v-62a22 26 0 0 1 44 0v62z", mix(inks.near, colours[1], 0.25))
        canvas.disc(x, level - 104, 16, inks.wall)
    crowd = "".join(
        f"M{x:.0f} 810v{-canvas.chance.uniform(88, 140):.0f}a30 32 0 0 1 60 0v140z" for x in range(-10, 1200, 74)
    )
    canvas.plane(crowd, mix(inks.near, "#000000", 0.25))


def signpost(canvas: Canvas, x: float, foot: float, colour: str) -> None:
    canvas.box(x, foot - 190, 12, 200, mix(canvas.inks.roof, canvas.inks.near, 0.5))
    canvas.polygon(
        [(x - 14, foot - 178), (x + 96, foot - 178), (x + 120, foot - 160), (x + 96, foot - 142), (x - 14, foot - 142)],
        colour,
    )
    canvas.polygon(
        [(x + 26, foot - 128), (x - 74, foot - 128), (x - 96, foot - 111), (x - 74, foot - 94), (x + 26, foot - 94)],
        canvas.inks.wall,
    )
