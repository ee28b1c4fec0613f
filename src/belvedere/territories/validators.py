"""Pure checks: a brand's colours can be read, its logo is nothing but a drawing."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from belvedere.shell import palette as colours

#: WCAG 2.2, level AA: text, then large titles and the shapes of the interface.
TEXT, SHAPE = 4.5, 3.0
LARGEST_LOGO = 200_000

SVG = "{http://www.w3.org/2000/svg}"
DRAWING = {
    "svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan", "title", "desc",
    "defs", "linearGradient", "radialGradient", "stop", "clipPath", "mask", "symbol", "use", "pattern",
}  # fmt: skip
ATTRIBUTES = {
    "id", "viewBox", "width", "height", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry", "d", "points",
    "transform", "fill", "fill-opacity", "fill-rule", "stroke", "stroke-width", "stroke-linecap", "stroke-linejoin",
    "stroke-miterlimit", "stroke-dasharray", "stroke-opacity", "opacity", "clip-path", "clip-rule", "mask", "offset",
    "stop-color", "stop-opacity", "gradientUnits", "gradientTransform", "patternUnits", "patternTransform",
    "preserveAspectRatio", "font-family", "font-size", "font-weight", "text-anchor", "letter-spacing", "href", "role",
    "aria-label", "fx", "fy", "spreadMethod", "clipPathUnits", "maskUnits",
}  # fmt: skip
INSIDE = re.compile(r"^url\(#[\w.-]+\)$|^#[\w.-]+$")


@dataclass(frozen=True)
class Reading:
    """How well a colour reads on a ground: the ratio, whether it is enough, the sentence to show."""

    colour: str
    ratio: float
    enough: bool
    sentence: str


def check_palette(palette: Any) -> None:
    """Raises ValidationError unless this is a table of our colour names to ``#rrggbb``."""
    if not isinstance(palette, Mapping):
        raise ValidationError(_("La palette n’est pas une table de couleurs."))
    for name, value in palette.items():
        if name not in colours.HOUSE:
            raise ValidationError(
                _("« %(name)s » n’est pas une couleur de la palette : %(known)s.")
                % {"name": name, "known": ", ".join(colours.HOUSE)}
            )
        if not isinstance(value, str) or not colours.HEX.match(value):
            raise ValidationError(_("« %(value)s » n’est pas une couleur : écrivez-la #rrvvbb.") % {"value": value})


def readings(palette: Mapping[str, str]) -> list[Reading]:
    """Every pair of colours that a page sets text in, as the brand gave them and as the page will correct them."""
    primary, accent = colours.chosen(palette)
    themes = {"light": colours.light_theme(palette), "dark": colours.dark_theme(palette)}
    return [
        _reading(_("Titres et liens sur papier"), primary, "#ffffff", TEXT, themes["light"]["brand-ink"]),
        _reading(_("Texte blanc sur la couleur principale"), "#ffffff", primary, TEXT, themes["light"]["brand"]),
        _reading(_("Couleur d’accent sur papier"), accent, "#ffffff", SHAPE, themes["light"]["accent-ink"]),
        _reading(_("Titres et liens la nuit"), primary, themes["dark"]["surface"], TEXT, themes["dark"]["brand-ink"]),
    ]


def _reading(label: str, ink: str, ground: str, wanted: float, corrected: str) -> Reading:
    ratio = colours.contrast(ink, ground)
    figures = {"label": label, "ratio": _figure(ratio), "wanted": _figure(wanted), "corrected": corrected}
    if ratio >= wanted:
        return Reading(ink, ratio, True, _("%(label)s : contraste %(ratio)s, suffisant.") % figures)
    return Reading(
        ink,
        ratio,
        False,
        _("%(label)s : contraste %(ratio)s, il en faut %(wanted)s. Les pages utiliseront %(corrected)s à la place.")
        % figures,
    )


def _figure(value: float) -> str:
    return f"{value:.1f}".replace(".", ",")


def clean_logo(source: str) -> str:
    """The drawing alone: no script, no style sheet, no event, no reference out of the file.

    Raises ValidationError where the text is not an SVG, or is too heavy.
    """
    if not source.strip():
        return ""
    if len(source) > LARGEST_LOGO:
        raise ValidationError(_("Le logo dépasse 200 Ko : simplifiez le dessin."))
    if "<!DOCTYPE" in source or "<!ENTITY" in source:
        raise ValidationError(_("Le logo contient une déclaration DOCTYPE : exportez-le en « SVG simple »."))
    try:
        root = ElementTree.fromstring(source)  # noqa: S314 - entities are refused above
    except ElementTree.ParseError as fault:
        line, column = fault.position
        sentence = _(
            "Le logo n’est pas un SVG valable (ligne %(line)s, colonne %(column)s)\N{NO-BREAK SPACE}: réexportez-le."
        )
        raise ValidationError(sentence % {"line": line, "column": column + 1}) from fault
    if root.tag != f"{SVG}svg":
        raise ValidationError(_("Le logo doit être un dessin SVG : le premier élément n’est pas <svg>."))
    _prune(root)
    ElementTree.register_namespace("", SVG[1:-1])
    return ElementTree.tostring(root, encoding="unicode")


def _prune(element: ElementTree.Element) -> None:
    kept = {}
    for name, value in element.attrib.items():
        short = name.rpartition("}")[2]
        points_out = ("url(" in value or short == "href") and not INSIDE.match(value.strip())
        if short in ATTRIBUTES and not points_out and "javascript:" not in value.lower():
            kept[short] = value
    element.attrib.clear()
    element.attrib.update(kept)
    for child in list(element):
        if (
            not isinstance(child.tag, str)
            or not child.tag.startswith(SVG)
            or child.tag.removeprefix(SVG) not in DRAWING
        ):
            element.remove(child)
        else:
            _prune(child)


def unknown_codes(wanted: Iterable[str], known: Iterable[str]) -> list[str]:
    """What was asked for and does not exist, in the order it was asked."""
    present = set(known)
    return [code for code in dict.fromkeys(wanted) if code not in present]
