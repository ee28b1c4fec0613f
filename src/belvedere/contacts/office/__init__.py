"""Office screens of the relation: persons, doubles, files, wordings, retention."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSetGroup

from .duplicates import PersonPairViewSet
from .files import ContactFileViewSet
from .people import PersonViewSet
from .retention import RetentionViewSet
from .segments import SegmentViewSet
from .wordings import WordingViewSet


class ContactsGroup(ViewSetGroup):
    menu_label = _("Relation client")
    menu_icon = "group"
    menu_order = 120
    items = (
        PersonViewSet,
        PersonPairViewSet,
        SegmentViewSet,
        ContactFileViewSet,
        WordingViewSet,
        RetentionViewSet,
    )


@hooks.register("register_admin_viewset")
def contacts_screens() -> ContactsGroup:
    return ContactsGroup()
