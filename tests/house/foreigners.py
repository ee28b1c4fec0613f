"""One row of everything, all of it in anne's house, all of it marked: what strangers must never see nor touch."""

from collections.abc import Callable, Container
from datetime import date
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.models import Model
from django.utils import timezone
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file
from wagtail.log_actions import log
from wagtail.models import Collection, Page

from belvedere.catalogue import models as catalogue
from belvedere.catalogue.enums import OfferStatus
from belvedere.cockpit import models as cockpit
from belvedere.contacts import models as contacts
from belvedere.desk import models as desk
from belvedere.kit import scope
from belvedere.meetings import models as meetings
from belvedere.observatory import models as observatory
from belvedere.people import models as people
from belvedere.people.enums import RoleKind
from belvedere.site.models import EditorialPage
from belvedere.territories import models as territories
from belvedere.territories.actions import holdings
from tests.factories.catalogue import MediaFactory, OfferFactory, SourceFactory
from tests.factories.cockpit import (
    DashboardFactory,
    MonthNoteFactory,
    NoteLetterFactory,
    NoteVersionFactory,
    SubscriberFactory,
    TileFactory,
)
from tests.factories.contacts import (
    ActFactory,
    ConsentFactory,
    ContactFileFactory,
    OptInFactory,
    PersonFactory,
    WordingFactory,
)
from tests.factories.desk import (
    ComplaintFactory,
    CounterFactory,
    DeskRequestFactory,
    OpeningDayFactory,
    RecommendationFactory,
    TripSheetFactory,
)
from tests.factories.mailings import (
    JourneyFactory,
    LetterFactory,
    MailingFactory,
    RulesFactory,
    SendingFactory,
    SuspensionFactory,
    WalkFactory,
    version,
)
from tests.factories.meetings import (
    CheckInFactory,
    DealFactory,
    EditionFactory,
    MeetingFactory,
    NoteFactory,
    NoticeFactory,
    ParticipantFactory,
    PlanFactory,
    ScenarioFactory,
    SheetFactory,
    SignUpFactory,
    SurveyFactory,
    WishFactory,
)
from tests.factories.observatory import (
    CityCampaignFactory,
    DataSourceFactory,
    DeliveryFactory,
    EventEditionFactory,
    SeriesFactory,
    SeriesForecastFactory,
)
from tests.factories.people import Cast, MembershipFactory, OrganisationFactory, grant
from tests.factories.segments import ActFactsFactory, SegmentDayFactory, SegmentFactory
from tests.factories.surveys import (
    AnswerFactory,
    AnswerSheetFactory,
    InvitationFactory,
    RespondentFactory,
    StudyFactory,
    VisitorSurveyFactory,
    WaveFactory,
)
from tests.factories.territories import BrandFactory
from tests.factories.value import ExpenseFactory, ValueRunFactory

#: In the name of every row of anne's: a page that shows it to somebody else leaks.
MARK = "Zyxwvut"
WORD = f"{MARK} auberge"

