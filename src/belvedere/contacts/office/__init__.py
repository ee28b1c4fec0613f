"""Office screens of the relation: persons, segments, letters, journeys, surveys, image studies, files, retention."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSetGroup

from .choosers import LetterChooser, OfferChooser, SurveyChooser, TextChooser
from .duplicates import PersonPairViewSet
from .files import ContactFileViewSet
from .journeys import JourneyViewSet
from .letters import LetterViewSet, RulesViewSet
from .mailings import MailingViewSet
from .people import PersonViewSet
from .retention import RetentionViewSet
from .segments import SegmentViewSet
from .studies import StudyViewSet, WaveViewSet
from .surveys import SurveyViewSet
from .value import ExpenseViewSet, ValueViewSet
from .wordings import WordingViewSet


class ContactsGroup(ViewSetGroup):
    menu_label = _("Relation client")
    menu_icon = "group"
    menu_order = 120
    items = (
        PersonViewSet,
        PersonPairViewSet,
        SegmentViewSet,
        LetterViewSet,
        MailingViewSet,
        JourneyViewSet,
        SurveyViewSet,
        StudyViewSet,
        WaveViewSet,
        ValueViewSet,
        ExpenseViewSet,
        RulesViewSet,
        ContactFileViewSet,
        WordingViewSet,
        RetentionViewSet,
    )


@hooks.register("register_admin_viewset")
def contacts_screens() -> ContactsGroup:
    return ContactsGroup()


@hooks.register("register_admin_viewset")
def letter_choosers() -> list[LetterChooser | OfferChooser | SurveyChooser]:
    return [
        LetterChooser("letter_chooser"),
        TextChooser("text_chooser"),
        OfferChooser("letter_offer_chooser"),
        SurveyChooser("survey_chooser"),
    ]
