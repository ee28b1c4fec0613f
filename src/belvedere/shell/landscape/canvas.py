"""The sheet: planes of one colour each, whole-number coordinates, written as compact SVG."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from random import Random

Point = tuple[float, float]
WIDTH, HEIGHT = 1200, 800


@dataclass(frozen=True)
class Inks:
    """The colours of one hour in one brand."""

    sky: str
    low: str
    light: str
    haze: str
    near: str
    leaf: str
    wall: str
    shade: str
    roof: str
    glow: str
    night: bool


@dataclass
class Canvas:
    inks: Inks
    chance: Random
    parts: list[str] = field(default_factory=list)

    def plane(self, outline: str, fill: str, opacity: float = 1) -> None:
        veil = f' opacity="{opacity:g}"' if opacity < 1 else ""
        self.parts.append(f'<path d="{outline}" fill="{fill}"{veil}/>')

    def polygon(self, points: Sequence[Point], fill: str, opacity: float = 1) -> None:
        self.plane("M" + "L".join(pair(point) for point in points) + "z", fill, opacity)

    def box(self, x: float, y: float, width: float, height: float, fill: str) -> None:
        self.plane(f"M{x:.0f} {y:.0f}h{width:.0f}v{height:.0f}h{-width:.0f}z", fill)

    def disc(self, x: float, y: float, radius: float, fill: str, opacity: float = 1) -> None:
        veil = f' opacity="{opacity:g}"' if opacity < 1 else ""
        self.parts.append(f'<circle cx="{x:.0f}" cy="{y:.0f}" r="{radius:.0f}" fill="{fill}"{veil}/>')

    def discs(self, centres: Sequence[Point], radius: float, fill: str, opacity: float = 1) -> None:
        """Many discs of one size, in one path."""
        turn = f"a{radius:.0f} {radius:.0f} 0 1 1 0 .1z"
        self.plane("".join(f"M{pair(centre)}{turn}" for centre in centres), fill, opacity)

    def line(self, points: Sequence[Point], colour: str, width: float) -> None:
        self.parts.append(
            f'<path d="{curve(points)}" fill="none" stroke="{colour}" stroke-width="{width:g}" stroke-linecap="round"/>'
        )

    def svg(self, definitions: str = "") -> str:
        body = "".join(self.parts)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
            f'preserveAspectRatio="xMidYMid slice">{definitions}{body}</svg>'
        )


def pair(point: Point) -> str:
    return f"{point[0]:.0f} {point[1]:.0f}"


def curve(points: Sequence[Point]) -> str:
    """A smooth line through the points (Catmull-Rom, as cubic Béziers)."""
    path = "M" + pair(points[0])
    for i in range(len(points) - 1):
        before, here = points[max(i - 1, 0)], points[i]
        there, after = points[i + 1], points[min(i + 2, len(points) - 1)]
        first = (here[0] + (there[0] - before[0]) / 6, here[1] + (there[1] - before[1]) / 6)
        second = (there[0] - (after[0] - here[0]) / 6, there[1] - (after[1] - here[1]) / 6)
        path += f"C{pair(first)} {pair(second)} {pair(there)}"
    return path


def ground(points: Sequence[Point]) -> str:
    """Everything under the line."""
    return f"{curve(points)}V{HEIGHT}H{points[0][0]:.0f}z"


def ridge(chance: Random, level: float, swell: float, steps: int = 9) -> list[Point]:
    """A horizon across the sheet around ``level``, never twice the same."""
    first, second = chance.uniform(0, 6.3), chance.uniform(0, 6.3)
    slow, quick = chance.uniform(0.5, 1.1), chance.uniform(1.5, 2.6)
    line = []
    for step in range(steps + 1):
        x = -20 + (WIDTH + 40) * step / steps
        turn = 2 * math.pi * step / steps
        line.append(
            (x, level - swell * (0.65 * math.sin(slow * turn + first) + 0.35 * math.sin(quick * turn + second)))
        )
    return line


def height_at(line: Sequence[Point], x: float) -> float:
    """Height of the horizon above ``x``, read on the straight between its two neighbours."""
    for left, right in pairwise(line):
        if left[0] <= x <= right[0]:
            share = (x - left[0]) / (right[0] - left[0] or 1)
            return left[1] + (right[1] - left[1]) * share
    return line[-1][1]
