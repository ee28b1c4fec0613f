"""The search index: a rebuildable cache of the active offers, read here, written by ``actions.index`` alone.

The folder's name carries a digest of the schema: a new schema is a new folder, and the old one is never misread.
"""

import hashlib
import json
import threading
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import tantivy
from django.conf import settings

#: Language → name of tantivy's stemmer and stop words. French is read as people type it: see docs/why/recherche.md.
ANALYSERS = {
    "fr": "french",
    "en": "english",
    "de": "german",
    "nl": "dutch",
    "es": "spanish",
    "it": "italian",
}
#: Columns whose values are counted beside the results.
FACETS = ("types", "commune", "themes", "labels", "accessibility", "price_band")
KEYWORDS = ("types", "commune", "themes", "labels", "accessibility")
VERSION = 4


#: Coordinates are held as whole millionths of a degree (11 cm) from −180: numbers of less than 32 bits are compared
#: eight at a time, floats one by one.
MICRO, SHIFT = 1_000_000, 180


class IndexMissing(Exception):
    """The index has not been built yet; the worker builds it, or ``./belvedere index rebuild``."""


def words_of(language: str) -> str:
    """Name of the text columns' suffix for a language; languages without an analyser are read as French."""
    return language if language in ANALYSERS else "fr"


def micro(degrees: float) -> int:
    """A coordinate as the index holds it."""
    return round((min(max(degrees, -SHIFT), SHIFT) + SHIFT) * MICRO)


def degrees(held: int) -> float:
    return held / MICRO - SHIFT


@lru_cache(maxsize=1)
def schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("id", stored=True, indexed=True, fast=True)
    for name in KEYWORDS:
        builder.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field("price_band", indexed=True, fast=True)
    builder.add_unsigned_field("families", indexed=True, fast=True)
    builder.add_unsigned_field("destinations", indexed=True)
    builder.add_unsigned_field("schedule", indexed=True)
    builder.add_unsigned_field("lon", fast=True)
    builder.add_unsigned_field("lat", fast=True)
    builder.add_unsigned_field("quality", fast=True)
    builder.add_text_field("label", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("sort_name", fast=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("plain", stored=True, tokenizer_name="plain", index_option="position")
    for language in ANALYSERS:
        builder.add_text_field(f"name_{language}", tokenizer_name=language, index_option="freq")
        builder.add_text_field(f"body_{language}", tokenizer_name=language, index_option="freq")
    return builder.build()


@cache
def analyser(language: str) -> tantivy.TextAnalyzer:
    """Lower case, stop words, accents folded, then stemmed: in that order, « musee » finds « Musées »."""
    chain = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple()).filter(tantivy.Filter.lowercase())
    if language != "plain":
        chain = chain.filter(tantivy.Filter.stopword(ANALYSERS[language]))
    chain = chain.filter(tantivy.Filter.ascii_fold())
    if language != "plain":
        chain = chain.filter(tantivy.Filter.stemmer(ANALYSERS[language]))
    return chain.build()


def folder() -> Path:
    """Where the index of this schema lives."""
    shape = json.dumps([VERSION, sorted(ANALYSERS.items()), FACETS, KEYWORDS])
    return Path(settings.SEARCH_INDEX) / hashlib.sha256(shape.encode()).hexdigest()[:12]


def open_index(place: Path) -> tantivy.Index:
    index = tantivy.Index(schema(), path=str(place))
    for language in (*ANALYSERS, "plain"):
        index.register_tokenizer(language, analyser(language))
    return index


@dataclass
class _Reader:
    index: tantivy.Index
    stamp: int


_readers: dict[Path, _Reader] = {}
_lock = threading.Lock()


def stamp() -> int:
    """Changes with each commit of the writer. Raises IndexMissing."""
    try:
        return (folder() / "meta.json").stat().st_mtime_ns
    except FileNotFoundError:
        raise IndexMissing("L’index de recherche n’est pas encore construit.") from None


def searcher() -> tantivy.Searcher:
    """A view of the latest commit, shared by the threads of the process. Raises IndexMissing."""
    place, now = folder(), stamp()
    with _lock:
        reader = _readers.get(place)
        if reader is None:
            reader = _readers[place] = _Reader(open_index(place), now)
        elif reader.stamp != now:
            reader.index.reload()
            reader.stamp = now
        return reader.index.searcher()
