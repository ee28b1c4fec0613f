"""Outlines of communes from GeoJSON files, gzipped or not, whatever they call the code of a commune."""

import gzip
import json
import math
import re
import zlib
from pathlib import Path
from typing import Any

import shapely

from belvedere.territories.actions.outlines import Outline

CODE_NAMES = ("code", "code_insee", "INSEE_COM", "insee_com", "insee", "codgeo", "CODGEO", "DCOE_C_COD")
NAME_NAMES = ("nom", "name", "NOM_COM", "nom_com", "NOM", "libgeo", "LIBGEO")
LARGEST = 512 * 2**20
METRES_PER_DEGREE = 111_320.0


class BadOutlines(Exception):
    """A file cannot be used; the message names the place and says what to do."""


def year_in(name: str) -> int | None:
    """The year that a file's name carries."""
    found = re.findall(r"(?<!\d)(20\d\d)(?!\d)", name)
    return int(found[-1]) if found else None


def read(file: Path, *, tolerance: float) -> list[Outline]:
    """Outlines of a file, valid, simplified by ``tolerance`` metres with shared borders kept shared."""
    features = _document(file).get("features")
    if not isinstance(features, list):
        raise BadOutlines(f"{file} n’est pas une collection GeoJSON : « features » manque.")
    found = [_outline(file, number, feature) for number, feature in enumerate(features, start=1)]
    if not tolerance:
        return found
    shapes = shapely.coverage_simplify([outline.geometry for outline in found], tolerance / METRES_PER_DEGREE)
    return [
        Outline(outline.code, outline.name, outline.geometry if shape.is_empty else shape)
        for outline, shape in zip(found, shapes, strict=True)
    ]


def _document(file: Path) -> dict[str, Any]:
    try:
        content = file.read_bytes()
        if content[:2] == b"\x1f\x8b":
            with gzip.open(file) as handle:
                content = handle.read(LARGEST + 1)
        if len(content) > LARGEST:
            raise BadOutlines(f"{file} dépasse 512 Mio une fois décompressé : découpez-le par département.")
        document = json.loads(content)
    except (OSError, EOFError, zlib.error) as fault:
        raise BadOutlines(f"{file} est illisible ({fault}).") from fault
    except ValueError as fault:
        raise BadOutlines(f"{file} n’est pas du JSON valable ({fault}).") from fault
    if not isinstance(document, dict):
        raise BadOutlines(f"{file} n’est pas une collection GeoJSON.")
    return document


def _outline(file: Path, number: int, feature: Any) -> Outline:
    try:
        properties = feature["properties"]
        code = next(str(properties[name]) for name in CODE_NAMES if properties.get(name))
        name = next((str(properties[label]) for label in NAME_NAMES if properties.get(label)), code)
        shape = shapely.make_valid(shapely.from_geojson(json.dumps(feature["geometry"])))
    except StopIteration as fault:
        raise BadOutlines(
            f"{file}, objet {number} : aucun code de commune (attendu sous l’un de ces noms : {', '.join(CODE_NAMES)})."
        ) from fault
    except (KeyError, TypeError, AttributeError, shapely.errors.ShapelyError) as fault:
        raise BadOutlines(f"{file}, objet {number} : contour illisible ({fault}).") from fault
    if shape.geom_type == "GeometryCollection":
        shape = shapely.union_all([part for part in shape.geoms if "Polygon" in part.geom_type])
    if "Polygon" not in shape.geom_type or shape.is_empty or not all(map(math.isfinite, shape.bounds)):
        raise BadOutlines(f"{file}, objet {number} ({code}) : le contour n’est pas une surface.")
    west, south, east, north = shape.bounds
    if west < -180 or east > 180 or south < -90 or north > 90:
        raise BadOutlines(f"{file}, objet {number} ({code}) : les coordonnées ne sont pas des longitudes et latitudes.")
    return Outline(code, name, shape)