Builder = Callable[[Cast], Any]
BUILDERS: dict[type[Model], Builder] = {
    territories.Destination: lambda cast: cast.office,
    territories.Territory: lambda cast: cast.office.territory,
    territories.Brand: lambda cast: BrandFactory(destination=cast.office, display_name=WORD, signature=WORD),
    people.Organisation: lambda cast: cast.inn,
    people.Account: lambda cast: cast.anne,
    people.Membership: lambda cast: cast.paul.memberships.get(),
    people.Role: lambda cast: cast.anne.roles.get(),
    catalogue.Offer: lambda cast: _offer(cast),
    catalogue.Media: lambda cast: MediaFactory(offer=_offer(cast), title=WORD, credit=WORD),
    catalogue.OfferStory: lambda cast: catalogue.OfferStory.everything.create(
        offer=_offer(cast), title=WORD, live=False
    ),
    catalogue.OfferShare: lambda cast: catalogue.OfferShare.objects.create(offer=_offer(cast), destination=cast.region),
    catalogue.CorrectionRequest: lambda cast: catalogue.CorrectionRequest.everything.create(
        offer=_offer(cast), message=WORD, asked_by=cast.paul, asked_at=timezone.now()
    ),
    catalogue.DuplicatePair: lambda cast: _pair(cast),
    catalogue.ImportRun: lambda cast: _run(cast),
    catalogue.ImportItem: lambda cast: catalogue.ImportItem.everything.create(
        run=_run(cast), place=WORD, status="created", sentence=WORD
    ),
    observatory.DataSource: lambda cast: _figures(cast),
    observatory.Mapping: lambda cast: observatory.Mapping.everything.create(
        source=_figures(cast), columns={"period": WORD, "values": {WORD: {}}}, saved_at=timezone.now()
    ),
    observatory.Series: lambda cast: _series(cast),
    observatory.SeriesBreak: lambda cast: observatory.SeriesBreak.everything.create(
        series=_series(cast), day=timezone.localdate(), sentence=WORD
    ),
    observatory.FlowZone: lambda cast: observatory.FlowZone.everything.create(
        source=_figures(cast), key=WORD, name=WORD
    ),
    observatory.Delivery: lambda cast: DeliveryFactory(source=_figures(cast), file=WORD),
    observatory.DeliveryItem: lambda cast: observatory.DeliveryItem.everything.create(
        delivery=DeliveryFactory(source=_figures(cast), file=WORD), place=WORD, status="created", sentence=WORD
    ),
    observatory.ForecastRun: lambda cast: _forecast(cast).run,
    observatory.SeriesForecast: lambda cast: _forecast(cast),
    observatory.Event: lambda cast: _year_of_event(cast).event,
    observatory.EventEdition: lambda cast: _year_of_event(cast),
    observatory.CityCampaign: lambda cast: CityCampaignFactory(
        destination=cast.office, origins=_figures(cast), name=WORD
    ),
    observatory.EffectReading: lambda cast: observatory.EffectReading.everything.create(
        edition=_year_of_event(cast), kind="effect", made_at=timezone.now(), answer={"reasons": [WORD]}
    ),
    contacts.Person: lambda cast: _visitor(cast),
    contacts.Act: lambda cast: ActFactory(person=_visitor(cast), label=WORD),
    contacts.Wording: lambda cast: WordingFactory(destination=cast.office, text=WORD),
    contacts.Consent: lambda cast: ConsentFactory(person=_visitor(cast), reference=WORD),
    contacts.ContactFile: lambda cast: ContactFileFactory(destination=cast.office, name=f"{WORD}.csv"),
    contacts.FileLine: lambda cast: contacts.FileLine.everything.create(
        file=ContactFileFactory(destination=cast.office), number=2, status="failed", sentence=WORD
    ),
    contacts.PersonPair: lambda cast: _look_alikes(cast),
    contacts.Merge: lambda cast: contacts.Merge.everything.create(
        kept=_visitor(cast), absorbed=_visitor(cast), at=timezone.now()
    ),
    contacts.Erasure: lambda cast: contacts.Erasure.everything.create(
        person=_visitor(cast), cause="asked", at=timezone.now()
    ),
    contacts.OptIn: lambda cast: OptInFactory(destination=cast.office, first_name=WORD),
    contacts.ActFacts: lambda cast: ActFactsFactory(act__person=_visitor(cast), act__label=WORD),
    contacts.Survey: lambda cast: VisitorSurveyFactory(destination=cast.office, name=WORD),
    contacts.Invitation: lambda cast: InvitationFactory(survey__destination=cast.office, survey__name=WORD),
    contacts.Sheet: lambda cast: AnswerSheetFactory(survey__destination=cast.office, survey__name=WORD),
    contacts.Answer: lambda cast: AnswerFactory(sheet__survey__destination=cast.office, words=WORD),
    contacts.Study: lambda cast: StudyFactory(destination=cast.office, name=WORD, traits=WORD),
    contacts.Wave: lambda cast: WaveFactory(study__destination=cast.office, study__name=WORD, institute=WORD),
    contacts.Respondent: lambda cast: RespondentFactory(wave__study__destination=cast.office, number=WORD),
    contacts.Expense: lambda cast: ExpenseFactory(destination=cast.office, name=WORD, supplier=WORD),
    contacts.ValueRun: lambda cast: ValueRunFactory(destination=cast.office, names={"fideles": WORD}),
    contacts.Segment: lambda cast: SegmentFactory(destination=cast.office, name=WORD, about=WORD),
    contacts.SegmentDay: lambda cast: SegmentDayFactory(segment__destination=cast.office, segment__name=WORD),
    meetings.Edition: lambda cast: _edition(cast),
    meetings.Participant: lambda cast: ParticipantFactory(edition=_edition(cast), name=WORD, about=WORD),
    meetings.Wish: lambda cast: WishFactory(
        wisher=ParticipantFactory(edition=_edition(cast)),
        wanted=ParticipantFactory(edition=_edition(cast), side="buyer"),
    ),
    meetings.PlanVersion: lambda cast: PlanFactory(edition=_edition(cast), origin=WORD),
    meetings.Scenario: lambda cast: ScenarioFactory(edition=_edition(cast), name=WORD),
    meetings.Notice: lambda cast: NoticeFactory(participant__edition=_edition(cast), participant__name=WORD),
    meetings.ParticipantSheet: lambda cast: SheetFactory(edition=_edition(cast), name=WORD),
    meetings.SignUp: lambda cast: SignUpFactory(edition=_edition(cast), structure=WORD, about=WORD),
    meetings.Meeting: lambda cast: MeetingFactory(plan=PlanFactory(edition=_edition(cast))),
    meetings.CheckIn: lambda cast: CheckInFactory(participant__edition=_edition(cast), device=WORD),
    desk.Counter: lambda cast: CounterFactory(destination=cast.office, name=WORD),
    desk.DeskRequest: lambda cast: DeskRequestFactory(destination=cast.office, question=WORD, origin=WORD),
    desk.Recommendation: lambda cast: RecommendationFactory(
        request__destination=cast.office, offer=OfferFactory(name=WORD, commune=cast.here)
    ),
    meetings.TableLoss: lambda cast: meetings.TableLoss.everything.create(
        edition=_edition(cast), table=1, from_slot=0, noted_at=timezone.now()
    ),
    meetings.Repair: lambda cast: meetings.Repair.everything.create(
        plan=PlanFactory(edition=_edition(cast), origin=WORD),
        frozen_before=0,
        fewest=0,
        bound=1,
        proposed_at=timezone.now(),
    ),
    meetings.Swap: lambda cast: _swap(cast),
    desk.TripSheet: lambda cast: TripSheetFactory(
        request__destination=cast.office, destination=cast.office, start_label=WORD
    ),
    meetings.MeetingNote: lambda cast: NoteFactory(writer=_guest(cast), text=WORD),
    meetings.ContactShare: lambda cast: meetings.ContactShare.everything.create(
        giver=_guest(cast), receiver=ParticipantFactory(edition=_edition(cast), side="buyer"), at=timezone.now()
    ),
    meetings.Survey: lambda cast: SurveyFactory(participant=_guest(cast), words=WORD),
    meetings.Deal: lambda cast: DealFactory(seller=_guest(cast)),
    meetings.Cost: lambda cast: meetings.Cost.everything.create(edition=_edition(cast), label=WORD, amount=100),
    meetings.Measure: lambda cast: meetings.Measure.everything.create(
        edition=_edition(cast), measured_at=timezone.now(), figures={}
    ),
    desk.Complaint: lambda cast: ComplaintFactory(destination=cast.office, text=WORD, author=WORD, about=WORD),
    desk.OpeningDay: lambda cast: OpeningDayFactory(counter__destination=cast.office, counter__name=f"{WORD} bis"),
    contacts.Letter: lambda cast: LetterFactory(
        destination=cast.office, name=WORD, versions=[version(subject=WORD, text=f"<p>{WORD}</p>")]
    ),
    contacts.Mailing: lambda cast: MailingFactory(destination=cast.office, name=WORD),
    contacts.Sending: lambda cast: SendingFactory(destination=cast.office, person__last_name=WORD, reason=WORD),
    contacts.SendingRules: lambda cast: RulesFactory(destination=cast.office, sender=WORD, postal_address=WORD),
    contacts.Suspension: lambda cast: SuspensionFactory(
        person__destination=cast.office, person__last_name=WORD, reason=WORD
    ),
    contacts.Journey: lambda cast: JourneyFactory(destination=cast.office, name=WORD),
    contacts.Walk: lambda cast: WalkFactory(journey__destination=cast.office, person__last_name=WORD),
    cockpit.Dashboard: lambda cast: DashboardFactory(destination=cast.office, title=WORD, words=WORD),
    cockpit.Tile: lambda cast: TileFactory(
        dashboard__destination=cast.office, series=None, subject="words", title=WORD
    ),
    cockpit.MonthNote: lambda cast: MonthNoteFactory(destination=cast.office, words=WORD),
    cockpit.NoteVersion: lambda cast: NoteVersionFactory(note=_note(cast, 2), reason=WORD),
    cockpit.Subscriber: lambda cast: SubscriberFactory(destination=cast.office, email=f"{MARK}@exemple.fr"),
    cockpit.NoteLetter: lambda cast: NoteLetterFactory(
        note=_note(cast, 3), subscriber__destination=cast.office, failure=WORD
    ),
    Image: lambda cast: Image.objects.create(
        title=WORD, file=get_test_image_file(), collection=_library(cast), uploaded_by_user=cast.anne
    ),
    Document: lambda cast: Document.objects.create(title=WORD, file="marque.txt", collection=_library(cast)),
    Page: lambda cast: cast.office.page_root.add_child(
        instance=EditorialPage(title=WORD, slug="marque", intro=WORD, live=False)
    ),
}

