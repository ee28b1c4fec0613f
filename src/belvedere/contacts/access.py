"""Who sees and writes the file of contacts.

A file belongs to a destination: whoever works there, or above it, reads it; whoever writes there in person changes it.
A person reaches her own page by a signed address, without an account.
"""

from collections.abc import Callable
from typing import Any

from django.core import signing
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet

from belvedere.kit import scope
from belvedere.people import access as people
from belvedere.territories.models import Destination

from .models import (
    Act,
    ActFacts,
    Answer,
    Consent,
    ContactFile,
    Erasure,
    Expense,
    FileLine,
    Invitation,
    Journey,
    Letter,
    Mailing,
    Merge,
    OptIn,
    Person,
    PersonPair,
    Respondent,
    Segment,
    SegmentDay,
    Sending,
    SendingRules,
    Sheet,
    Study,
    Survey,
    Suspension,
    ValueRun,
    Walk,
    Wave,
    Wording,
)

people.office_rights(Person, editor=("view", "add", "change"), manager=("view", "add", "change"))
people.office_rights(Act)
people.office_rights(Consent)
people.office_rights(ContactFile, editor=("view", "add"), manager=("view", "add"))
people.office_rights(PersonPair)
people.office_rights(Merge)
people.office_rights(Erasure)
people.office_rights(OptIn)
people.office_rights(Wording, editor=("view", "add"), manager=("view", "add"))
people.office_rights(Letter, editor=("view", "add", "change"), manager=("view", "add", "change"))
people.office_rights(Mailing, editor=("view", "add"), manager=("view", "add"))
people.office_rights(Journey, editor=("view", "add", "change"), manager=("view", "add", "change"))
people.office_rights(SendingRules, manager=("view", "add", "change"))
people.office_rights(Suspension)
people.office_rights(Segment, editor=("view", "add", "change", "delete"), manager=("view", "add", "change", "delete"))

WRITTEN = ("view", "add", "change")
people.office_rights(Survey, editor=WRITTEN, manager=WRITTEN)
people.office_rights(Sheet)
people.office_rights(Study, editor=WRITTEN, manager=WRITTEN)
people.office_rights(Wave, editor=WRITTEN, manager=WRITTEN)
people.office_rights(Expense, editor=(*WRITTEN, "delete"), manager=(*WRITTEN, "delete"))
people.office_rights(ValueRun)

#: What an address opens: the preference page, or one refusal in one click.
PREFERENCES = "contacts.preferences"
SIGN_UP = "contacts.sign_up"


def visible_to(user: Any, model: type[Any]) -> "QuerySet[Any]":
    """Rows of one of the models of the room that ``user`` may see."""
    return scope.visible_to(user, model)


def files_kept_by(user: Any) -> "QuerySet[Destination]":
    """Destinations whose file ``user`` writes in."""
    return people.held_by(user, people.WRITING)


def people_kept_by(user: Any) -> "QuerySet[Person]":
    """Persons whose sheet ``user`` may change, merge, export or erase."""
    return Person.everything.filter(destination__in=files_kept_by(user))


def can_keep(user: Any, person: Person) -> bool:
    return people_kept_by(user).filter(pk=person.pk).exists()


def pairs_decided_by(user: Any) -> "QuerySet[PersonPair]":
    return PersonPair.everything.filter(first__destination__in=files_kept_by(user))


def files_brought_by(user: Any) -> "QuerySet[ContactFile]":
    """Files that ``user`` maps and brings in."""
    return ContactFile.everything.filter(destination__in=files_kept_by(user))


def can_keep_file(user: Any, destination: Destination) -> bool:
    return files_kept_by(user).filter(pk=destination.pk).exists()


def letters_written_by(user: Any) -> "QuerySet[Letter]":
    """Letters that ``user`` may change and send."""
    return Letter.everything.filter(destination__in=files_kept_by(user))


def mailings_run_by(user: Any) -> "QuerySet[Mailing]":
    return Mailing.everything.filter(destination__in=files_kept_by(user))


