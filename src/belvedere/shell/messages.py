"""Compiles the catalogues of translations (.po → .mo) without gettext's tools, which a machine may lack."""

import ast
import os
import struct
from collections.abc import Iterator
from pathlib import Path

LOCALE = Path(__file__).parent / "locale"
MAGIC = 0x950412DE


class CatalogueError(Exception):
    """A catalogue that cannot be read; the message gives the file, the line and what is wrong."""


def compile_catalogues(folder: Path = LOCALE) -> list[Path]:
    """Compiles every catalogue that is newer than its compiled form. Returns the files written.
    Raises CatalogueError."""
    written = []
    for source in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            # Two processes may find the same catalogue due at once: each has a file of its own until it is whole.
            partial = target.with_suffix(f".{os.getpid()}")
            partial.write_bytes(binary(read(source)))
            partial.replace(target)
            written.append(target)
    return written


def read(source: Path) -> dict[str, str]:
    """Message → translation, as gettext keys them: plural forms joined by NUL, contexts by EOT, header under ""."""
    found: dict[str, str] = {}
    for entry in _entries(source):
        forms = [entry[name] for name in sorted(entry) if name.startswith("msgstr")]
        if not all(forms):
            continue
        key = entry["msgid"] + (f"\0{entry['msgid_plural']}" if "msgid_plural" in entry else "")
        found[f"{entry['msgctxt']}\x04{key}" if "msgctxt" in entry else key] = "\0".join(forms)
    return found


def _entries(source: Path) -> Iterator[dict[str, str]]:
    """Entries by keyword (msgid, msgid_plural, msgstr, msgstr[0]…); fuzzy and obsolete ones are left out."""
    entry: dict[str, str] = {}
    last, fuzzy = "", False
    for number, line in enumerate([*source.read_text(encoding="utf-8").splitlines(), ""], 1):
        line = line.strip()
        starts_another = line.startswith("#") or not line or (line.startswith("msgid ") and last.startswith("msgstr"))
        if starts_another and any(name.startswith("msgstr") for name in entry):
            if not fuzzy:
                yield entry
            entry, last, fuzzy = {}, "", False
        if line.startswith("#"):
            fuzzy = fuzzy or (line.startswith("#,") and "fuzzy" in line)
        elif line:
            keyword, quoted = ("", line) if line.startswith('"') else line.split(" ", 1)
            last = keyword or last
            try:
                entry[last] = entry.get(last, "") + str(ast.literal_eval(quoted))
            except (SyntaxError, ValueError):
                raise CatalogueError(f"{source}, ligne {number} : texte illisible. Vérifiez les guillemets.") from None


def binary(messages: dict[str, str]) -> bytes:
    """The .mo of these messages: sorted keys, two tables of (length, offset), then the texts."""
    pairs = sorted((key.encode(), value.encode()) for key, value in messages.items())
    start = 7 * 4 + 16 * len(pairs)
    tables: tuple[list[int], list[int]] = ([], [])
    texts = b""
    for side, table in enumerate(tables):
        for pair in pairs:
            table += [len(pair[side]), start + len(texts)]
            texts += pair[side] + b"\0"
    header = struct.pack("<7I", MAGIC, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, 0)
    return header + b"".join(struct.pack(f"<{len(table)}I", *table) for table in tables) + texts