#: Rows that belong to nobody in particular: whoever enters the office sees them all.
SHARED = {
    territories.Area, territories.Commune, territories.Contour, territories.Vintage, catalogue.Source,
    catalogue.OfferType,
}  # fmt: skip


def _offer(cast: Cast) -> catalogue.Offer:
    return OfferFactory(name=WORD, slug="marque", commune=cast.here, managed_by=cast.office, status=OfferStatus.HIDDEN)


def _look_alikes(cast: Cast) -> contacts.PersonPair:
    first, second = sorted((_visitor(cast), _visitor(cast)), key=lambda person: person.pk)
    return contacts.PersonPair.everything.create(first=first, second=second, reason=WORD, score=90)


def _visitor(cast: Cast) -> contacts.Person:
    return PersonFactory(destination=cast.office, first_name=WORD, last_name=WORD)


def _note(cast: Cast, month: int) -> cockpit.MonthNote:
    return MonthNoteFactory(destination=cast.office, words=WORD, month=date(2025, month, 1))


def _edition(cast: Cast) -> meetings.Edition:
    return EditionFactory(destination=cast.office, name=WORD, place=WORD)


def _figures(cast: Cast) -> observatory.DataSource:
    return DataSourceFactory(destination=cast.office, name=WORD)


def _forecast(cast: Cast) -> observatory.SeriesForecast:
    found = observatory.SeriesForecast.everything.first()
    run = {"run__source": _figures(cast), "series": _series(cast), "lack": WORD}
    return found or SeriesForecastFactory(**run)


