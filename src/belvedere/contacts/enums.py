"""Choices of the room."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Source(models.TextChoices):
    """Where a person came to us from."""

    DESK = "desk", _("accueil")
    SITE = "site", _("site public")
    SHOP = "shop", _("boutique")
    SURVEY = "survey", _("enquête")
    IMPORT = "import", _("fichier importé")
    OFFICE = "office", _("saisie au bureau")


class Purpose(models.TextChoices):
    """What we may write for; the preference page prints the labels."""

    NEWSLETTER = "news", _("Recevoir la lettre d’information")
    OFFERS = "offers", _("Recevoir des idées de séjour et des offres")
    SURVEY = "survey", _("Donner mon avis après une visite")
    CONTACT = "contact", _("Être recontacté au sujet de ma demande")


class Channel(models.TextChoices):
    MAIL = "mail", _("par courriel")
    SMS = "sms", _("par SMS")
    PHONE = "phone", _("par téléphone")
    POST = "post", _("par courrier")


class Proof(models.TextChoices):
    """How a line of the ledger came to be; ``reference`` says where to find it."""

    DOUBLE = "double", _("formulaire confirmé par courriel")
    COUNTER = "counter", _("dit à l’accueil, case cochée devant la personne")
    PAGE = "page", _("page de préférences")
    LINK = "link", _("désinscription en un clic")
    PAPER = "paper", _("bulletin signé")
    FILE = "file", _("fichier importé, preuve déclarée")
    PURCHASE = "purchase", _("case cochée lors d’un achat")
    OFFICE = "office", _("demande reçue par l’office")
    BOUNCE = "bounce", _("plainte ou adresse morte, reçue du serveur de courriel")


class ActKind(models.TextChoices):
    """Lines of a timeline. Whether a line is the person's own doing is said by the line itself."""

    CAME = "came", _("Entrée au fichier")
    CONSENTED = "consented", _("Consentement")
    WITHDREW = "withdrew", _("Retrait de consentement")
    UPDATED = "updated", _("Coordonnées changées")
    KEPT = "kept", _("A demandé à rester au fichier")
    DESK = "desk", _("Passage à l’accueil")
    SHEET = "sheet", _("Fiche de séjour envoyée")
    BOOKED = "booked", _("Réservation")
    BOUGHT = "bought", _("Achat")
    STAYED = "stayed", _("Visite ou séjour")
    ANSWERED = "answered", _("Réponse à une enquête")
    WROTE = "wrote", _("Message reçu de la personne")
    SENT = "sent", _("Courriel envoyé")
    OPENED = "opened", _("Courriel ouvert")
    CLICKED = "clicked", _("Lien suivi")
    BOUNCED = "bounced", _("Courriel non remis")
    WARNED = "warned", _("Prévenue de l’effacement")
