"""Open-data catalogues as portals harvest them: DCAT-AP 3, in JSON-LD and in RDF/XML, from plain descriptions."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from xml.etree import ElementTree as xml

NAMES = {
    "dcat": "http://www.w3.org/ns/dcat#", "dct": "http://purl.org/dc/terms/", "foaf": "http://xmlns.com/foaf/0.1/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "xsd": "http://www.w3.org/2001/XMLSchema#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
}  # fmt: skip
EUROPE = "http://publications.europa.eu/resource/authority"
LANGUAGE = f"{EUROPE}/language/FRA"
#: Our paces → those of the European vocabulary.
PACES = {"D": "DAILY", "W": "WEEKLY", "M": "MONTHLY", "Q": "QUARTERLY", "Y": "ANNUAL"}
FORMATS = {"CSV": "text/csv", "PARQUET": "application/vnd.apache.parquet", "JSON": "application/json"}
#: Licences that bear an address of their own; any other is told by its words.
LICENCES = {
    "Licence Ouverte / Etalab": f"{EUROPE}/licence/LICENCE_OUVERTE_2_0",
    "LO": f"{EUROPE}/licence/LICENCE_OUVERTE_2_0",
    "ODbL": f"{EUROPE}/licence/ODC_BL",
    "CC BY 4.0": f"{EUROPE}/licence/CC_BY_4_0",
}


@dataclass(frozen=True)
class File:
    """One form of a dataset. ``form``: a key of FORMATS."""

    url: str
    form: str


@dataclass(frozen=True)
class Dataset:
    """``url``: its page, which also names it. ``pace``: D, W, M, Q or Y."""

    url: str
    identifier: str
    title: str
    description: str
    publisher: str
    licence: str
    files: tuple[File, ...]
    place: str = ""
    pace: str = ""
    first: date | None = None
    last: date | None = None
    modified: date | None = None


@dataclass(frozen=True)
class Catalogue:
    url: str
    title: str
    description: str
    publisher: str
    datasets: tuple[Dataset, ...]


def as_jsonld(catalogue: Catalogue) -> dict[str, Any]:
    """Every property that DCAT-AP asks for, in the order a person reads."""
    return {
        "@context": {name: NAMES[name] for name in NAMES if name != "rdf"},
        "@id": catalogue.url,
        "@type": "dcat:Catalog",
        "dct:title": _french(catalogue.title),
        "dct:description": _french(catalogue.description),
        "dct:publisher": _agent(catalogue.publisher),
        "dct:language": {"@id": LANGUAGE},
        "foaf:homepage": {"@id": catalogue.url},
        "dcat:dataset": [_dataset(one) for one in catalogue.datasets],
    }


def _dataset(one: Dataset) -> dict[str, Any]:
    found: dict[str, Any] = {
        "@id": one.url,
        "@type": "dcat:Dataset",
        "dct:identifier": one.identifier,
        "dct:title": _french(one.title),
        "dct:description": _french(one.description),
        "dct:publisher": _agent(one.publisher),
        "dcat:theme": {"@id": f"{EUROPE}/data-theme/ECON"},
        "dct:language": {"@id": LANGUAGE},
        "dcat:landingPage": {"@id": one.url},
        "dcat:distribution": [_distribution(file, one) for file in one.files],
    }
    if one.place:
        found["dct:spatial"] = {"@type": "dct:Location", "rdfs:label": _french(one.place)}
    if one.pace in PACES:
        found["dct:accrualPeriodicity"] = {"@id": f"{EUROPE}/frequency/{PACES[one.pace]}"}
    if one.modified:
        found["dct:modified"] = _day(one.modified)
    if one.first and one.last:
        found["dct:temporal"] = {
            "@type": "dct:PeriodOfTime", "dcat:startDate": _day(one.first), "dcat:endDate": _day(one.last),
        }  # fmt: skip
    return found


def _distribution(file: File, one: Dataset) -> dict[str, Any]:
    return {
        "@id": file.url,
        "@type": "dcat:Distribution",
        "dct:title": _french(f"{one.title} ({file.form})"),
        "dcat:accessURL": {"@id": file.url},
        "dcat:downloadURL": {"@id": file.url},
        "dct:format": {"@id": f"{EUROPE}/file-type/{file.form}"},
        "dcat:mediaType": {"@id": f"http://www.iana.org/assignments/media-types/{FORMATS[file.form]}"},
        "dct:license": _licence(one.licence),
    }


def _licence(words: str) -> dict[str, Any]:
    if words in LICENCES:
        return {"@id": LICENCES[words]}
    return {"@type": "dct:LicenseDocument", "rdfs:label": _french(words or "licence non précisée")}


def _agent(name: str) -> dict[str, Any]:
    return {"@type": "foaf:Organization", "foaf:name": _french(name)}


def _french(text: str) -> dict[str, str]:
    return {"@value": text, "@language": "fr"}


def _day(day: date) -> dict[str, str]:
    return {"@value": day.isoformat(), "@type": "xsd:date"}


def as_rdf(catalogue: Catalogue) -> bytes:
    """The same as RDF/XML: the JSON-LD written out, so that the two can never differ."""
    for name, address in NAMES.items():
        xml.register_namespace(name, address)
    root = xml.Element(f"{{{NAMES['rdf']}}}RDF")
    root.append(_node(as_jsonld(catalogue)))
    return bytes(xml.tostring(root, encoding="utf-8", xml_declaration=True))


def _node(held: dict[str, Any]) -> xml.Element:
    """A node with its properties, each value one element."""
    element = xml.Element(_tag(held["@type"]))
    if "@id" in held:
        element.set(_tag("rdf:about"), held["@id"])
    for name, value in held.items():
        if name.startswith("@"):
            continue
        for one in value if isinstance(value, list) else [value]:
            _property(element, name, one)
    return element


def _property(parent: xml.Element, name: str, value: Any) -> None:
    element = xml.SubElement(parent, _tag(name))
    if isinstance(value, str):
        element.text = value
    elif "@value" in value:
        element.text = value["@value"]
        if "@language" in value:
            element.set("{http://www.w3.org/XML/1998/namespace}lang", value["@language"])
        if "@type" in value:
            prefix, _, last = value["@type"].partition(":")
            element.set(_tag("rdf:datatype"), NAMES[prefix] + last)
    elif "@type" in value:
        element.append(_node(value))
    else:
        element.set(_tag("rdf:resource"), value["@id"])


def _tag(name: str) -> str:
    prefix, _, last = name.partition(":")
    return f"{{{NAMES[prefix]}}}{last}"
