"""Pictures and documents with their rights: what visitors may see today, and until when."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic import IndexView

from belvedere.catalogue.models import Media
from belvedere.catalogue.queries import sheet
from belvedere.shell.surfaces import OfficeModelViewSet

from .filters import MediaFilter


class WhyColumn(Column):
    """Shown or not today, with the reason."""

    def get_value(self, instance: Media) -> str:
        (one,) = sheet.media_with_reasons([instance], today=timezone.localdate())
        return f"{_('montrée') if one.shown else _('non montrée')}\N{NO-BREAK SPACE}: {one.why}"


class MediaList(IndexView):
    default_ordering = ("offer", "position", "pk")


class MediaViewSet(OfficeModelViewSet):
    model = Media
    icon = "image"
    menu_label = _("Médias et droits")
    offered = ("view",)
    index_view_class = MediaList
    list_display = (
        TitleColumn("__str__", label=_("Média"), url_name="media:inspect"),
        Column("offer", label=_("Offre")),
        Column("credit", label=_("Crédit"), sort_key="credit"),
        Column("licence", label=_("Licence"), sort_key="licence"),
        Column("rights_end", label=_("Jusqu’au"), sort_key="rights_end"),
        WhyColumn("why", label=_("Aujourd’hui")),
    )
    list_export = ("offer", "url", "kind", "title", "credit", "licence", "rights_start", "rights_end")
    list_select_related = ("offer",)
    filterset_class = MediaFilter
    search_fields = ("title", "credit")
    inspect_view_fields = ("offer", "title", "url", "kind", "credit", "licence", "rights_start", "rights_end")
    form_fields = ("title",)
    copy_view_enabled = False

    def changeable(self, user: Any) -> "QuerySet[Media]":
        return Media.everything.none()

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Media]":
        return super().get_queryset(request).order_by("offer", "position", "pk")
