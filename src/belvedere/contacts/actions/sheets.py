"""Whose a sheet of answers is, where she has asked us to know it, and how it becomes nobody's again."""

from belvedere.contacts.enums import QuestionKind
from belvedere.contacts.models import Answer, OptIn, Person, Sheet


def claim_sheets(*, optin: OptIn, person: Person) -> None:
    """The address left on a sheet is confirmed: the sheet is this person's."""
    Sheet.everything.filter(optin=optin).update(person=person, optin=None)


def forget_words(*, person: Person) -> None:
    """What she wrote in her own words is emptied; marks and choices stay, and so does every count."""
    Answer.everything.filter(sheet__person=person, kind=QuestionKind.FREE).update(words="")
