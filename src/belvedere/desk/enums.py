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


class SheetLanguage(models.TextChoices):
    """Languages in which a trip sheet is whole; who speaks another one reads English."""

    FRENCH = "fr", _("français")
    ENGLISH = "en", _("anglais")
    GERMAN = "de", _("allemand")
    DUTCH = "nl", _("néerlandais")
    SPANISH = "es", _("espagnol")
    ITALIAN = "it", _("italien")

    @classmethod
    def spoken_by(cls, language: str) -> "SheetLanguage":
        """For somebody of whom the desk noted this language, or nothing."""
        known = language or cls.FRENCH
        return cls(known) if known in cls.values else cls.ENGLISH


class Pace(models.TextChoices):
    """How a day is filled; the codes are those of the engine's proposals."""

    FULL = "full", _("Bien remplie")
    CALM = "calm", _("Au calme")
    RAINY = "rainy", _("S’il pleut")


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