def _year_of_event(cast: Cast) -> observatory.EventEdition:
    found = observatory.EventEdition.everything.first()
    return found or EventEditionFactory(event__destination=cast.office, event__series=_series(cast), event__name=WORD)


def _series(cast: Cast) -> observatory.Series:
    return SeriesFactory(source=_figures(cast), name=WORD, commune=cast.here)


def _swap(cast: Cast) -> meetings.Swap:
    asker, partner, host = (ParticipantFactory(edition=_edition(cast), name=f"{WORD} {k}") for k in range(3))
    return meetings.Swap.everything.create(asker=asker, partner=partner, host=host, asked_at=timezone.now())


def _guest(cast: Cast) -> meetings.Participant:
    """Of a house that anne and bruno belong to: what its people keep to themselves, they read and no stranger does."""
    house = OrganisationFactory(name=WORD, destination=cast.office)
    for account in (cast.anne, cast.bruno):
        MembershipFactory(account=account, organisation=house)
    return ParticipantFactory(edition=_edition(cast), name=WORD, organisation=house)


def _pair(cast: Cast) -> catalogue.DuplicatePair:
    first, second = _offer(cast), _offer(cast)
    return catalogue.DuplicatePair.everything.create(first=first, second=second, reason=WORD, score=90)


def _run(cast: Cast) -> catalogue.ImportRun:
    source = SourceFactory(slug="marque", name="Source", destination=cast.office)
    return catalogue.ImportRun.everything.create(source=source, feed=WORD, started_at=timezone.now())


