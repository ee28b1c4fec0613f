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
    MEASURE = "measure", _("Laisser compter les liens que je suis")


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


class LineStatus(models.TextChoices):
    """What became of a line of a file."""

    CREATED = "created", _("ajoutée")
    UPDATED = "updated", _("complétée")
    UNCHANGED = "unchanged", _("inchangée")
    FAILED = "failed", _("en échec")


class PairStatus(models.TextChoices):
    TO_REVIEW = "to_review", _("à examiner")
    SAME = "same", _("même personne")
    DIFFERENT = "different", _("deux personnes")


class ErasureCause(models.TextChoices):
    ASKED = "asked", _("à sa demande")
    RETENTION = "retention", _("trois ans sans nouvelles d’elle")


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
    PLANNED = "planned", _("Séjour à venir")
    STAYED = "stayed", _("Visite ou séjour")
    ANSWERED = "answered", _("Réponse à une enquête")
    WROTE = "wrote", _("Message reçu de la personne")
    SENT = "sent", _("Courriel envoyé")
    OPENED = "opened", _("Courriel ouvert")
    CLICKED = "clicked", _("Lien suivi")
    BOUNCED = "bounced", _("Courriel non remis")
    WARNED = "warned", _("Prévenue de l’effacement")


class Stage(models.TextChoices):
    """Stations of the tourist's commercial itinerary."""

    DREAM = "dream", _("rêver")
    PLAN = "plan", _("préparer")
    BOOK = "book", _("réserver")
    STAY = "stay", _("séjourner")
    SHARE = "share", _("partager")
    BACK = "back", _("revenir")


class MailingStatus(models.TextChoices):
    DRAFT = "draft", _("brouillon")
    PREPARING = "preparing", _("en préparation")
    READY = "ready", _("prêt")
    SENDING = "sending", _("en cours d’envoi")
    PAUSED = "paused", _("en pause")
    DONE = "done", _("terminé")
    CANCELLED = "cancelled", _("annulé")


class SendingState(models.TextChoices):
    """``leaving`` is written just before the letter is handed to the server, ``doubt`` is what a worker killed there
    leaves: it may have left, and is not sent again by itself."""

    WAITING = "waiting", _("en attente")
    CLAIMED = "claimed", _("pris")
    LEAVING = "leaving", _("en cours de remise")
    SENT = "sent", _("envoyé")
    SKIPPED = "skipped", _("non envoyé")
    FAILED = "failed", _("en échec")
    DOUBT = "doubt", _("remise incertaine")


class Skip(models.TextChoices):
    """Why a letter did not leave; ``reason`` of a sending holds it."""

    CONSENT = "consent", _("consentement absent ou retiré")
    SUSPENDED = "suspended", _("adresse suspendue")
    CAPPED = "capped", _("plafond d’envois atteint")
    GONE = "gone", _("personne effacée, fusionnée ou sans adresse")
    CANCELLED = "cancelled", _("envoi annulé")
    LATE = "late", _("trop tard")
    STOPPED = "stopped", _("ce qui devait arrêter le parcours s’est passé")
    LANGUAGE = "language", _("lettre vide")


class Trigger(models.TextChoices):
    ACT = "act", _("quelque chose s’est passé")
    CONSENT = "consent", _("un consentement est donné")
    SEGMENT = "segment", _("entrée dans un segment")
    STAY = "stay", _("avant ou après un séjour")
    SILENCE = "silence", _("plus de nouvelles depuis longtemps")


class JourneyStatus(models.TextChoices):
    DRAFT = "draft", _("brouillon")
    OPEN = "open", _("en marche")
    CLOSED = "closed", _("arrêté")


class WalkEnd(models.TextChoices):
    """Why a walk is over."""

    DONE = "done", _("arrivé au bout")
    WITHDRAWN = "withdrawn", _("consentement retiré")
    SUSPENDED = "suspended", _("adresse suspendue")
    GONE = "gone", _("personne effacée, fusionnée ou sans adresse")
    ACTED = "acted", _("ce qui devait l’arrêter s’est passé")
    LEFT = "left", _("sortie du segment")
    BEGUN = "begun", _("le séjour a commencé")
    CHANGED = "changed", _("l’étape où elle était n’existe plus")


class ReturnKind(models.TextChoices):
    """What came back for a letter: the weights of ``engines.returns``."""

    HARD = "hard", _("adresse morte")
    SOFT = "soft", _("non remis cette fois")
    COMPLAINT = "complaint", _("signalé comme indésirable")


class ExpensePurpose(models.TextChoices):
    """What money was spent for: the purposes of ``engines.value``."""

    ACQUISITION = "acquisition", _("faire venir de nouvelles personnes")
    RETENTION = "retention", _("faire revenir des personnes connues")


class Zone(models.TextChoices):
    """Time zones of French destinations."""

    PARIS = "Europe/Paris", _("France métropolitaine")
    REUNION = "Indian/Reunion", _("La Réunion")
    MAYOTTE = "Indian/Mayotte", _("Mayotte")
    GUADELOUPE = "America/Guadeloupe", _("Guadeloupe, Saint-Martin, Saint-Barthélemy")
    MARTINIQUE = "America/Martinique", _("Martinique")
    GUYANE = "America/Cayenne", _("Guyane")
    MIQUELON = "America/Miquelon", _("Saint-Pierre-et-Miquelon")
    NOUMEA = "Pacific/Noumea", _("Nouvelle-Calédonie")
    TAHITI = "Pacific/Tahiti", _("Polynésie française")
    WALLIS = "Pacific/Wallis", _("Wallis-et-Futuna")


class StayKind(models.TextChoices):
    """How somebody was, or will be, here."""

    PASSING = "passing", _("de passage")
    DAY = "day", _("à la journée")
    NIGHTS = "nights", _("en séjour")
    LOCAL = "local", _("habite ici")


class Theme(models.TextChoices):
    """What people come for, as their acts tell it."""

    NATURE = "nature", _("nature et panoramas")
    WALK = "walk", _("marche")
    BIKE = "bike", _("vélo")
    WATER = "water", _("baignade et rivières")
    SPORT = "sport", _("sport et sensations")
    HERITAGE = "heritage", _("châteaux et villages")
    MUSEUM = "museum", _("musées")
    RELIGIOUS = "religious", _("églises et abbayes")
    FOOD = "food", _("bonnes tables")
    PRODUCTS = "products", _("produits et marchés")
    CRAFT = "craft", _("savoir-faire")
    EVENT = "event", _("concerts et fêtes")
    CHILDREN = "children", _("activités avec des enfants")
    WELLNESS = "wellness", _("détente")
    SLEEP = "sleep", _("hébergement")


class QuestionKind(models.TextChoices):
    """Questions of a survey; what each takes is a constraint of ``Answer``."""

    NPS = "nps", _("recommandation")
    CSAT = "csat", _("satisfaction")
    ONE = "one", _("un choix")
    SEVERAL = "several", _("plusieurs choix")
    FREE = "free", _("mots libres")


class AnswerPath(models.TextChoices):
    """How a survey reached whoever answers it."""

    MAIL = "mail", _("lettre")
    DESK = "desk", _("tablette de l’accueil")
    QR = "qr", _("QR code sur place")
    SITE = "site", _("site public")
