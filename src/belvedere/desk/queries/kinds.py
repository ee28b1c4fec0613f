"""What the class of an offer says to a counsellor: which wish it answers, whether it is sheltered, how long one stays.

Only classes whose answer holds for every offer of theirs are named: a church is under a roof, a leisure centre may be
anything, and then nothing is said.
"""

from dataclasses import dataclass
from functools import lru_cache

from belvedere.desk.enums import Interest
from belvedere.engines import offers

BITS = {interest: 1 << rank for rank, interest in enumerate(Interest.values)}
#: Class → wish. An offer also answers the wishes of the classes above its own, unless it is in NOT.
CLASSES: dict[str, tuple[str, ...]] = {
    Interest.NATURE: ("NaturalHeritage", "ParkAndGarden"),
    Interest.WALK: ("WalkingTour", "Rambling", "EducationalTrail"),
    Interest.BIKE: ("CyclingTour",),
    Interest.WATER: (
        "Beach", "Lake", "River", "Pond", "SwimmingPool", "Marina", "SightseeingBoat", "NauticalCentre", "Waterfall",
    ),
    Interest.SPORT: ("SportsAndLeisurePlace",),
    Interest.HERITAGE: (
        "RemarkableBuilding", "CityHeritage", "DefenceSite", "ArcheologicalSite", "RemembranceSite",
        "TechnicalHeritage",
    ),
    Interest.MUSEUM: ("Museum", "InterpretationCentre", "Exhibition", "ArtGalleryOrExhibitionGallery"),
    Interest.RELIGIOUS: ("ReligiousSite",),
    Interest.FOOD: ("Restaurant", "FoodEstablishment"),
    Interest.PRODUCTS: ("LocalProductsShop", "Market", "Tasting", "TastingProvider", "Bakery"),
    Interest.CRAFT: ("CraftsmanShop",),
    Interest.EVENT: ("CulturalEvent", "ShowEvent", "SocialEvent", "ChildrensEvent"),
    Interest.CHILDREN: (
        "ChildrensEvent", "ZooAnimalPark", "ThemePark", "PlayArea", "TeachingFarm", "AdventurePark", "MiniGolf",
        "VivariumAquarium",
    ),
    Interest.WELLNESS: ("BalneotherapyCentre", "FitnessCenter"),
    Interest.SLEEP: ("Accommodation",),
}  # fmt: skip
NOT: dict[str, tuple[str, ...]] = {
    Interest.SPORT: ("Cinema", "Theater", "Casino", "NightClub", "TouristTrain", "Marina", "SightseeingBoat",
                     "TeachingFarm", "ZooAnimalPark", "VivariumAquarium", "BalneotherapyCentre", "EducationalTrail"),
    Interest.EVENT: ("Exhibition", "ArtistSigning"),
}  # fmt: skip
THEMES = {
    "Pedestrian": Interest.WALK, "Cycling": Interest.BIKE, "Craft": Interest.CRAFT, "WellBeing": Interest.WELLNESS,
    "Family": Interest.CHILDREN,
}  # fmt: skip
SHELTERED = (
    "Museum", "InterpretationCentre", "Library", "Cinema", "Theater", "Casino", "BowlingAlley", "BalneotherapyCentre",
    "Restaurant", "Church", "Cathedral", "Basilica", "Abbey", "Chapel", "Store", "CaveSinkholeOrAven",
    "VivariumAquarium", "Gymnasium", "FitnessCenter", "Hotel", "Exhibition",
)  # fmt: skip
OUTDOORS = (
    "NaturalHeritage", "ParkAndGarden", "Tour", "Rambling", "MiniGolf", "AdventurePark", "GolfCourse", "PlayArea",
    "ViaFerrata", "ZooAnimalPark", "GarageSale", "BricABrac", "Camping", "EducationalTrail", "RailBike", "Market",
)  # fmt: skip
#: Minutes that one stays, the most precise class first; a guess of the trade, told as such.
VISITS = {
    "CaveSinkholeOrAven": 75, "PointOfView": 25, "Waterfall": 40, "Lake": 90, "Beach": 120, "Volcano": 120,
    "NaturalHeritage": 60, "ParkAndGarden": 60, "WalkingTour": 150, "CyclingTour": 180, "RoadTour": 180, "Tour": 120,
    "Museum": 75, "InterpretationCentre": 60, "Castle": 75, "RemarkableBuilding": 45, "CityHeritage": 75,
    "ReligiousSite": 25, "CulturalSite": 45, "GourmetRestaurant": 120, "Restaurant": 75, "FoodEstablishment": 60,
    "LocalProductsShop": 30, "CraftsmanShop": 30, "Store": 25, "Market": 45, "SaleEvent": 60, "Exhibition": 60,
    "Tasting": 60, "ThemePark": 240, "ZooAnimalPark": 150, "BalneotherapyCentre": 150, "SportsAndLeisurePlace": 120,
    "TouristTrain": 90, "Rambling": 150, "CulturalEvent": 90, "ShowEvent": 90, "SocialEvent": 90, "ChildrensEvent": 90,
}  # fmt: skip
VISIT = 60


@dataclass(frozen=True)
class Kind:
    """``indoor``: 1 yes, 0 no, -1 it depends. ``visit`` in minutes. ``meal``: one sits down to eat there."""

    interests: int
    indoor: int
    visit: int
    meal: bool


@lru_cache(maxsize=4096)
def kind_of(types: tuple[str, ...], themes: tuple[str, ...]) -> Kind:
    """From the classes of an offer, the most precise first, and its themes."""
    ordered = list(dict.fromkeys(above for name in types for above in (name, *offers.ancestors(name))))
    known = set(ordered)
    bits = 0
    for interest, names in CLASSES.items():
        if known & set(names) and not known & set(NOT.get(interest, ())):
            bits |= BITS[interest]
    # A theme colours what one does; a bed « in the family » is still a bed.
    if not known & {"Accommodation"}:
        for theme in themes:
            bits |= BITS[THEMES[theme]] if theme in THEMES else 0
    inside, outside = bool(known & set(SHELTERED)), bool(known & set(OUTDOORS))
    indoor = -1 if inside == outside else int(inside)
    visit = next((VISITS[name] for name in ordered if name in VISITS), VISIT)
    return Kind(bits, indoor, visit, "Restaurant" in known)
