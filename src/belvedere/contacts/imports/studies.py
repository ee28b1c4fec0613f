"""The file of an institute: one line a person asked, columns named in its own words or mapped by hand."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from belvedere.contacts.actions import terrain
from belvedere.contacts.actions.studies import StudyRefused
from belvedere.contacts.models import Wave
from belvedere.contacts.validators import normal_name

from .cells import fault_of, table_of, text

#: What a column says, beside the market's traits and those of image; then names that it may bear.
NUMBER, SPONTANEOUS, ASSISTED = "number", "spontaneous", "assisted"
NAMES = {
    NUMBER: ("numero", "identifiant", "id", "repondant", "interview"),
    SPONTANEOUS: ("notoriete spontanee", "spontanee", "spontane", "cite"),
    ASSISTED: ("notoriete assistee", "assistee", "assiste", "connait"),
}
YES = {"1", "oui", "o", "x", "vrai", "yes", "true"}
NO = {"0", "non", "n", "", "faux", "no", "false"}


def wanted(wave: Wave) -> list[tuple[str, str]]:
    """Key and label of each column that can be read."""
    own = [(NUMBER, _("Numéro de la réponse")), (SPONTANEOUS, _("Notoriété spontanée (oui ou non)")),
           (ASSISTED, _("Notoriété assistée (oui ou non)"))]  # fmt: skip
    own += [(f"cell:{trait}", trait) for trait in wave.margins]
    return own + [(f"trait:{name}", name) for name in wave.study.trait_names]


def needed(wave: Wave) -> list[str]:
    return [key for key, _label in wanted(wave) if not key.startswith("trait:")]


def receive_file(*, wave: Wave, name: str, content: bytes, by: Any, now: datetime) -> Wave:
    """Keeps a file with its guessed mapping, that of the last file where the headings are the same. Raises
    StudyRefused."""
    headings = [heading for heading in table_of(name, content, StudyRefused).header if heading]
    known = {key: heading for key, heading in wave.columns.items() if heading in headings}
    return terrain.keep_file(
        wave=wave, name=name, content=content, headings=headings, columns=guessed(wave, headings) | known, by=by,
        now=now,
    )  # fmt: skip


def guessed(wave: Wave, headings: Sequence[str]) -> dict[str, str]:
    at = {normal_name(heading): heading for heading in headings}
    found = {}
    for key, label in wanted(wave):
        names = NAMES.get(key, (normal_name(label),))
        heading = next((at[name] for name in names if name in at), "")
        if heading:
            found[key] = heading
    return found


def try_file(*, wave: Wave) -> list[terrain.Taken]:
    """What its lines would become under the mapping kept with it, nothing written. Raises StudyRefused."""
    return terrain.try_out(wave=wave, said=_lines(wave))


def ask_file(*, wave: Wave, by: Any, now: datetime) -> Wave:
    """Has the worker bring it in, once its columns are told. Raises StudyRefused."""
    terrain.check_kept(wave=wave)
    _places(wave, table_of(wave.name, bytes(wave.content), StudyRefused).header)
    return terrain.ask_bringing(wave=wave, by=by, now=now)


def bring_file(*, wave: Wave, by: Any, now: datetime, report: terrain.Report | None = None) -> Wave:
    """Brings in the lines that are not yet. Raises StudyRefused."""
    return terrain.bring_in(wave=wave, said=_lines(wave), by=by, now=now, report=report)


def _lines(wave: Wave) -> list[terrain.Said]:
    terrain.check_kept(wave=wave)
    table = table_of(wave.name, bytes(wave.content), StudyRefused)
    at = _places(wave, table.header)
    return [
        _said(wave, number, {key: text(cells[place]) for key, place in at.items() if place < len(cells)})
        for number, cells in table.rows
    ]


def _places(wave: Wave, header: Sequence[str]) -> dict[str, int]:
    at = {key: header.index(heading) for key, heading in wave.columns.items() if heading in header}
    missing = [label for key, label in wanted(wave) if key in needed(wave) and key not in at]
    if missing:
        raise StudyRefused(_("Dites quelle colonne donne\N{NO-BREAK SPACE}: %s.") % ", ".join(missing))
    return at


def _said(wave: Wave, line: int, found: Mapping[str, str]) -> terrain.Said:
    swallowed = fault_of(found.values())
    if swallowed:
        return terrain.Said(line, fault=swallowed)
    cells = {trait: _cell(shares, found.get(f"cell:{trait}", "")) for trait, shares in wave.margins.items()}
    lost = next((trait for trait, cell in cells.items() if not cell), "")
    if lost:
        told = found.get(f"cell:{lost}", "")
        fault = _("« %(told)s » n’est pas une modalité de « %(trait)s ».") % {"told": told, "trait": lost}
        return terrain.Said(line, fault=fault)
    number = found.get(NUMBER, "")[:40]
    if not number:
        return terrain.Said(line, fault=_("Pas de numéro de réponse."))
    flags = {key: _yes(found.get(key, "")) for key in (SPONTANEOUS, ASSISTED)}
    traits = {name: _yes(found.get(f"trait:{name}", "")) for name in wave.study.trait_names}
    unread = next((told for told, flag in (flags | traits).items() if flag is None), "")
    if unread:
        named = dict(wanted(wave)).get(unread) or unread
        return terrain.Said(
            line,
            fault=_("«\N{NO-BREAK SPACE}%s\N{NO-BREAK SPACE}»\N{NO-BREAK SPACE}: la réponse n’est ni oui ni non.")
            % named,
        )
    spontaneous = bool(flags[SPONTANEOUS])
    kept = [name for name, flag in traits.items() if flag]
    return terrain.Said(line, number, cells, spontaneous, spontaneous or bool(flags[ASSISTED]), kept)


def _cell(shares: Mapping[str, float], told: str) -> str:
    """The cell of this name, however it is written; empty for none."""
    return next((cell for cell in shares if normal_name(cell) == normal_name(told)), "") if told else ""


def _yes(told: str) -> bool | None:
    bare = told.strip().lower()
    return True if bare in YES else False if bare in NO else None
