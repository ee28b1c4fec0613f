"""A second destination, on real figures: hotels as INSEE counts them, museums, classified lodgings of two departments.

The files are not ours and are not handed out with us: they are looked for in a folder beside the clone, or in the one
given with ``--stats``. Without them there is no second destination. Their rows of the two departments are handed to
the ordinary import; what is added up here says so in its method.
"""

import csv
import gzip
import io
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils import timezone

from belvedere.config.bootstrap import ROOT, say
from belvedere.observatory.actions import outlooks, sources
from belvedere.observatory.enums import Measure, SourceKind
from belvedere.observatory.models import DataSource, Series
from belvedere.observatory.queries import facts
from belvedere.territories.actions import brands, destinations
from belvedere.territories.enums import AreaKind, DestinationKind, Typeface
from belvedere.territories.models import Brand, Commune, Destination, Territory

from .real_boards import compose

SLUG = "puy-de-dome-cantal"
PLACES = {"63": "Puy-de-Dôme", "15": "Cantal"}
#: What each file is called, and what it holds.
FILES = {
    "catalogue": "insee_hebergement_series.csv.gz",
    "values": "insee_hebergement_mensuel_*.csv.gz",
    "museums": "musees_frequentation_*.csv.gz",
    "lodgings": "hebergements_classes_*.csv.gz",
}
NEEDED = ("catalogue", "values")
INSEE, SUMS, MUSEUMS, BEDS = "insee-hotels", "insee-hotels-ensemble", "musees-de-france", "hebergements-classes"
LICENCE = "Licence Ouverte / Etalab"
HEALTH = "Crise sanitaire : fermetures et déplacements limités ; l’INSEE n’a pas enquêté tous les mois."
#: What is added up over the two departments: measure, audience → column.
ADDED = {
    ("nights", "all"): "Nuitées", ("nights", "residents"): "Nuitées des résidents",
    ("nights", "non_residents"): "Nuitées des non-résidents", ("arrivals", "all"): "Arrivées",
    ("arrivals", "residents"): "Arrivées des résidents", ("arrivals", "non_residents"): "Arrivées des non-résidents",
}  # fmt: skip
ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48"><title>Puy-de-Dôme et Cantal</title>'
    '<path d="M6 40V28h8v12Zm14 0V16h8v24Zm14 0V8h8v32Z" fill="currentColor"/></svg>'
)


def beside() -> Path:
    """Where the files are looked for when nobody says."""
    return ROOT.parent / "shared" / "data" / "stats"


def load_real(folder: Path | None) -> None:
    """The destination, its figures, forecasts and pages; made once. ``folder`` None: the one beside the clone, if any.

    Raises CommandError when the folder given does not hold the files.
    """
    found = files_in(folder or beside())
    if not found:
        if folder is not None:
            raise CommandError(f"{folder} : il y manque {FILES['catalogue']} ou {FILES['values']} (chiffres INSEE).")
        return
    if Destination.everything.filter(slug=SLUG).exists():
        return
    say("Préparation de la seconde destination (chiffres réels de l’INSEE)…")
    owner = make_destination()
    take_hotels(owner, found)
    take_sums(owner)
    if "museums" in found:
        take_museums(owner, found["museums"])
    if "lodgings" in found:
        take_beds(owner, found["lodgings"])
    foresee()
    compose(owner, Series.everything.filter(source__slug=SUMS))


def files_in(folder: Path) -> dict[str, Path]:
    """The files that a folder holds, by what they are; nothing unless those of INSEE are there."""
    found = {what: held[-1] for what, name in FILES.items() if (held := sorted(folder.glob(name)))}
    return found if all(what in found for what in NEEDED) else {}


def make_destination() -> Destination:
    """One territory a department, and the one that holds them both."""
    now = timezone.now()
    living = Commune.objects.current().filter(department__kind=AreaKind.DEPARTMENT)
    codes = {one: set(living.filter(department__code=one).values_list("pk", flat=True)) for one in PLACES}
    whole = destinations.save_territory(
        territory=Territory(name="Puy-de-Dôme et Cantal", slug=SLUG), communes=set().union(*codes.values()), by=None,
        now=now,
    )  # fmt: skip
    made = destinations.save_destination(
        destination=Destination(
            name="Puy-de-Dôme et Cantal", slug=SLUG, kind=DestinationKind.DEPARTMENT, territory=whole
        ),
        by=None, now=now,
    )  # fmt: skip
    for code, name in PLACES.items():
        part = Territory(name=name, slug=f"departement-{code}", managed_by=made)
        destinations.save_territory(territory=part, communes=codes[code], by=None, now=now)
    brand = Brand(
        destination=made, display_name="Puy-de-Dôme et Cantal", signature="Les chiffres réels de l’INSEE",
        palette={"primary": "#27496d", "accent": "#d98e04"}, typeface=Typeface.SANS, logo=ICON,
    )  # fmt: skip
    brands.save_brand(brand=brand, by=None, now=now)
    return made


