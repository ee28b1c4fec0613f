"""Every indicator with its definition, its unit, its formula, where the definition comes from, and a worked example."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from .reckon import Answer, Figures, figures, gini, latest, peak_share, ratio, total, weighted_mean

Given = Mapping[str, Figures]
INSEE = "INSEE, enquêtes de fréquentation des hébergements touristiques"
UNWTO = "ONU Tourisme, Recommandations internationales 2008 sur les statistiques du tourisme"


@dataclass(frozen=True)
class Example:
    """Figures small enough to redo by hand: input → values, what it comes to, and the sum in words."""

    inputs: Mapping[str, tuple[float, ...]]
    value: float
    words: str


@dataclass(frozen=True)
class Indicator:
    """``inputs`` are what it needs, each with the unit that it must be in; ``unit`` is what its value is in."""

    key: str
    name: str
    unit: str
    definition: str
    formula: str
    origin: str
    inputs: Mapping[str, str]
    reckon: Callable[[Given], Answer]
    example: Example
    decimals: int = 0


def _sum(name: str) -> Callable[[Given], Answer]:
    return lambda given: total(given[name])


def _share(part: str, whole: str, scale: float = 100.0) -> Callable[[Given], Answer]:
    return lambda given: ratio(given[part], given[whole], scale)


INDICATORS: tuple[Indicator, ...] = (
    Indicator(
        "nights", "Nuitées", "nuitées",
        "Nuits passées par les clients dans les hébergements ; deux personnes trois nuits font six nuitées.",
        "Σ nuitées des périodes", INSEE, {"nights": "nights"}, _sum("nights"),
        Example({"nights": (1200.0, 1800.0, 3000.0)}, 6000.0, "1 200 + 1 800 + 3 000 = 6 000"),
    ),
    Indicator(
        "arrivals", "Arrivées", "arrivées",
        "Nombre de clients qui arrivent dans un hébergement pour y passer au moins une nuit.",
        "Σ arrivées des périodes", INSEE, {"arrivals": "arrivals"}, _sum("arrivals"),
        Example({"arrivals": (500.0, 700.0)}, 1200.0, "500 + 700 = 1 200"),
    ),
    Indicator(
        "average_stay", "Durée moyenne de séjour", "nuits",
        "Nombre de nuits qu’un client passe en moyenne dans le même hébergement.",
        "nuitées ÷ arrivées", INSEE, {"nights": "nights", "arrivals": "arrivals"}, _share("nights", "arrivals", 1.0),
        Example({"nights": (1000.0, 1400.0), "arrivals": (500.0, 700.0)}, 2.0, "2 400 ÷ 1 200 = 2 nuits"), decimals=2,
    ),
    Indicator(
        "occupancy", "Taux d’occupation", "%",
        "Part des chambres ou emplacements offerts qui sont occupés, jours de fermeture exclus.",
        "100 × occupés ÷ offerts", INSEE, {"occupied": "room_nights", "offered": "room_nights"},
        _share("occupied", "offered"),
        Example({"occupied": (600.0, 900.0), "offered": (1000.0, 1000.0)}, 75.0, "100 × 1 500 ÷ 2 000 = 75 %"),
        decimals=1,
    ),
    Indicator(
        "non_residents", "Part des non-résidents", "%",
        "Part des nuitées des clients dont la résidence est à l’étranger, quelle que soit leur nationalité.",
        "100 × nuitées des non-résidents ÷ nuitées", INSEE,
        {"nights_non_residents": "nights", "nights": "nights"}, _share("nights_non_residents", "nights"),
        Example({"nights_non_residents": (300.0, 500.0), "nights": (1500.0, 2500.0)}, 20.0, "100 × 800 ÷ 4 000 = 20 %"),
        decimals=1,
    ),
    Indicator(
        "market_return", "Retour d’un marché étranger", "%",
        "Nuitées d’un marché rapportées à celles de l’année de référence, avant la crise sanitaire (2019).",
        "100 × nuitées du marché ÷ nuitées du marché en 2019", UNWTO,
        {"market_nights": "nights", "market_reference": "nights"}, _share("market_nights", "market_reference"),
        Example({"market_nights": (90.0, 180.0), "market_reference": (100.0, 200.0)}, 90.0, "100 × 270 ÷ 300 = 90 %"),
    ),
    Indicator(
        "excursions", "Journées d’excursionnistes", "journées",
        "Journées passées par des visiteurs qui ne dorment pas sur place ; la même personne deux jours en fait deux.",
        "Σ journées des périodes", UNWTO, {"excursions": "visitor_days"}, _sum("excursions"),
        Example({"excursions": (400.0, 600.0)}, 1000.0, "400 + 600 = 1 000 journées, non 1 000 personnes"),
    ),
    Indicator(
        "seasonality", "Saisonnalité (Gini)", "",
        "Inégalité de la fréquentation entre les mois : 0 quand tous se valent, 11/12 quand un seul a tout.",
        "Σ (2 × rang − n − 1) × valeur ÷ (n × Σ valeurs), valeurs croissantes",
        "Gini (1912) ; Lundtorp (2001), « Measuring tourism seasonality »", {"nights": "nights"},
        lambda given: gini(given["nights"]),
        Example(
            {"nights": (0.0,) * 10 + (50.0, 50.0)}, 10 / 12,
            "rangs 11 et 12 : (9 × 50 + 11 × 50) ÷ (12 × 100) = 1 000 ÷ 1 200",
        ),
        decimals=2,
    ),
    Indicator(
        "peak", "Part des deux mois de pointe", "%",
        "Part de l’année que font les deux mois voisins les plus fréquentés.",
        "100 × max (mois + mois suivant) ÷ Σ mois", "Observatoires départementaux ; décembre et janvier sont voisins",
        {"nights": "nights"}, lambda given: peak_share(given["nights"]),
        Example({"nights": (5.0,) * 6 + (20.0, 30.0) + (5.0,) * 4}, 50.0, "100 × (20 + 30) ÷ 100 = 50 %"), decimals=1,
    ),
    Indicator(
        "defert", "Taux de fonction touristique (Defert)", "lits pour 100 habitants",
        "Lits touristiques pour cent habitants : au-delà de 100, le territoire peut doubler sa population.",
        "100 × lits touristiques ÷ habitants", "P. Defert (1967), « Le taux de fonction touristique »",
        {"beds": "stock", "population": "stock"},
        lambda given: ratio(_last(given["beds"]), _last(given["population"])),
        Example({"beds": (1500.0,), "population": (2000.0,)}, 75.0, "100 × 1 500 ÷ 2 000 = 75"), decimals=1,
    ),
    Indicator(
        "stopovers", "Part des étapes d’une nuit", "%",
        "Part des séjours d’une seule nuit : une destination d’étape plutôt que de séjour.",
        "100 × séjours d’une nuit ÷ séjours", UNWTO, {"stopovers": "stays", "stays": "stays"},
        _share("stopovers", "stays"),
        Example({"stopovers": (30.0, 10.0), "stays": (60.0, 40.0)}, 40.0, "100 × 40 ÷ 100 = 40 %"), decimals=1,
    ),
    Indicator(
        "partners", "Partenaires", "partenaires",
        "Nombre de partenaires de l’office à la dernière date connue de la période.",
        "dernière valeur (des dates ne s’additionnent pas)", "Convention de l’office", {"partners": "stock"},
        lambda given: latest(given["partners"]),
        Example({"partners": (110.0, 118.0)}, 118.0, "dernière date : 118, et non 228"),
    ),
    Indicator(
        "tourist_tax", "Taxe de séjour", "euros",
        "Taxe de séjour encaissée par les communes ou l’intercommunalité.",
        "Σ euros des périodes", "Code général des collectivités territoriales, art. L2333-26 et suivants",
        {"tourist_tax": "euros"}, _sum("tourist_tax"),
        Example({"tourist_tax": (1500.5, 2499.5)}, 4000.0, "1 500,50 + 2 499,50 = 4 000"),
    ),
    Indicator(
        "unmet", "Demandes sans réponse", "%",
        "Part des demandes reçues à l’accueil auxquelles l’offre n’a pas pu répondre.",
        "100 × demandes sans réponse ÷ demandes", "Saisie de l’accueil", {"unmet": "requests", "requests": "requests"},
        _share("unmet", "requests"),
        Example({"unmet": (6.0, 4.0), "requests": (120.0, 80.0)}, 5.0, "100 × 10 ÷ 200 = 5 %"), decimals=1,
    ),
    Indicator(
        "satisfaction", "Satisfaction", "sur 10",
        "Note moyenne donnée par les visiteurs, chaque période pesant son nombre de réponses.",
        "Σ (note × réponses) ÷ Σ réponses", "Enquête de satisfaction de l’office",
        {"satisfaction": "mark", "answers": "answers"},
        lambda given: weighted_mean(given["satisfaction"], given["answers"]),
        Example({"satisfaction": (8.0, 9.0), "answers": (300.0, 100.0)}, 8.25, "(8 × 300 + 9 × 100) ÷ 400 = 8,25"),
        decimals=1,
    ),
    Indicator(
        "web", "Audience du site", "visites",
        "Visites des sites de la destination ; la même personne qui revient en fait une de plus.",
        "Σ visites des périodes", "Mesure d’audience du site", {"web": "sessions"}, _sum("web"),
        Example({"web": (1000.0, 1500.0)}, 2500.0, "1 000 + 1 500 = 2 500"),
    ),
    Indicator(
        "visits", "Entrées des sites", "entrées",
        "Entrées dans les musées, monuments et sites qui les comptent ; un visiteur de deux sites en fait deux.",
        "Σ entrées des sites et des périodes", "Ministère de la Culture, fréquentation des musées de France",
        {"visits": "visits"}, _sum("visits"),
        Example({"visits": (800.0, 200.0)}, 1000.0, "800 + 200 = 1 000"),
    ),
    Indicator(
        "jobs", "Emplois du tourisme", "emplois",
        "Emplois des activités touristiques à la dernière date connue.",
        "dernière valeur", "INSEE-Urssaf, activités caractéristiques du tourisme", {"jobs": "stock"},
        lambda given: latest(given["jobs"]),
        Example({"jobs": (900.0, 950.0)}, 950.0, "dernière date : 950"),
    ),
    Indicator(
        "spend", "Dépenses des visiteurs", "euros",
        "Dépenses des visiteurs sur place, telles que la source les estime.",
        "Σ euros des périodes", UNWTO, {"spend": "euros"}, _sum("spend"),
        Example({"spend": (10000.0, 15000.0)}, 25000.0, "10 000 + 15 000 = 25 000"),
    ),
)  # fmt: skip
BY_KEY: Mapping[str, Indicator] = {one.key: one for one in INDICATORS}


def _last(stock: Figures) -> Figures:
    """The last known value of a stock, alone: dates of a stock never add."""
    answer = latest(stock)
    return figures([float("nan") if answer.value is None else answer.value], stock.unit)
