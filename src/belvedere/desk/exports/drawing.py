"""The map of a printed sheet, as SVG: our own outlines, the route, numbered steps, a scale."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians
from xml.sax.saxutils import escape

from belvedere.desk.queries.ground import Ground

WIDTH, HEIGHT, MARGIN = 680.0, 420.0, 46.0
KM_PER_DEGREE = 111.2
INK, LAND, EDGE, PAPER = "#1d2a29", "#eef2ea", "#c3cdbf", "#ffffff"
SCALES = (0.5, 1, 2, 5, 10, 20, 50, 100)


@dataclass(frozen=True)
class Frame:
    """From degrees to the drawing; ``scale`` in units a degree of latitude."""

    west: float
    north: float
    scale: float
    stretch: float

    def at(self, lon: float, lat: float) -> tuple[float, float]:
        return (lon - self.west) * self.stretch * self.scale, (self.north - lat) * self.scale

    @property
    def box(self) -> tuple[float, float, float, float]:
        """West, south, east, north of the whole sheet."""
        east = self.west + WIDTH / self.scale / self.stretch
        return self.west, self.north - HEIGHT / self.scale, east, self.north


def frame_of(points: Sequence[tuple[float, float]]) -> Frame:
    """Holds every point (lon, lat) with a margin; at least two kilometres wide."""
    lons, lats = [x for x, _y in points], [y for _x, y in points]
    stretch = cos(radians(sum(lats) / len(lats)))
    wide = max((max(lons) - min(lons)) * stretch, 2 / KM_PER_DEGREE)
    tall = max(max(lats) - min(lats), 1.2 / KM_PER_DEGREE)
    scale = min((WIDTH - 2 * MARGIN) / wide, (HEIGHT - 2 * MARGIN) / tall)
    middle = (min(lons) + max(lons)) / 2, (min(lats) + max(lats)) / 2
    return Frame(middle[0] - WIDTH / 2 / scale / stretch, middle[1] + HEIGHT / 2 / scale, scale, stretch)


def draw(
    frame: Frame, land: Ground, start: tuple[float, float], routes: Sequence[Sequence[tuple[int, float, float]]], *,
    colour: str, end: tuple[float, float] | None = None,
) -> str:  # fmt: skip
    """``routes``: one list of (number, lon, lat) a day."""
    parts = [f'<rect width="{WIDTH:g}" height="{HEIGHT:g}" fill="{LAND if not land.outlines else PAPER}"/>']
    for ring in land.outlines:
        parts.append(f'<polygon points="{_points(frame, ring)}" fill="{LAND}" stroke="{EDGE}" stroke-width="0.8"/>')
    taken = [frame.at(*start), *(frame.at(lon, lat) for route in routes for _number, lon, lat in route)]
    for name, lon, lat in land.names:
        x, y = frame.at(lon, lat)
        if all(abs(x - a) > 40 or abs(y - b) > 16 for a, b in taken) and 40 < x < WIDTH - 40 and 14 < y < HEIGHT - 14:
            taken.append((x, y))
            parts.append(f'<text x="{x:.1f}" y="{y:.1f}" class="n">{escape(name)}</text>')
    for route in routes:
        way = [start, *((lon, lat) for _number, lon, lat in route), end or start]
        parts.append(f'<polyline points="{_points(frame, way)}" fill="none" stroke="{colour}" stroke-width="2.4" '
                     'stroke-dasharray="7 4" stroke-linejoin="round"/>')  # fmt: skip
    parts += [_square(frame, place) for place in (start, end) if place is not None]
    for route in routes:
        parts += [_numbered(frame, number, lon, lat, colour) for number, lon, lat in route]
    parts.append(_ruler(frame))
    style = (
        "<style>text{font-family:'Liberation Sans',Arial,sans-serif;text-anchor:middle}.n{font-size:12px;fill:#566}"
        f".d{{font-size:13px;font-weight:bold;fill:{PAPER}}}.s{{font-size:11px;fill:{INK}}}</style>"
    )
    size = f'viewBox="0 0 {WIDTH:g} {HEIGHT:g}" width="{WIDTH:g}" height="{HEIGHT:g}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{style}{"".join(parts)}</svg>'


def _points(frame: Frame, places: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in (frame.at(lon, lat) for lon, lat in places))


def _square(frame: Frame, place: tuple[float, float]) -> str:
    x, y = frame.at(*place)
    return (
        f'<rect x="{x - 6:.1f}" y="{y - 6:.1f}" width="12" height="12" fill="{INK}" stroke="{PAPER}" stroke-width="2"/>'
    )


def _numbered(frame: Frame, number: int, lon: float, lat: float, colour: str) -> str:
    x, y = frame.at(lon, lat)
    dot = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="11" fill="{colour}" stroke="{PAPER}" stroke-width="2"/>'
    return f'{dot}<text x="{x:.1f}" y="{y + 4.5:.1f}" class="d">{number}</text>'


def _ruler(frame: Frame) -> str:
    unit = frame.scale / KM_PER_DEGREE
    length = max((km for km in SCALES if km * unit <= 150), default=SCALES[0])
    x, y = 16.0, HEIGHT - 14
    bar = f'<path d="M{x:g} {y - 5:g}v5h{length * unit:.1f}v-5" fill="none" stroke="{INK}" stroke-width="1.4"/>'
    return f'{bar}<text x="{x + length * unit / 2:.1f}" y="{y - 5:g}" class="s">{length:g} km</text>'