def take_hotels(owner: Destination, found: dict[str, Path]) -> None:
    """INSEE's monthly hotel survey in the two departments, each series in the territory of its department."""
    catalogue = [row for row in rows_of(found["catalogue"]) if row["zone"] in zones() and row["serie_arretee"] == "non"]
    numbers = {row["idbank"] for row in catalogue}
    values = [row for row in rows_of(found["values"]) if row["idbank"] in numbers]
    source = describe(
        owner, INSEE, SourceKind.INSEE, "Fréquentation des hôtels (INSEE)", "INSEE, enquête de fréquentation hôtelière",
        "https://www.insee.fr/fr/metadonnees/source/serie/s1179",
        "Enquête mensuelle auprès des hôtels de tourisme ; les campings et les meublés n’y sont pas. "
        f"Chiffres réels, tels que diffusés, arrêtés à {values[-1]['mois']} dans le fichier dont la démonstration "
        "dispose. Douze mois de 2020 et 2021 n’ont pas été enquêtés.",
    )  # fmt: skip
    written = folder_of(INSEE)
    write(written / "series.csv", catalogue)
    write(written / "valeurs.csv", values)
    take(source, written)
    grounds = {name: Territory.everything.get(slug=f"departement-{code}") for code, name in PLACES.items()}
    for series in Series.everything.filter(source=source).select_related("area"):
        series.territory, series.area = grounds[series.area.name if series.area else ""], None
        sources.describe_series(series=series, by=None, now=timezone.now())
    note_crisis(INSEE)


def take_sums(owner: Destination) -> None:
    """Both departments together, month by month where both are known: a sum that INSEE does not publish."""
    held = list(Series.everything.filter(source__slug=INSEE, measure__in=(Measure.NIGHTS, Measure.ARRIVALS)))
    column = {one.pk: ADDED[one.measure, one.audience] for one in held}
    cells: dict[tuple[date, str], list[float]] = defaultdict(list)
    for row in facts.points(held).to_pylist():
        cells[row["period"], column[row["series"]]].append(row["value"])
    months = sorted({month for month, _column in cells})
    rows = [
        {"Mois": f"{month:%Y-%m}"} | {name: both_of(cells[month, name]) for name in ADDED.values()} for month in months
    ]
    source = describe(
        owner, SUMS, SourceKind.TABLE, "Hôtels des deux départements (d’après l’INSEE)",
        "Calcul de Belvédère d’après l’INSEE", "https://www.insee.fr/fr/metadonnees/source/serie/s1179",
        "Somme des chiffres de l’INSEE pour le Puy-de-Dôme et le Cantal, les mois où les deux sont connus. "
        "Hôtels seulement.",
    )  # fmt: skip
    mapped: dict[str, dict[str, str]] = {
        name: {"measure": measure, "unit": measure, "audience": audience, "lodging": "hotel",
               "name": f"{name} dans l’hôtellerie – Puy-de-Dôme et Cantal"}
        for (measure, audience), name in ADDED.items()
    }  # fmt: skip
    sources.save_mapping(source=source, columns={"period": "Mois", "values": mapped}, by=None, now=timezone.now())
    take(source, write(folder_of(SUMS) / "hotels-ensemble.csv", rows))
    for (measure, audience), name in ADDED.items():
        if audience != "all":
            part = Series.everything.get(source=source, key=name)
            part.total = Series.everything.get(source=source, key=ADDED[measure, "all"])
            sources.describe_series(series=part, by=None, now=timezone.now())
    note_crisis(SUMS)


def both_of(values: list[float]) -> float | str:
    """Their sum, empty where a department is missing."""
    return sum(values) if len(values) == len(PLACES) else ""


