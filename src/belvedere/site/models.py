"""The favourites notebook, kept without an account, and the editorial pages."""

from django.conf import settings
from django.db import models
from django.http import HttpRequest
from django.urls import get_script_prefix, reverse
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
    """A page written by the office: an idea for a stay, a practical page. Offers are never pages.

    It belongs to the destination that it was written under.
    """

    language = models.CharField(_("langue"), max_length=5, choices=PageLanguage, default=PageLanguage.FRENCH)
    intro = models.TextField(_("chapeau"), max_length=400)
    image = models.ForeignKey(
        "wagtailimages.Image", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("image")
    )
    featured = models.BooleanField(_("mise en avant à l’accueil"), default=False)
    shared_below = models.BooleanField(_("montrée aussi sur les sites des destinations filles"), default=False)
    body = BlocksField(editorial_blocks(), verbose_name=_("contenu"))

    content_panels = [
        *Page.content_panels,
        *(FieldPanel(name) for name in ("language", "intro", "image", "body", "featured", "shared_below")),
    ]
    template = "site/editorial.html"
    parent_page_types = ["wagtailcore.Page"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("page éditoriale")
        verbose_name_plural = _("pages éditoriales")

    @property
    def destination(self) -> Destination | None:
        return Destination.everything.filter(page_root__in=self.get_ancestors().values("pk")).order_by("pk").last()

    def get_url_parts(self, request: object = None) -> tuple[int, str, str] | None:
        """The site is the destination's, not one of Wagtail's."""
        place = self.destination
        if place is None:
            return None
        path = reverse("site:editorial", args=[self.slug]).removeprefix(get_script_prefix())
        prefix = "" if place.is_default or place.hostname else f"/{place.slug}"
        root = f"https://{place.hostname}" if place.hostname else settings.WAGTAILADMIN_BASE_URL.rstrip("/")
        return 0, root, f"{prefix}/{path}"

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict[str, object]:
        """What the preview shows, as the public page does."""
        head = {"page_title": self.title, "page_description": self.search_description or self.intro, "indexed": False}
        return super().get_context(request, *args, **kwargs) | head
