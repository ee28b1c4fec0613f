"""What the search box offers while one types: communes, then names of offers."""

from dataclasses import dataclass
from typing import Any

from rapidfuzz import process
from tantivy import Occur, Query

from belvedere.engines import offers

from . import sidecar
from .index import analyser, schema, searcher


@dataclass(frozen=True)
class Suggestion:
    """``kind``: offer or commune. ``key``: the offer's number or the INSEE code."""

    kind: str
    label: str
    key: str


def autocomplete(text: str, *, destination_id: int | None, language: str, limit: int = 8) -> tuple[Suggestion, ...]:
    """Communes where the text begins the name of one, then names of offers. Raises IndexMissing."""
    words = analyser("plain").analyze(text)
    if not words:
        return ()
    inside = _inside(destination_id)
    places = _communes(words, language, inside, 2)
    return (*places, *_names(words, inside, limit - len(places)))


def _inside(destination_id: int | None) -> list[tuple[Occur, Query]]:
    if destination_id is None:
        return []
    query = Query.term_query(schema(), "destinations", destination_id)
    return [(Occur.Must, Query.const_score_query(query, 0.0))]


def _communes(words: list[str], language: str, inside: list[tuple[Occur, Query]], limit: int) -> tuple[Suggestion, ...]:
    """Those that hold an offer of the destination."""
    known = sidecar.kept(sidecar.VOCABULARY, _commune_names)
    wanted = " ".join(words)
    hits = {line["key"]: line.get(language) or line["fr"] for line, name in known if name.startswith(wanted)}
    ranked = process.extract(wanted, hits, limit=4 * limit)
    found = [Suggestion("commune", label, code) for label, _score, code in ranked if _some(code, inside)]
    return tuple(found[:limit])


def _commune_names(lines: list[Any]) -> list[tuple[dict[str, str], str]]:
    """The communes of the vocabulary, each with its name as it is compared."""
    return [(line, offers.normal_name(line["fr"])) for line in lines if line["facet"] == "commune"]


def _some(commune: str, inside: list[tuple[Occur, Query]]) -> bool:
    query = Query.term_query(schema(), "commune", commune, "basic")
    return bool(searcher().search(Query.boolean_query([*inside, (Occur.Must, query)]), 1).count)


def _names(words: list[str], inside: list[tuple[Occur, Query]], limit: int) -> tuple[Suggestion, ...]:
    beginning = Query.phrase_prefix_query(schema(), "plain", list(words))
    view = searcher()
    hits = view.search(Query.boolean_query([*inside, (Occur.Must, beginning)]), limit, weight_by_field="quality").hits
    documents = [view.doc(address) for _score, address in hits]
    return tuple(Suggestion("offer", str(d.get_first("label")), str(d.get_first("id"))) for d in documents)
