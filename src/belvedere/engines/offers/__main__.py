"""``python -m belvedere.engines.offers FEED --summary``."""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator

import orjson

from .errors import FeedError, ObjectError
from .feed import FeedReader
from .ontology import FAMILY_LABELS, label, leaves
from .parse import parse_object
from .score import completeness
from .shapes import Memo
from .types import IncomingOffer

Failure = tuple[str, str]


def main(argv: list[str] | None = None) -> int:
    """0: all read. 1: some objects failed, listed on stderr. 2: the feed itself is refused, in one sentence."""
    parser = argparse.ArgumentParser(prog="offers", description="Lit un flux DATAtourisme et dit ce qu’il contient.")
    parser.add_argument("feed", help="flux zip du diffuseur, dossier déplié, ou fichier JSON / JSON-LD")
    parser.add_argument("--summary", action="store_true", help="compte par famille, type, avertissement (par défaut)")
    parser.add_argument("--jsonl", action="store_true", help="écrit une ligne JSON par offre au lieu du résumé")
    options = parser.parse_args(argv)
    reader = FeedReader(options.feed)
    failures: list[Failure] = []
    try:
        offers = _offers(reader, failures)
        if options.jsonl:
            _write_lines(offers)
        if options.summary or not options.jsonl:
            print(_summary(offers, failures, reader))
    except FeedError as error:
        print(error, file=sys.stderr)
        return 2
    failures += [(failure.place, failure.sentence) for failure in reader.failures]
    for place, sentence in failures:
        print(f"{place} : {sentence}", file=sys.stderr)
    return 1 if failures else 0


def _offers(reader: FeedReader, failures: list[Failure]) -> Iterator[IncomingOffer]:
    memo, since = Memo(), time.monotonic()
    for count, (place, raw) in enumerate(reader, 1):
        if time.monotonic() - since > 2:
            since = time.monotonic()
            print(f"{count} objets lus…", file=sys.stderr)
        try:
            yield parse_object(raw, memo=memo)
        except ObjectError as error:
            failures.append((place, str(error)))


def _write_lines(offers: Iterable[IncomingOffer]) -> None:
    for offer in offers:
        sys.stdout.buffer.write(orjson.dumps(offer, default=_plain, option=orjson.OPT_APPEND_NEWLINE))


def _plain(value: object) -> object:
    """Named tuples as objects, decimals as texts."""
    return value._asdict() if hasattr(value, "_asdict") else str(value)


def _summary(offers: Iterable[IncomingOffer], failures: list[Failure], reader: FeedReader) -> str:
    families, types, warnings, rest = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    total = percent = 0
    for offer in offers:
        total += 1
        percent += completeness(offer).percent
        families.update(offer.families or ("sans famille",))
        types.update(leaves(offer.types))
        warnings.update(warning.sentence.partition("\u00a0:")[0] for warning in offer.warnings)
        rest.update(path.split("/")[1] for path in offer.rest)
    lines = [f"{total} offres lues, {len(failures) + len(reader.failures)} refusées"]
    if total:
        lines.append(f"complétude moyenne : {percent / total:.0f} %")
    named = Counter({FAMILY_LABELS.get(name, (name,))[0]: count for name, count in families.items()})
    for title, counter in (
        ("Familles", named),
        ("Types", Counter({label(name): count for name, count in types.items()})),
        ("Avertissements", warnings),
        ("Gardé à part", rest),
    ):
        lines.append(f"{title} :")
        lines += [f"  {count:>7}  {name}" for name, count in counter.most_common(15)]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
