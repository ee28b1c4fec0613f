"""Choices of the room."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Family(models.IntegerChoices):
    """The four DATAtourisme families, as bits: one offer can belong to several."""

    PLACE = 1, _("lieu")
    EVENT = 2, _("événement")
    PRODUCT = 4, _("produit")
    TOUR = 8, _("itinéraire")


class OfferStatus(models.TextChoices):
    ACTIVE = "active", _("en ligne")
    HIDDEN = "hidden", _("masquée")
    ARCHIVED = "archived", _("archivée")


class MediaKind(models.TextChoices):
    IMAGE = "image", _("image")
    VIDEO = "video", _("vidéo")
    SOUND = "sound", _("son")
    TRACK = "track", _("trace")
    DOCUMENT = "document", _("document")
    PAGE = "page", _("page")


class SourceKind(models.TextChoices):
    DATATOURISME = "datatourisme", "DATAtourisme"
    OURS = "ours", _("saisie par nos soins")


class RunStatus(models.TextChoices):
    RUNNING = "running", _("en cours")
    DONE = "done", _("terminée")
    INTERRUPTED = "interrupted", _("interrompue")
    REFUSED = "refused", _("refusée")


class ItemStatus(models.TextChoices):
    CREATED = "created", _("créée")
    UPDATED = "updated", _("mise à jour")
    UNCHANGED = "unchanged", _("inchangée")
    ARCHIVED = "archived", _("archivée")
    SKIPPED = "skipped", _("écartée")
    FAILED = "failed", _("en échec")


class DuplicateStatus(models.TextChoices):
    TO_REVIEW = "to_review", _("à examiner")
    SAME = "same", _("même offre")
    DIFFERENT = "different", _("offres distinctes")


class RequestStatus(models.TextChoices):
    OPEN = "open", _("à traiter")
    DONE = "done", _("corrigée")
    DECLINED = "declined", _("sans suite")
