"""Office screens: editions with their capacity and versions, participants, and the wall of a plan."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSetGroup

from .editions import EditionViewSet
from .participants import ParticipantViewSet
from .signups import SignUpViewSet


class MeetingsGroup(ViewSetGroup):
    menu_label = _("Rencontres pro")
    menu_icon = "group"
    menu_order = 160
    items = (EditionViewSet, ParticipantViewSet, SignUpViewSet)


@hooks.register("register_admin_viewset")
def screens() -> MeetingsGroup:
    return MeetingsGroup()