def take_museums(owner: Destination, path: Path) -> None:
    """Yearly entries of the museums of France that lie in the two departments."""
    rows = [row for row in rows_of(path, ";") if plain(row["nomdep"]) in map(plain, PLACES.values())]
    for row in rows:
        row["nomdep"] = next(name for name in PLACES.values() if plain(name) == plain(row["nomdep"]))
    source = describe(
        owner, MUSEUMS, SourceKind.MUSEUMS, "Entrées des musées de France", "Ministère de la Culture",
        "https://data.culture.gouv.fr/explore/dataset/frequentation-des-musees-de-france/",
        "Entrées annuelles déclarées par les musées ; un musée fermé ou qui n’a pas répondu n’a pas de chiffre.",
    )  # fmt: skip
    take(source, write(folder_of(MUSEUMS) / "musees.csv", rows, ";"))


def take_beds(owner: Destination, path: Path) -> None:
    """Beds of the classified lodgings, counted once: the day of the file."""
    beds: dict[str, int] = defaultdict(int)
    for row in rows_of(path, ";"):
        code = row["CODE POSTAL"][:2]
        if code in PLACES:
            beds[PLACES[code]] += people_of(row)
    year = next(part for part in path.name.split(".")[0].split("_") if part.isdecimal())
    source = describe(
        owner, BEDS, SourceKind.TABLE, "Lits des hébergements classés", "Atout France",
        "https://www.data.gouv.fr/fr/datasets/hebergements-collectifs-classes-en-france/",
        f"Capacité des hôtels, campings, résidences et villages classés en {year} ; à défaut de capacité, deux "
        "personnes par chambre et trois par emplacement. Les meublés et les gîtes n’y sont pas.",
    )  # fmt: skip
    mapping = {
        "period": "Année",
        "place": "Territoire",
        "place_level": "zone",
        "values": {"Lits": {"measure": "beds", "unit": "stock", "name": "Lits des hébergements classés"}},
    }
    sources.save_mapping(source=source, columns=mapping, by=None, now=timezone.now())
    rows = [{"Année": year, "Territoire": place, "Lits": count} for place, count in beds.items()]
    take(source, write(folder_of(BEDS) / "lits.csv", rows))


def people_of(row: dict[str, str]) -> int:
    """How many a lodging sleeps, as its file says or by the usual rule."""
    given, rooms, pitches = (
        int(row[name]) if row[name].isdecimal() else 0
        for name in ("CAPACITE D'ACCUEIL (PERSONNES)", "NOMBRE DE CHAMBRES", "NOMBRE D'EMPLACEMENTS")
    )
    return given or 2 * rooms + 3 * pitches


def foresee() -> None:
    """What would have been said at the end of the figures, and what is known to have been worth before it."""
    for slug in (SUMS, INSEE):
        source, now = DataSource.everything.get(slug=slug), timezone.now()
        run = outlooks.foresee(source=source, frequency="M", now=now)
        for days in outlooks.REPLAYED if run else ():
            outlooks.foresee(source=source, frequency="M", now=now, until=run.known_until - timedelta(days=days))


def describe(
    owner: Destination, slug: str, kind: SourceKind, name: str, producer: str, page: str, method: str
) -> DataSource:
    now = timezone.now()
    source = sources.ensure_source(
        slug=slug, kind=kind, destination=owner, by=None, now=now, name=name, licence=LICENCE, is_public=True
    )
    source.producer, source.page, source.method = producer, page, method
    return sources.save_source(source=source, by=None, now=now)


def note_crisis(slug: str) -> None:
    for series in Series.everything.filter(source__slug=slug):
        sources.add_break(
            series=series, day=date(2020, 3, 1), until=date(2021, 6, 30), sentence=HEALTH, by=None, now=timezone.now()
        )


# --- Files ------------------------------------------------------------------------------------------------------------


def zones() -> set[str]:
    """The two departments as INSEE's catalogue names them."""
    return {f"{code} - {name}" for code, name in PLACES.items()}


def plain(name: str) -> str:
    return name.casefold().replace("-", " ")


def rows_of(path: Path, delimiter: str = ",") -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8-sig", newline="") as stream:
        yield from csv.DictReader(stream, delimiter=delimiter)


def folder_of(slug: str) -> Path:
    target = Path(settings.HOME) / "demo" / slug
    target.mkdir(parents=True, exist_ok=True)
    return target


def write(target: Path, rows: list[dict[str, object]], delimiter: str = ",") -> Path:
    with target.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]), delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)
    return target


def take(source: DataSource, path: Path) -> None:
    """Hands a file, or all those of a folder, to the ordinary command."""
    command: Callable[..., object] = call_command
    try:
        command("import_series", str(path), source=source.slug, stdout=io.StringIO(), stderr=io.StringIO())
    except SystemExit as stop:
        raise CommandError(f"Les chiffres réels de « {source.name} » n’ont pas pu être importés.") from stop
