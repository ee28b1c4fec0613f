"""Our own words: drafts, workflow, preview. A story is begun from the sheet of its offer."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import Column

from belvedere.catalogue import access
from belvedere.catalogue.models import OfferStory
from belvedere.shell.surfaces import OfficeViewSet


class StoryViewSet(OfficeViewSet):
    model = OfferStory
    icon = "edit"
    menu_label = _("Récits")
    menu_order = 101
    add_to_admin_menu = True
    offered = ("change", "delete", "view", "publish", "lock", "unlock")
    list_display = (
        "title",
        Column("offer", label=_("Offre")),
        Column("language", label=_("Langue")),
        Column("get_state", label=_("État")),
    )
    list_export = ("title", "offer", "language", "live")
    list_select_related = ("offer",)
    list_filter = ("language", "live")
    search_fields = ("title",)
    copy_view_enabled = False
    edit_handler = ObjectList([FieldPanel("title"), FieldPanel("intro"), FieldPanel("body")])

    def changeable(self, user: Any) -> "QuerySet[OfferStory]":
        return OfferStory.everything.filter(offer__in=access.editable_by(user).values("pk"))
