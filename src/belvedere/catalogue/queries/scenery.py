"""Which landscape stands for an offer whose picture may not be shown: by what it is, at an hour that suits it."""

from collections.abc import Iterable

from belvedere.catalogue.enums import Family
from belvedere.engines import offers
from belvedere.shell.landscape import MOMENTS, Landscape

#: Class of the ontology → scene; the most precise class of an offer that is known here decides.
SCENES = {
    "Volcano": "volcan", "PointOfView": "volcan", "Mountain": "volcan", "NaturalCuriosity": "volcan",
    "ParkAndGarden": "foret", "Forest": "foret", "NaturalPark": "foret", "Cave": "foret",
    "LakeOrPond": "lac", "Lake": "lac", "BodyOfWater": "lac", "Beach": "lac", "NauticalCentre": "lac",
    "River": "riviere", "Waterfall": "riviere", "Source": "riviere", "SpaAndThalassotherapy": "riviere",
    "Castle": "chateau", "FortifiedCastle": "chateau", "CastleAndPrestigeMansion": "chateau",
    "DefenceSite": "chateau", "Palace": "chateau", "FortifiedSet": "chateau",
    "ReligiousSite": "eglise", "Church": "eglise", "Abbey": "eglise", "Cathedral": "eglise", "Chapel": "eglise",
    "City": "village", "CityHeritage": "village", "Village": "village", "RemarkableBuilding": "village",
    "Museum": "musee", "ArtGalleryOrExhibitionGallery": "musee", "InterpretationCentre": "musee",
    "Exhibition": "musee", "VisualArtsEvent": "musee", "CulturalSite": "musee",
    "Concert": "concert", "ShowEvent": "concert", "Festival": "concert", "TheaterEvent": "concert",
    "DanceEvent": "concert", "CircusEvent": "concert", "Theater": "concert", "CinemaEvent": "concert",
    "Market": "marche", "SaleEvent": "marche", "LocalProductsShop": "marche", "Store": "marche",
    "TraditionalCelebration": "marche", "FairOrShow": "marche", "EntertainmentAndEvent": "marche",
    "FoodEstablishment": "table", "Restaurant": "table", "Tasting": "table", "TastingProvider": "table",
    "CampingAndCaravanning": "camping", "Camping": "camping",
    "Accommodation": "chambre", "Hotel": "chambre", "Guesthouse": "chambre",
    "Farm": "colline", "Producer": "colline", "SportsAndLeisurePlace": "sentier", "SportsEvent": "sentier",
    "Tour": "sentier", "WalkingTour": "sentier", "CyclingTour": "vallee", "RoadTour": "vallee",
    "NaturalHeritage": "vallee",
}  # fmt: skip
BY_FAMILY = {Family.EVENT: "marche", Family.TOUR: "sentier", Family.PRODUCT: "vallee", Family.PLACE: "colline"}
EVENING = {"concert", "table", "chambre"}


def landscape_of(*, pk: int, types: Iterable[str], families: int) -> Landscape:
    """The same offer has the same landscape everywhere and for ever."""
    scene = _scene(types, families)
    moments = MOMENTS[2:] if scene in EVENING else MOMENTS[:3]
    return Landscape(scene, moments[pk % len(moments)], pk % 1000)


def _scene(types: Iterable[str], families: int) -> str:
    for name in types:
        for known in (name, *offers.ancestors(name)):
            if known in SCENES:
                return SCENES[known]
    return next(scene for family, scene in BY_FAMILY.items() if families & family or family is Family.PLACE)
