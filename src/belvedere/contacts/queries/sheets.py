"""Sheets of answers in words: those of one person, for her own file."""

from typing import Any

from belvedere.contacts.models import Person, Sheet

from .questions import Question, questions_of


def told_of(person: Person) -> dict[str, list[dict[str, Any]]]:
    """``{"heading": [rows]}`` of the sheets that she has made hers; empty when she has none."""
    rows = Sheet.everything.filter(person=person).select_related("survey__destination").prefetch_related("answers")
    told = []
    for sheet in rows.order_by("on", "pk"):
        known = {one.key: one for one in questions_of(sheet.survey, "fr")}
        answers: dict[str, list[Any]] = {}
        for answer in sheet.answers.all():
            question = known.get(answer.question)
            said = said_of(question, answer)
            if said != "":
                answers.setdefault(question.text if question else "question retirée", []).append(said)
        told.append({"enquête": sheet.survey.name, "le": sheet.on.isoformat(), "réponses": answers})
    return {"feuilles de réponses": told} if told else {}


def said_of(question: Question | None, answer: Any) -> Any:
    """A mark, or the words of a choice or of the person."""
    if answer.choice:
        labels = {one.key: one.label for one in question.options} if question else {}
        return labels.get(answer.choice, "réponse retirée")
    return answer.words if answer.mark is None else answer.mark
