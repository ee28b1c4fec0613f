"""Choices of the room."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    """By which way the visitor came to us: the only thing that a request must say."""

    COUNTER = "counter", _("Guichet")
    PHONE = "phone", _("Téléphone")
    MAIL = "mail", _("Courriel")
    CHAT = "chat", _("Messagerie")
    SOCIAL = "social", _("Réseaux sociaux")
    OUTSIDE = "outside", _("Hors les murs")


class Language(models.TextChoices):
    FRENCH = "fr", _("Français")
    ENGLISH = "en", _("Anglais")
    GERMAN = "de", _("Allemand")
    DUTCH = "nl", _("Néerlandais")
    SPANISH = "es", _("Espagnol")
    ITALIAN = "it", _("Italien")
    OTHER = "xx", _("Autre langue")


class Stay(models.TextChoices):
    PASSING = "passing", _("De passage")
    DAY = "day", _("À la journée")
    NIGHTS = "nights", _("En séjour")
    LOCAL = "local", _("Habite ici")


class Transport(models.TextChoices):
    CAR = "car", _("Voiture")
    CAMPER = "camper", _("Camping-car")
    MOTORBIKE = "motorbike", _("Moto")
    TRANSIT = "transit", _("Train, car")
    BIKE = "bike", _("Vélo")
    FOOT = "foot", _("À pied")


class Weather(models.TextChoices):
    ANY = "any", _("Peu importe")
    SUN = "sun", _("Beau temps")
    RAIN = "rain", _("Pluie")


class Interest(models.TextChoices):
    """What visitors ask for; the order is the engine's: it may be added to at the end, never changed."""

    NATURE = "nature", _("Nature et panoramas")
    WALK = "walk", _("Marcher")
    BIKE = "bike", _("Pédaler")
    WATER = "water", _("Baignade et rivières")
    SPORT = "sport", _("Sport et sensations")
    HERITAGE = "heritage", _("Châteaux et villages")
    MUSEUM = "museum", _("Musées")
    RELIGIOUS = "religious", _("Églises et abbayes")
    FOOD = "food", _("Bien manger")
    PRODUCTS = "products", _("Produits et marchés")
    CRAFT = "craft", _("Savoir-faire")
    EVENT = "event", _("Concerts et fêtes")
    CHILDREN = "children", _("Avec des enfants")
    WELLNESS = "wellness", _("Détente")
    SLEEP = "sleep", _("Où dormir")


class Country(models.TextChoices):
    """Where visitors come from, by ISO 3166 code; the others are kept as they were said."""

    FR = "FR", _("France")
    DE = "DE", _("Allemagne")
    GB = "GB", _("Royaume-Uni")
    NL = "NL", _("Pays-Bas")
    BE = "BE", _("Belgique")
    CH = "CH", _("Suisse")
    ES = "ES", _("Espagne")
    IT = "IT", _("Italie")
    US = "US", _("États-Unis")
    CA = "CA", _("Canada")
    PT = "PT", _("Portugal")
    LU = "LU", _("Luxembourg")
    IE = "IE", _("Irlande")
    AT = "AT", _("Autriche")
    PL = "PL", _("Pologne")
    CZ = "CZ", _("Tchéquie")
    DK = "DK", _("Danemark")
    SE = "SE", _("Suède")
    NO = "NO", _("Norvège")
    FI = "FI", _("Finlande")
    RO = "RO", _("Roumanie")
    HU = "HU", _("Hongrie")
    GR = "GR", _("Grèce")
    UA = "UA", _("Ukraine")
    TR = "TR", _("Turquie")
    IL = "IL", _("Israël")
    MA = "MA", _("Maroc")
    DZ = "DZ", _("Algérie")
    TN = "TN", _("Tunisie")
    BR = "BR", _("Brésil")
    AR = "AR", _("Argentine")
    MX = "MX", _("Mexique")
    AU = "AU", _("Australie")
    NZ = "NZ", _("Nouvelle-Zélande")
    JP = "JP", _("Japon")
    CN = "CN", _("Chine")
    KR = "KR", _("Corée du Sud")
    IN = "IN", _("Inde")


class SheetLanguage(models.TextChoices):
    """Languages in which a trip sheet is whole."""

    FRENCH = "fr", _("français")
    ENGLISH = "en", _("anglais")


class Topic(models.TextChoices):
    WELCOME = "welcome", _("Notre accueil")
    PROVIDER = "provider", _("Un prestataire")
    PLACE = "place", _("Un lieu, sa propreté")
    SIGNS = "signs", _("La signalisation")
    WORDS = "words", _("Un renseignement faux")
    OTHER = "other", _("Autre")


class ComplaintState(models.TextChoices):
    RECEIVED = "received", _("reçue")
    ACKNOWLEDGED = "acknowledged", _("accusée")
    ANSWERED = "answered", _("répondue")
