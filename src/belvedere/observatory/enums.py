"""Choices of the room."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SourceKind(models.TextChoices):
    """Forms that a delivery may have; those of the second half are tables whose columns a mapping names."""

    INSEE = "insee", _("INSEE, hébergement mensuel")
    MUSEUMS = "museums", _("fréquentation des musées de France")
    SDMX = "sdmx", _("SDMX (INSEE, Eurostat…)")
    FLUX_VISION = "flux_vision", _("livraison de forme Flux Vision")
    COMMUTING = "commuting", _("matrice domicile-travail de l’INSEE")
    OPEN = "open", _("données ouvertes d’un autre observatoire")
    TABLE = "table", _("tableau CSV ou XLSX")
    COUNTERS = "counters", _("compteurs de passage")
    WEATHER = "weather", _("météo")
    TOURIST_TAX = "tourist_tax", _("taxe de séjour")
    TICKETS = "tickets", _("billetterie")


class Frequency(models.TextChoices):
    DAY = "D", _("jour")
    WEEK = "W", _("semaine")
    MONTH = "M", _("mois")
    QUARTER = "Q", _("trimestre")
    YEAR = "Y", _("année")


class Unit(models.TextChoices):
    """What one unit of a value is; what may be summed is said by ``engines.indicators``."""

    NIGHTS = "nights", _("nuitées")
    ARRIVALS = "arrivals", _("arrivées")
    ROOM_NIGHTS = "room_nights", _("chambres ou emplacements × jours")
    VISITS = "visits", _("entrées ou passages")
    VISITOR_DAYS = "visitor_days", _("journées de visite")
    PEOPLE = "people", _("personnes différentes")
    STAYS = "stays", _("séjours")
    NIGHTS_A_STAY = "nights_a_stay", _("nuits par séjour")
    REQUESTS = "requests", _("demandes")
    ANSWERS = "answers", _("réponses")
    SESSIONS = "sessions", _("visites du site")
    EUROS = "euros", _("euros")
    STOCK = "stock", _("nombre à une date")
    PERCENT = "percent", "%"
    MARK = "mark", _("note")
    CELSIUS = "celsius", "°C"
    MILLIMETRES = "mm", "mm"
    OTHER = "", _("non précisée")


class Measure(models.TextChoices):
    """What is counted: what the indicators look series up by."""

    NIGHTS = "nights", _("nuitées")
    ARRIVALS = "arrivals", _("arrivées")
    OCCUPIED = "occupied", _("chambres ou emplacements occupés")
    OFFERED = "offered", _("chambres ou emplacements offerts")
    OCCUPANCY = "occupancy", _("taux d’occupation")
    ESTABLISHMENTS = "establishments", _("établissements ouverts")
    BEDS = "beds", _("lits touristiques")
    VISITS = "visits", _("entrées d’un site")
    COUNTS = "counts", _("passages devant un compteur")
    EXCURSIONS = "excursions", _("journées d’excursionnistes")
    STAYS = "stays", _("séjours")
    STOPOVERS = "stopovers", _("séjours d’une nuit")
    STAY_LENGTH = "stay_length", _("durée moyenne de séjour")
    TOURIST_TAX = "tourist_tax", _("taxe de séjour")
    TICKETS = "tickets", _("billets vendus")
    WEB = "web", _("audience du site")
    REQUESTS = "requests", _("demandes à l’accueil")
    UNMET = "unmet", _("demandes sans réponse")
    SATISFACTION = "satisfaction", _("note de satisfaction")
    ANSWERS = "answers", _("réponses à l’enquête")
    PARTNERS = "partners", _("partenaires")
    JOBS = "jobs", _("emplois")
    SPEND = "spend", _("dépenses des visiteurs")
    TEMPERATURE = "temperature", _("température")
    RAIN = "rain", _("pluie")
    OTHER = "", _("autre")


class Audience(models.TextChoices):
    ALL = "all", _("ensemble")
    RESIDENTS = "residents", _("résidents en France")
    NON_RESIDENTS = "non_residents", _("non-résidents")


class Lodging(models.TextChoices):
    ANY = "", _("tous hébergements")
    HOTEL = "hotel", _("hôtels")
    CAMPING = "camping", _("campings")
    RENTAL = "rental", _("meublés et gîtes")
    OTHER = "other", _("autres hébergements collectifs")


class DeliveryStatus(models.TextChoices):
    RUNNING = "running", _("en cours")
    DONE = "done", _("terminée")
    INTERRUPTED = "interrupted", _("interrompue")
    REFUSED = "refused", _("refusée")


class ItemStatus(models.TextChoices):
    CREATED = "created", _("créée")
    UPDATED = "updated", _("mise à jour")
    UNCHANGED = "unchanged", _("inchangée")
    SKIPPED = "skipped", _("écartée")
    FAILED = "failed", _("en échec")


class PlaceLevel(models.TextChoices):
    """How a file may name a place; empty when it does not."""

    COMMUNE = "commune", _("commune")
    EPCI = "epci", _("EPCI")
    DEPARTMENT = "department", _("département")
    REGION = "region", _("région")
    COUNTRY = "country", _("pays")
    ZONE = "zone", _("zone de comptage")


class EventKind(models.TextChoices):
    FESTIVAL = "festival", _("festival")
    SPORT = "sport", _("épreuve sportive")
    FAIR = "fair", _("foire ou marché")
    HERITAGE = "heritage", _("patrimoine, journées portes ouvertes")
    EXHIBITION = "exhibition", _("exposition")
    OTHER = "other", _("autre")


class ReadingKind(models.TextChoices):
    """When the engine was asked, and what of."""

    POWER = "power", _("avant\N{NO-BREAK SPACE}: ce qui pourrait se voir")
    EFFECT = "effect", _("effet sur la fréquentation")
    WEB = "web", _("effet sur les visites du site")


class Verdict(models.TextChoices):
    """The engine's own words (``engines.impact``)."""

    EFFECT = "effect", _("effet mesuré")
    NONE = "no effect seen", _("aucun effet visible")
    UNKNOWN = "cannot tell", _("on ne peut pas conclure")
