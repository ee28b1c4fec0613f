"""What engines say, in the reader's language: they write French sentences, kept as they were written.

A sentence is recognised by its shape (``SENTENCES``), its values are written again as the language does, and its
translation is looked for in the catalogue; one that nobody has translated stays French.
"""

import re
from datetime import date
from functools import lru_cache

from django import template
from django.utils import formats, translation
from django.utils.translation import gettext

register = template.Library()

MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
    "décembre",
)  # fmt: skip
SPAN = "(entre %(low)s et %(high)s)"
#: Shapes of the sentences that carry values; those that carry none are in the catalogue as they are.
SENTENCES = (
    # engines.impact: why nothing can be concluded
    "Trop peu de périodes calmes comparables : %(found)s au lieu de %(wanted)s ; il faut un historique plus long ou "
    "une fenêtre plus courte.",
    "Historique trop court : %(weeks)s semaines utilisables hors événement, il en faut 26 au moins.",
    "%(share)s de jours manquants pendant l’événement : au-delà de 20 %%, pas de conclusion.",
    "%(share)s de jours manquants dans la série : au-delà de 20 %%, pas de conclusion.",
    "Un autre événement (%(first)s – %(last)s) a lieu ces jours-là dans la même zone : leurs effets ne peuvent pas "
    "être séparés.",
    "Rupture de mesure vers le %(day)s, pendant l’événement : un changement chez le fournisseur se confondrait avec "
    "l’effet.",
    "Seulement %(used)s zones témoins utilisables, %(wanted)s au moins sont nécessaires.",
    "%(touched)s zones témoins sur %(all)s bougent anormalement pendant l’événement : elles ne disent plus ce qui se "
    "serait passé sans lui.",
    "La série est trop agitée : seul un effet de plus de %(share)s aurait pu se voir.",
    "L’événement (%(start)s – %(end)s) sort du panel, qui va du %(first)s au %(last)s.",
    "Le panel (%(first)s – %(last)s) ne contient pas la même saison, un an avant le %(day)s.",
    # engines.impact: what was seen
    "Aucun effet visible : l’écart mesuré (%(share)s) est de ceux que l’on voit sans événement ; seul un effet d’au "
    "moins %(mde)s aurait été visible.",
    "Hausse de %(share)s (entre %(low)s et %(high)s), soit %(total)s (entre %(least)s et %(most)s).",
    "Baisse de %(share)s (entre %(low)s et %(high)s), soit %(total)s (entre %(least)s et %(most)s).",
    "Rupture de mesure reconnue et corrigée : %(days)s.",
    f"Les %(n)s jours juste avant montrent aussi un écart de %(share)s {SPAN}.",
    f"Les %(n)s jours juste après montrent aussi un écart de %(share)s {SPAN}.",
    f"La zone voisine « %(zone)s » bouge en même temps : %(share)s {SPAN}.",
    "Environ %(n)s visites semblent déplacées plutôt que gagnées.",
    "Environ %(n)s visites de plus sont venues juste avant ou juste après.",
    f"Jours voisins compris, le solde est de %(share)s {SPAN}.",
    f"Effet commun aux éditions : %(share)s {SPAN}.",
    f"Même réunies, les éditions ne montrent pas d’effet sûr {SPAN}.",
    "Un effet de moins de %(share)s sur %(days)s jours resterait le plus souvent invisible.",
    "%(cities)s, %(days)s jours : %(cost)s € ; %(said)s",
    # engines.impact: control zones left aside
    "%(share)s de jours manquants",
    "hausse anormale pendant l’événement (%(n)s écarts types) : touchée elle aussi",
    "baisse anormale pendant l’événement (%(n)s écarts types) : touchée elle aussi",
    # engines.forecast: notes, and what a series lacks
    "calendrier scolaire non publié au-delà du %(day)s : vacances comptées comme des jours ordinaires",
    "changement de méthode du %(day)s, trop récent pour ne garder que la suite",
    *(
        f"%(n)s {unit} connu{e}s, il en faut au moins %(least)s"
        for unit, e in (("jours", ""), ("semaines", "e"), ("mois", ""), ("trimestres", ""), ("années", "e"))
    ),
    *(
        f"%(n)s {unit} manquant{e}s sur %(all)s : complétez la série"
        for unit, e in (("jours", ""), ("semaines", "e"), ("mois", ""), ("trimestres", ""), ("années", "e"))
    ),
    # engines.indicators
    "%(n)s période sur %(all)s sans chiffre.",
    "%(n)s périodes sur %(all)s sans chiffre.",
    "%(n)s valeur masquée par le secret.",
    "%(n)s valeurs masquées par le secret.",
)
_HOLE = re.compile(r"%\((\w+)\)s")
_DAY = re.compile(rf"(1er|\d{{1,2}})\s({'|'.join(MONTHS)})\s(\d{{4}})")
_SPACES = str.maketrans({"\N{NARROW NO-BREAK SPACE}": "\N{NO-BREAK SPACE}"})


def plain(text: str) -> str:
    """As the catalogue has it: one kind of no-break space, where French wants one."""
    text = re.sub(r"\s([:;!?»€]|%(?!\())", "\N{NO-BREAK SPACE}\\1", text.translate(_SPACES))
    return text.replace("« ", "«\N{NO-BREAK SPACE}")


@register.filter
def translated(text: str) -> str:
    """A sentence of an engine in the language of the page."""
    if not text or (translation.get_language() or "fr").startswith("fr"):
        return text
    source = plain(text)
    found = gettext(source)
    if found != source:
        return found
    for shape, pattern in _patterns():
        matched = pattern.fullmatch(source)
        if matched:
            return gettext(shape) % {name: _value(value) for name, value in matched.groupdict().items()}
    return text


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Shapes with what recognises them, the longest words first, for one may be the beginning of another."""
    shapes = sorted(map(plain, SENTENCES), key=lambda shape: -len(_HOLE.sub("", shape)))
    return tuple((shape, re.compile(_expression(shape), re.S)) for shape in shapes)


def _expression(shape: str) -> str:
    names, words = _HOLE.findall(shape), [re.escape(part.replace("%%", "%")) for part in _HOLE.split(shape)[::2]]
    holes = [f"(?P<{name}>.+?)" for name in names] + [""]
    return "".join(word + hole for word, hole in zip(words, holes, strict=True))


def _value(text: str) -> str:
    """A number, a share, a day as the language writes them; anything else (a name, a sentence) as it can be."""
    if _DAY.search(text):
        return _DAY.sub(_day, text)
    if re.fullmatch(r"[+−-]?[\d\s]+(,\d+)?(\s?%)?", text):
        number, percent = re.sub(r"\s|%", "", text), "%" if text.endswith("%") else ""
        sign, bare = (number[0], number[1:]) if number[0] in "+−-" else ("", number)
        whole, _comma, part = bare.partition(",")
        grouped = formats.number_format(int(whole), 0, use_l10n=True, force_grouping=True)
        return sign + grouped + (formats.get_format("DECIMAL_SEPARATOR") + part if part else "") + percent
    return translated(text)


def _day(found: re.Match[str]) -> str:
    number = 1 if found[1] == "1er" else int(found[1])
    return formats.date_format(date(int(found[3]), MONTHS.index(found[2]) + 1, number), "DATE_FORMAT")
