"""From the two colours of a brand to every colour of a page, light and dark, with contrast guaranteed.

Colours travel through OKLCH (Ottosson 2020), where lightness can move while the hue stays the brand's own. Text colours
are moved until they reach WCAG 2.2 AA with a margin (``TEXT``) on the darkest or lightest ground they are printed on.
"""

import math
import re
from collections.abc import Mapping
from functools import lru_cache

HOUSE = {"primary": "#1f5a54", "accent": "#e0a526"}
TEXT = 5.0  # WCAG asks 4.5; the margin pays for rounding and for tinted grounds
HEX = re.compile(r"^#[0-9a-fA-F]{6}$")


def channels(colour: str) -> tuple[float, float, float]:
    """Linear-light red, green, blue of ``#rrggbb``, each 0..1."""
    srgb = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in srgb)
    return red, green, blue


def contrast(one: str, other: str) -> float:
    """WCAG contrast ratio, 1..21."""
    shades = []
    for colour in (one, other):
        red, green, blue = channels(colour)
        shades.append(0.2126 * red + 0.7152 * green + 0.0722 * blue)
    low, high = sorted(shades)
    return (high + 0.05) / (low + 0.05)


def to_oklch(colour: str) -> tuple[float, float, float]:
    """Lightness 0..1, chroma, hue in radians."""
    red, green, blue = channels(colour)
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    medium = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    light = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    return light, math.hypot(a, b), math.atan2(b, a)


def from_oklch(light: float, chroma: float, hue: float) -> str:
    """``#rrggbb``; a chroma that the screen cannot show is lowered until it can."""
    while True:
        a, b = chroma * math.cos(hue), chroma * math.sin(hue)
        long = (light + 0.3963377774 * a + 0.2158037573 * b) ** 3
        medium = (light - 0.1055613458 * a - 0.0638541728 * b) ** 3
        short = (light - 0.0894841775 * a - 1.2914855480 * b) ** 3
        linear = (
            4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
            -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
            -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
        )
        if chroma <= 0 or all(-0.0005 <= value <= 1.0005 for value in linear):
            break
        chroma = max(0.0, chroma - 0.005)
    return "#" + "".join(f"{round(255 * _gamma(min(1.0, max(0.0, value)))):02x}" for value in linear)


def _gamma(value: float) -> float:
    return 12.92 * value if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055


def mix(one: str, other: str, share: float) -> str:
    """``share`` of ``other`` in ``one``, as the eye mixes them (OKLAB)."""
    parts = []
    for light, chroma, hue in (to_oklch(one), to_oklch(other)):
        parts.append((light, chroma * math.cos(hue), chroma * math.sin(hue)))
    light, a, b = (first + (second - first) * share for first, second in zip(*parts, strict=True))
    return from_oklch(light, math.hypot(a, b), math.atan2(b, a))


@lru_cache(maxsize=1024)  # every page asks again for its brand's colours
def readable(colour: str, *grounds: str, wanted: float = TEXT) -> str:
    """``colour`` moved in lightness, away from the grounds, until it can be read on every one of them."""
    light, chroma, hue = to_oklch(colour)
    step = -0.01 if sum(to_oklch(ground)[0] for ground in grounds) / len(grounds) > 0.5 else 0.01
    while min(contrast(colour, ground) for ground in grounds) < wanted and 0 <= light + step <= 1:
        light += step
        colour = from_oklch(light, chroma, hue)
    return colour


def ink_for(ground: str) -> str:
    """Black or white enough to be read on ``ground``."""
    return max(("#ffffff", "#14201f"), key=lambda ink: contrast(ink, ground))


def chosen(palette: Mapping[str, str]) -> tuple[str, str]:
    """The brand's two colours; what is missing or is not a colour is the house's."""
    picked = [str(palette.get(name, "")) for name in HOUSE]
    kept = [value if HEX.match(value) else HOUSE[name] for name, value in zip(HOUSE, picked, strict=True)]
    return kept[0], kept[1]


def filled(colour: str) -> tuple[str, str]:
    """A ground of this colour and the ink to print on it, the ground moved until the ink can be read."""
    ink = ink_for(colour)
    return readable(colour, ink), ink


def light_theme(palette: Mapping[str, str]) -> dict[str, str]:
    primary, accent = chosen(palette)
    _, chroma, hue = to_oklch(primary)
    tint = from_oklch(0.945, min(chroma, 0.017), hue)
    paper = "#fbf9f5"
    fill = readable(primary, "#ffffff", wanted=5.6)
    mark, on_mark = filled(accent)
    return {
        "paper": paper,
        "surface": "#ffffff",
        "sunken": "#f3efe8",
        "ink": from_oklch(0.25, min(chroma, 0.025), hue),
        "muted": from_oklch(0.46, min(chroma, 0.02), hue),
        "line": "#e2dcd1",
        "edge": "#8b867c",
        "brand": fill,
        "on-brand": "#ffffff",
        "brand-ink": readable(primary, tint, "#f3efe8"),
        "brand-tint": tint,
        "deep": from_oklch(0.27, min(chroma, 0.055), hue),
        "on-deep": "#f6f3ec",
        "accent": mark,
        "on-accent": on_mark,
        "accent-ink": readable(accent, tint, "#f3efe8"),
        "good": "#1d6b3d",
        "bad": "#a3261d",
    }


def dark_theme(palette: Mapping[str, str]) -> dict[str, str]:
    primary, accent = chosen(palette)
    light, chroma, hue = to_oklch(primary)
    soft = min(chroma, 0.018)
    paper, surface, sunken = (from_oklch(level, soft, hue) for level in (0.19, 0.235, 0.16))
    tint = from_oklch(0.31, min(chroma, 0.04), hue)
    fill = from_oklch(max(light, 0.8), min(chroma, 0.11), hue)
    mark, on_mark = filled(accent)
    return {
        "paper": paper,
        "surface": surface,
        "sunken": sunken,
        "ink": "#f0ece4",
        "muted": "#b9b6ae",
        "line": from_oklch(0.34, soft, hue),
        "edge": "#8f8d86",
        "brand": fill,
        "on-brand": ink_for(fill),
        "brand-ink": readable(primary, tint, surface),
        "brand-tint": tint,
        "deep": from_oklch(0.145, min(chroma, 0.03), hue),
        "on-deep": "#f0ece4",
        "accent": mark,
        "on-accent": on_mark,
        "accent-ink": readable(accent, tint, surface),
        "good": "#7fd09b",
        "bad": "#ff9d92",
    }


def css(palette: Mapping[str, str]) -> str:
    """The two themes as custom properties, for the page's own ``<style>``."""
    light, dark = (
        "".join(f"--{name}:{value};" for name, value in theme(palette).items()) for theme in (light_theme, dark_theme)
    )
    return (
        f":root{{color-scheme:light;{light}}}"
        f"@media(prefers-color-scheme:dark){{:root{{color-scheme:dark;{dark}}}}}"
        f"@media print{{:root{{color-scheme:light;{light}}}}}"
    )