def segments_kept_by(user: Any) -> "QuerySet[Segment]":
    """Segments whose conditions ``user`` may change, and whose members she may take away in a file."""
    return Segment.everything.filter(destination__in=files_kept_by(user))


def surveys_run_by(user: Any) -> "QuerySet[Survey]":
    """Surveys that ``user`` words, opens, and whose answers she may take away in a file."""
    return Survey.everything.filter(destination__in=files_kept_by(user))


def studies_run_by(user: Any) -> "QuerySet[Study]":
    return Study.everything.filter(destination__in=files_kept_by(user))


def waves_run_by(user: Any) -> "QuerySet[Wave]":
    """Waves that ``user`` sets the quotas of and brings answers into."""
    return Wave.everything.filter(study__destination__in=files_kept_by(user))


def expenses_kept_by(user: Any) -> "QuerySet[Expense]":
    """Cost lines that ``user`` may change: not those that another room tells of."""
    return Expense.everything.filter(destination__in=files_kept_by(user), room="")


def journeys_run_by(user: Any) -> "QuerySet[Journey]":
    return Journey.everything.filter(destination__in=files_kept_by(user))


def sending_rules_of(user: Any) -> "QuerySet[SendingRules]":
    """Rules that ``user`` decides on: those of the destinations she answers for."""
    return SendingRules.everything.filter(destination__in=people.managed_by(user))


def address_of(person: Person, opens: str = PREFERENCES) -> str:
    """The signed word that opens a person's own page: nothing to keep, nothing to guess."""
    return signing.Signer(salt=opens).sign(person.key.hex)


def address_of_sign_up(optin: OptIn) -> str:
    return signing.Signer(salt=SIGN_UP).sign(optin.key.hex)


def sign_up_behind(token: str) -> OptIn | None:
    """None for a forged one, and once it is confirmed or forgotten."""
    try:
        key = signing.Signer(salt=SIGN_UP).unsign(token)
        return OptIn.everything.select_related("destination").filter(key=key).first()
    except (signing.BadSignature, ValueError, ValidationError):
        return None


def person_behind(token: str, opens: str = PREFERENCES) -> Person | None:
    """Whose address it is, the survivor of a merge included; None for a forged one and for somebody erased."""
    try:
        key = signing.Signer(salt=opens).unsign(token)
        found = Person.everything.select_related("merged_into", "destination").filter(key=key, erased_at=None).first()
    except (signing.BadSignature, ValueError, ValidationError):
        return None
    while found is not None and found.merged_into is not None:
        found = found.merged_into
    return found if found is not None and found.erased_at is None else None


#: From a row to the destination that holds its file.
HELD_BY = {
    "destination": (
        ContactFile, Expense, Journey, Letter, Mailing, OptIn, Person, Segment, Sending, SendingRules, Study, Survey,
        ValueRun,
    ),
    "person__destination": (Act, Consent, Erasure, Suspension, Walk),
    "first__destination": (PersonPair,),
    "kept__destination": (Merge,),
    "file__destination": (FileLine,),
    "act__person__destination": (ActFacts,),
    "segment__destination": (SegmentDay,),
    "survey__destination": (Invitation, Sheet),
    "sheet__survey__destination": (Answer,),
    "study__destination": (Wave,),
    "wave__study__destination": (Respondent,),
}  # fmt: skip


def held_through(path: str) -> Callable[[Any, "QuerySet[Any]"], "QuerySet[Any]"]:
    """The rule of rows that ``path`` ties to their destination: its own people and those above see them."""

    def see(user: Any, queryset: "QuerySet[Any]") -> "QuerySet[Any]":
        return queryset.filter(**{f"{path}__in": people.reach_of(user)})

    return see


for _path, _models in HELD_BY.items():
    for _model in _models:
        scope.rule(_model)(held_through(_path))


@scope.rule(Wording)
def see_wordings(user: Any, queryset: "QuerySet[Wording]") -> "QuerySet[Wording]":
    """The house's own are everybody's in the office."""
    common = Q(destination=None) if people.is_staff_of_an_office(user) else Q(pk__in=())
    return queryset.filter(Q(destination__in=people.reach_of(user)) | common)
