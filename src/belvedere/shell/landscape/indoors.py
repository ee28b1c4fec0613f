"""Rooms with a view: a laid table, a bedroom, a gallery."""

from belvedere.shell.palette import mix

from .canvas import Canvas
from .relief import ranges, volcano


def window(canvas: Canvas, x: float, y: float, wide: float, tall: float, inside: str, frame: str) -> None:
    """Hides everything but a window on what is already painted."""
    canvas.plane(f"M0 0h1200v800H0zM{x:.0f} {y:.0f}v{tall:.0f}h{wide:.0f}v{-tall:.0f}z", inside)
    half = wide / 2 - 6
    panes = "".join(f"M{left:.0f} {y:.0f}v{tall:.0f}h{half:.0f}v{-tall:.0f}z" for left in (x, x + wide / 2 + 6))
    canvas.plane(f"M{x - 16:.0f} {y - 16:.0f}h{wide + 32:.0f}v{tall + 32:.0f}h{-wide - 32:.0f}z{panes}", frame)


def view_through(canvas: Canvas, accent: str) -> tuple[str, str]:
    inks = canvas.inks
    volcano(canvas, canvas.chance.uniform(500, 760), 430, 190, 300, mix(inks.haze, inks.near, 0.4))
    ranges(canvas, 400, 2, 22)
    inside = mix(mix(accent, inks.wall, 0.72), inks.near, 0.62 if inks.night else 0.1)
    return inside, mix(inks.wall, "#ffffff", 0.25)


def table(canvas: Canvas, accent: str) -> None:
    inks = canvas.inks
    inside, frame = view_through(canvas, accent)
    window(canvas, 330, 110, 540, 360, inside, frame)
    canvas.plane("M-10 640Q600 560 1210 640V810H-10z", mix(inks.wall, "#ffffff", 0.3))
    canvas.plane("M-10 690Q600 610 1210 690V810H-10z", inks.shade, 0.35)
    for x, colour in ((330, accent), (840, inks.leaf)):
        canvas.parts.append(f'<ellipse cx="{x}" cy="680" rx="150" ry="44" fill="{mix(inks.shade, inks.near, 0.2)}"/>')
        canvas.parts.append(f'<ellipse cx="{x}" cy="672" rx="146" ry="42" fill="#fffaf0"/>')
        canvas.parts.append(f'<ellipse cx="{x}" cy="670" rx="92" ry="26" fill="{mix(colour, inks.roof, 0.25)}"/>')
        canvas.parts.append(f'<ellipse cx="{x - 20}" cy="662" rx="42" ry="13" fill="{mix(colour, "#ffffff", 0.35)}"/>')
    canvas.plane("M585 470h30v46q26 16 26 46v94a41 12 0 0 1 -82 0v-94q0 -30 26 -46z", mix(inks.near, inks.leaf, 0.4))
    canvas.box(560, 570, 80, 52, inks.wall)
    for x in (500, 690):
        canvas.plane(f"M{x - 28} 520h56q4 62 -24 70v54l20 8h-48l20 -8v-54q-28 -8 -24 -70z", "#ffffff", 0.5)
        canvas.plane(f"M{x - 26} 548h52q-2 36 -26 42q-24 -6 -26 -42z", mix("#7c1f2e", accent, 0.12))


def bedroom(canvas: Canvas, accent: str) -> None:
    inks = canvas.inks
    inside, frame = view_through(canvas, accent)
    window(canvas, 470, 90, 560, 380, inside, frame)
    curtain = mix(accent, inks.wall, 0.35)
    canvas.plane("M420 60h96q-10 200 -70 300q30 70 20 160h-60z", curtain)
    canvas.plane("M1080 60h-96q10 200 70 300q-30 70 -20 160h60z", curtain)
    wood = mix(inks.roof, inks.near, 0.35)
    canvas.plane("M60 340q130 -70 260 0v280h-260z", wood)
    canvas.plane("M60 560h860q70 0 70 70v190H60z", mix(inks.wall, "#ffffff", 0.5))
    canvas.plane("M330 560h590q70 0 70 70v190H330z", mix(inks.near, accent, 0.18))
    canvas.plane("M330 600h660v24H330z", mix(accent, inks.wall, 0.2))
    canvas.plane("M90 520q70 -60 200 -18q20 60 -10 76H90z", "#fffdf7")
    canvas.box(1050, 600, 110, 220, wood)
    canvas.polygon([(1070, 520), (1140, 520), (1160, 590), (1050, 590)], "#ffd27a" if inks.night else inks.light)


def gallery(canvas: Canvas, accent: str) -> None:
    """Three pictures on a wall, a bench, the light from above."""
    inks = canvas.inks
    wall = mix(mix(inks.wall, "#ffffff", 0.3), inks.near, 0.5 if inks.night else 0.06)
    canvas.box(0, 0, 1200, 800, wall)
    canvas.polygon([(0, 640), (1200, 640), (1200, 800), (0, 800)], mix(inks.roof, inks.near, 0.45))
    for rank, (x, wide, tall) in enumerate(((110, 250, 320), (440, 330, 400), (850, 240, 300))):
        y = 330 - tall / 2
        canvas.polygon([(x + wide / 2, -40), (x - 70, y + tall + 50), (x + wide + 70, y + tall + 50)], "#fff3cf", 0.28)
        canvas.box(x - 14, y - 14, wide + 28, tall + 28, mix(accent, inks.near, 0.35))
        canvas.box(x, y, wide, tall, (inks.sky, inks.low, mix(inks.sky, inks.low, 0.5))[rank])
        canvas.disc(x + wide * canvas.chance.uniform(0.25, 0.75), y + tall * 0.32, wide * 0.12, inks.light)
        for step, tone in enumerate((mix(inks.haze, inks.near, 0.25), mix(inks.leaf, inks.near, 0.4), inks.near)):
            base = y + tall * (0.5 + 0.16 * step)
            lift = tall * canvas.chance.uniform(0.12, 0.3)
            rise = (
                f"q{wide * 0.25:.0f} {-lift:.0f} {wide * 0.5:.0f} {-lift * 0.3:.0f}t{wide * 0.5:.0f} {lift * 0.2:.0f}"
            )
            canvas.plane(f"M{x} {base:.0f}{rise}V{y + tall:.0f}h{-wide}z", tone)
    canvas.box(430, 660, 340, 26, mix(inks.near, "#000000", 0.2))
    canvas.box(460, 686, 18, 60, mix(inks.near, "#000000", 0.2))
    canvas.box(722, 686, 18, 60, mix(inks.near, "#000000", 0.2))