def _library(cast: Cast) -> Collection:
    found = Collection.objects.filter(name="Chez anne").first()
    return found or Collection.get_first_root_node().add_child(name="Chez anne")


def mark(cast: Cast) -> None:
    """Writes the mark on the cast's own rows; the names of destinations are public."""
    territories.Territory.everything.filter(pk=cast.office.territory_id).update(name=WORD)
    people.Organisation.everything.filter(pk=cast.inn.pk).update(name=WORD)
    people.Account.everything.filter(pk__in=[cast.anne.pk, cast.bruno.pk, cast.paul.pk]).update(last_name=WORD)


def build(cast: Cast) -> dict[type[Model], Any]:
    """A marked row of every model, each with a line in the office's history."""
    mark(cast)
    for account in (cast.anne, cast.bruno, cast.chloe):
        account.refresh_from_db()
    for destination in (cast.region, cast.office, cast.neighbour):
        destination.refresh_from_db()
        holdings.give_holdings(destination)
        destination.collection = _library(cast) if destination == cast.office else None
        destination.save()
    grant(cast.chloe, cast.neighbour)
    grant(cast.anne, cast.office)
    grant(cast.bruno, cast.office, RoleKind.EDITOR)
    rows = {model: builder(cast) for model, builder in BUILDERS.items()}
    for row in rows.values():
        row.refresh_from_db()
        log(instance=row, action="wagtail.edit", user=cast.anne)
    return rows


def scoped_models() -> list[type[Model]]:
    """Models of the rooms that say who sees their rows."""
    rooms = {config.label for config in apps.get_app_configs() if config.name in settings.ROOMS}
    models = [model for model in apps.get_models() if model._meta.app_label in rooms]
    return [model for model in models if isinstance(model._default_manager, scope.ScopedManager)]


def belongings(cast: Cast, tables: Container[str] | None = None) -> dict[str, list[Any]]:
    """Everything in anne's house, or what lies in these tables, to be found the same after a stranger has passed."""
    held = {model: scope.visible_to(cast.anne, model) for model in scoped_models() if _in(model, tables)}
    ground = cast.office.territory.communes
    held |= {model: model.objects.all() for model in (Image, Document, Page) if _in(model, tables)}
    if _in(ground.through, tables):
        held[ground.through] = ground.through.objects.filter(territory=cast.office.territory)
    return {model._meta.label: list(rows.order_by("pk").values()) for model, rows in held.items()}


def _in(model: type[Model], tables: Container[str] | None) -> bool:
    return tables is None or model._meta.db_table in tables
