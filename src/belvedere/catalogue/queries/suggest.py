"""What the search box offers while one types: names of offers, communes, types."""

from dataclasses import dataclass

from rapidfuzz import process
from tantivy import Occur, Query

from belvedere.engines import offers

from . import facets, sidecar
from .index import analyser, schema, searcher


@dataclass(frozen=True)
class Suggestion:
    """``kind``: offer, commune or type. ``key``: the offer's number, the INSEE code or the class."""

    kind: str
    label: str
    key: str


def autocomplete(text: str, *, destination_id: int | None, language: str, limit: int = 8) -> tuple[Suggestion, ...]:
    """Communes and types first, where the text begins one, then names of offers. Raises IndexMissing."""
    words = analyser("plain").analyze(text)
    if not words:
        return ()
    places = _beginning("commune", words, language, 2)
    found = _names(words, destination_id, limit - len(places))
    return (*places, *found)


def _beginning(facet: str, words: list[str], language: str, limit: int) -> tuple[Suggestion, ...]:
    vocabulary = sidecar.kept(sidecar.VOCABULARY, facets.by_code)
    wanted = " ".join(words)
    labels = {code: str(line.get(language) or line["fr"]) for (name, code), line in vocabulary.items() if name == facet}
    hits = [code for code, label in labels.items() if offers.normal_name(label).startswith(wanted)]
    ranked = process.extract(wanted, {code: labels[code] for code in hits}, limit=limit)
    return tuple(Suggestion(facet, label, code) for label, _score, code in ranked)


def _names(words: list[str], destination_id: int | None, limit: int) -> tuple[Suggestion, ...]:
    shape = schema()
    parts = [(Occur.Must, Query.phrase_prefix_query(shape, "plain", list(words)))]
    if destination_id is not None:
        inside = Query.term_query(shape, "destinations", destination_id)
        parts.append((Occur.Must, Query.const_score_query(inside, 0.0)))
    view = searcher()
    hits = view.search(Query.boolean_query(parts), limit, weight_by_field="quality").hits
    documents = [view.doc(address) for _score, address in hits]
    return tuple(Suggestion("offer", doc.get_first("label"), str(doc.get_first("id"))) for doc in documents)
