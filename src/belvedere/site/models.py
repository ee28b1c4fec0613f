"""The favourites notebook, kept without an account, and the editorial pages."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from belvedere.catalogue.models import Offer
from belvedere.shell.blocks import editorial_blocks
from belvedere.shell.fields import BlocksField
from belvedere.territories.models import Destination

from .enums import PageLanguage


class Notebook(models.Model):
    """A visitor's favourites. ``token`` is her own key, in a cookie; ``shared`` only lets others read. No name kept."""

    token = models.CharField(_("clé"), max_length=43, unique=True)
    shared = models.CharField(_("adresse de partage"), max_length=22, unique=True)
    created_at = models.DateTimeField(_("ouvert le"))
    touched_at = models.DateTimeField(_("modifié le"), db_index=True)

    class Meta:
        verbose_name = _("carnet")
        verbose_name_plural = _("carnets")

    def __str__(self) -> str:
        return self.shared


class NotebookItem(models.Model):
    """An offer kept in a notebook."""

    notebook = models.ForeignKey(Notebook, models.CASCADE, related_name="items", verbose_name=_("carnet"))
    offer = models.ForeignKey(Offer, models.CASCADE, related_name="+", verbose_name=_("offre"))
    added_at = models.DateTimeField(_("ajoutée le"))

    class Meta:
        verbose_name = _("offre gardée")
        verbose_name_plural = _("offres gardées")
        ordering = ["added_at", "id"]
        constraints = [models.UniqueConstraint(fields=["notebook", "offer"], name="kept_once")]

    def __str__(self) -> str:
        return f"{self.notebook} : {self.offer}"


class EditorialPage(Page):
    """A page written by the office: an idea for a stay, a practical page. Offers are never pages."""

    destination = models.ForeignKey(
        Destination, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("destination"),
        help_text=_("Vide : visible sur tous les sites."),
    )  # fmt: skip
    language = models.CharField(_("langue"), max_length=5, choices=PageLanguage, default=PageLanguage.FRENCH)
    intro = models.TextField(_("chapeau"), max_length=400)
    image = models.ForeignKey(
        "wagtailimages.Image", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("image")
    )
    featured = models.BooleanField(_("mise en avant à l’accueil"), default=False)
    body = BlocksField(editorial_blocks(), verbose_name=_("contenu"))

    content_panels = [
        *Page.content_panels,
        *(FieldPanel(name) for name in ("destination", "language", "intro", "image", "featured", "body")),
    ]
    template = "site/editorial.html"
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("page éditoriale")
        verbose_name_plural = _("pages éditoriales")

    def get_url_parts(self, request: object = None) -> tuple[int, str, str] | None:
        parts = super().get_url_parts(request)
        return parts and (parts[0], parts[1], reverse("site:editorial", args=[self.slug]))
