"""The words of hours in each language: phrases with holes, and the few turns that grammar asks for."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from .types import DAY

NB = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True)
class Speech:
    """``days`` from Monday on; ``each``: as habits (« le lundi »); ``last``: as the end of a range. Holes of the
    phrases: ``start end first last day date month year when hour days``."""

    hour: Callable[[int], str]
    days: tuple[str, ...]
    each: tuple[str, ...]
    last: tuple[str, ...]
    months: tuple[str, ...]
    month_day: str
    month_day_year: str
    first_of_month: str
    both: str
    # Within a day
    from_on: str
    span: str
    always: str
    # Days of the week
    every_day: str
    every_day_but: str
    from_day_to_day: str
    # Parts of the year
    on: str
    between: str
    all_year: str
    since: str
    until: str
    yearly: str
    # States
    closed: str
    hours_unknown: str
    nothing_known: str
    open_hours_unknown: str
    open_always: str
    open_today: str
    open_until: str
    open_until_day: str
    opens_at: str
    opens_day_at: str
    opens_day: str
    no_more_today: str
    no_opening: str
    today: str
    tomorrow: str
    this_week: str
    later: str
    tidy: Callable[[str], str] = str


def _french(minute: int) -> str:
    hours, minutes = divmod(minute % DAY, 60)
    if not minutes and hours in (0, 12):
        return "midi" if hours else "minuit"
    return f"{hours}{NB}h{NB}{minutes:02d}" if minutes else f"{hours}{NB}h"


def _english(minute: int) -> str:
    hours, minutes = divmod(minute % DAY, 60)
    if not minutes and hours in (0, 12):
        return "noon" if hours else "midnight"
    half, shown = "am" if hours < 12 else "pm", hours % 12 or 12
    return f"{shown}:{minutes:02d}{NB}{half}" if minutes else f"{shown}{NB}{half}"


def _unit(word: str, midnight: str) -> Callable[[int], str]:
    def said(minute: int) -> str:
        hours, minutes = divmod(minute % DAY, 60)
        if not hours and not minutes:
            return midnight
        return f"{hours}:{minutes:02d}{NB}{word}" if minutes else f"{hours}{NB}{word}"

    return said


def _digits(minute: int) -> str:
    hours, minutes = divmod(minute if minute == DAY else minute % DAY, 60)
    return f"{hours}:{minutes:02d}"


def _spanish_one(text: str) -> str:
    """One o’clock is singular."""
    return text.replace("las 1:", "la 1:")


def _italian_eight(text: str) -> str:
    """Articles lose their vowel before eight and eleven: « l’8 », « dall’11 »."""
    return re.sub(r"\b(i|da|a)l (?=(8|11)\b)", lambda found: {"i": "l’", "da": "dall’", "a": "all’"}[found[1]], text)


_FR_DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_EN_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_DE_DAYS = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
_NL_DAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
_ES_DAYS = ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo")
_IT_DAYS = ("lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato", "domenica")

FRENCH = Speech(
    hour=_french, days=_FR_DAYS, each=tuple(f"le {day}" for day in _FR_DAYS), last=_FR_DAYS,
    months=("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre",
            "novembre", "décembre"),
    month_day="{day}~{month}", month_day_year="{day}~{month}~{year}", first_of_month="1er", both="{first} et {last}",
    from_on="à partir de {start}", span="de {start} à {end}", always="jour et nuit",
    every_day="tous les jours", every_day_but="tous les jours sauf {days}", from_day_to_day="du {first} au {last}",
    on="le {date}", between="du {start} au {end}", all_year="toute l’année", since="à partir du {date}",
    until="jusqu’au {date}", yearly="{date} chaque année",
    closed="fermé", hours_unknown="horaires non précisés", nothing_known="horaires non communiqués",
    open_hours_unknown="ouvert aujourd’hui, horaires non précisés", open_always="ouvert jour et nuit",
    open_today="ouvert aujourd’hui", open_until="ouvert aujourd’hui jusqu’à {hour}",
    open_until_day="ouvert jusqu’à {when}, {hour}", opens_at="fermé, ouvre à {hour}",
    opens_day_at="fermé, ouvre {when} à {hour}", opens_day="fermé, ouvre {when}",
    no_more_today="fermé pour aujourd’hui, pas d’autre ouverture annoncée",
    no_opening="fermé, pas d’ouverture annoncée",
    today="aujourd’hui", tomorrow="demain", this_week="{day}", later="le {day}~{date}",
)  # fmt: skip
ENGLISH = replace(
    FRENCH, hour=_english, days=_EN_DAYS, each=_EN_DAYS, last=_EN_DAYS,
    months=("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
            "November", "December"),
    first_of_month="1", both="{first} and {last}",
    from_on="from {start}", span="from {start} to {end}", always="day and night",
    every_day="every day", every_day_but="every day except {days}", from_day_to_day="{first} to {last}",
    on="on {date}", between="from {start} to {end}", all_year="all year round", since="from {date}",
    until="until {date}", yearly="{date} every year",
    closed="closed", hours_unknown="hours not given", nothing_known="opening hours not given",
    open_hours_unknown="open today, hours not given", open_always="open day and night", open_today="open today",
    open_until="open today until {hour}", open_until_day="open until {when}, {hour}",
    opens_at="closed, opens at {hour}", opens_day_at="closed, opens {when} at {hour}", opens_day="closed, opens {when}",
    no_more_today="closed, no further opening", no_opening="closed, no opening announced",
    today="today", tomorrow="tomorrow", this_week="on {day}", later="on {day}~{date}",
)  # fmt: skip
GERMAN = Speech(
    hour=_unit("Uhr", "Mitternacht"), days=_DE_DAYS, each=tuple(f"{day.lower()}s" for day in _DE_DAYS), last=_DE_DAYS,
    months=("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November",
            "Dezember"),
    month_day="{day}.~{month}", month_day_year="{day}.~{month}~{year}", first_of_month="1", both="{first} und {last}",
    from_on="ab {start}", span="von {start} bis {end}", always="rund um die Uhr",
    every_day="täglich", every_day_but="täglich außer {days}", from_day_to_day="{first} bis {last}",
    on="am {date}", between="vom {start} bis {end}", all_year="das ganze Jahr", since="ab {date}",
    until="bis {date}", yearly="{date} jedes Jahr",
    closed="geschlossen", hours_unknown="Uhrzeiten nicht angegeben", nothing_known="Öffnungszeiten nicht angegeben",
    open_hours_unknown="heute geöffnet, Uhrzeiten nicht angegeben", open_always="rund um die Uhr geöffnet",
    open_today="heute geöffnet", open_until="heute bis {hour} geöffnet",
    open_until_day="geöffnet, schließt {when} um {hour}", opens_at="geschlossen, öffnet um {hour}",
    opens_day_at="geschlossen, öffnet {when} um {hour}", opens_day="geschlossen, öffnet {when}",
    no_more_today="heute geschlossen, keine weitere Öffnung angekündigt",
    no_opening="geschlossen, keine Öffnung angekündigt",
    today="heute", tomorrow="morgen", this_week="am {day}", later="am {day}, {date}",
)  # fmt: skip
DUTCH = Speech(
    hour=_unit("uur", "middernacht"), days=_NL_DAYS, each=_NL_DAYS, last=_NL_DAYS,
    months=("januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober",
            "november", "december"),
    month_day="{day}~{month}", month_day_year="{day}~{month}~{year}", first_of_month="1", both="{first} en {last}",
    from_on="vanaf {start}", span="van {start} tot {end}", always="dag en nacht",
    every_day="elke dag", every_day_but="elke dag behalve {days}", from_day_to_day="{first} tot en met {last}",
    on="op {date}", between="van {start} tot en met {end}", all_year="het hele jaar", since="vanaf {date}",
    until="tot en met {date}", yearly="{date} elk jaar",
    closed="gesloten", hours_unknown="tijden niet vermeld", nothing_known="openingstijden niet vermeld",
    open_hours_unknown="vandaag open, tijden niet vermeld", open_always="dag en nacht open",
    open_today="vandaag open", open_until="vandaag open tot {hour}", open_until_day="open, sluit {when} om {hour}",
    opens_at="gesloten, opent om {hour}", opens_day_at="gesloten, opent {when} om {hour}",
    opens_day="gesloten, opent {when}", no_more_today="vandaag gesloten, geen verdere opening aangekondigd",
    no_opening="gesloten, geen opening aangekondigd",
    today="vandaag", tomorrow="morgen", this_week="op {day}", later="op {day}~{date}",
)  # fmt: skip
SPANISH = Speech(
    hour=_digits, days=_ES_DAYS, last=_ES_DAYS,
    each=tuple(f"los {day}" if day.endswith("s") else f"los {day}s" for day in _ES_DAYS),
    months=("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre",
            "noviembre", "diciembre"),
    month_day="{day}~de~{month}", month_day_year="{day}~de~{month}~de~{year}", first_of_month="1",
    both="{first} y {last}",
    from_on="a partir de las {start}", span="de {start} a {end}", always="día y noche",
    every_day="todos los días", every_day_but="todos los días excepto {days}", from_day_to_day="de {first} a {last}",
    on="el {date}", between="del {start} al {end}", all_year="todo el año", since="a partir del {date}",
    until="hasta el {date}", yearly="{date} cada año",
    closed="cerrado", hours_unknown="horario no indicado", nothing_known="horario no comunicado",
    open_hours_unknown="abierto hoy, horario no indicado", open_always="abierto día y noche",
    open_today="abierto hoy", open_until="abierto hoy hasta las {hour}",
    open_until_day="abierto, cierra {when} a las {hour}", opens_at="cerrado, abre a las {hour}",
    opens_day_at="cerrado, abre {when} a las {hour}", opens_day="cerrado, abre {when}",
    no_more_today="cerrado por hoy, sin otra apertura anunciada", no_opening="cerrado, sin apertura anunciada",
    today="hoy", tomorrow="mañana", this_week="el {day}", later="el {day}~{date}", tidy=_spanish_one,
)  # fmt: skip
ITALIAN = Speech(
    hour=_digits, days=_IT_DAYS, each=(*(f"il {day}" for day in _IT_DAYS[:6]), "la domenica"),
    last=(*(f"al {day}" for day in _IT_DAYS[:6]), "alla domenica"),
    months=("gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto", "settembre", "ottobre",
            "novembre", "dicembre"),
    month_day="{day}~{month}", month_day_year="{day}~{month}~{year}", first_of_month="1º", both="{first} e {last}",
    from_on="dalle {start}", span="dalle {start} alle {end}", always="giorno e notte",
    every_day="tutti i giorni", every_day_but="tutti i giorni tranne {days}", from_day_to_day="dal {first} {last}",
    on="il {date}", between="dal {start} al {end}", all_year="tutto l’anno", since="dal {date}",
    until="fino al {date}", yearly="{date} ogni anno",
    closed="chiuso", hours_unknown="orari non precisati", nothing_known="orari non comunicati",
    open_hours_unknown="aperto oggi, orari non precisati", open_always="aperto giorno e notte",
    open_today="aperto oggi", open_until="aperto oggi fino alle {hour}",
    open_until_day="aperto, chiude {when} alle {hour}", opens_at="chiuso, apre alle {hour}",
    opens_day_at="chiuso, apre {when} alle {hour}", opens_day="chiuso, apre {when}",
    no_more_today="chiuso per oggi, nessun’altra apertura annunciata", no_opening="chiuso, nessuna apertura annunciata",
    today="oggi", tomorrow="domani", this_week="{day}", later="{day}~{date}", tidy=_italian_eight,
)  # fmt: skip

SPEECHES = {"fr": FRENCH, "en": ENGLISH, "de": GERMAN, "nl": DUTCH, "es": SPANISH, "it": ITALIAN}


def fill(phrase: str, **values: str) -> str:
    """The phrase with its holes filled; ``~`` stands for a no-break space."""
    return phrase.replace("~", NB).format(**values)
