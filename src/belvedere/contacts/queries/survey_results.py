"""What a survey says: scores with their margins, by question, moment of the stay and month; and who kept silent."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, QuerySet, Sum

from belvedere.contacts.enums import AnswerPath, QuestionKind, SendingState, Stage
from belvedere.contacts.models import Answer, Invitation, Letter, Sending, Sheet, Survey
from belvedere.engines import surveys as engine
from belvedere.territories.enums import Language

from .questions import Question, questions_of

#: Marks of the question of satisfaction brought to ten, as the house's figures give them.
TO_TEN = 2.5


@dataclass(frozen=True)
class Choice:
    label: str
    count: int
    share: engine.Estimate


@dataclass(frozen=True)
class Line:
    """One question. ``score`` is its NPS, or its mean mark; ``happy`` the share of the satisfied."""

    question: Question
    count: int
    score: engine.Estimate | None = None
    happy: engine.Estimate | None = None
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True)
class Reached:
    """One way. ``heard`` is None where nobody knows how many were asked; ``fault`` where the two numbers disagree."""

    label: str
    answered: int
    heard: engine.Response | None = None
    fault: str = ""


@dataclass(frozen=True)
class Month:
    day: date
    sheets: int
    nps: engine.Estimate
    happy: engine.Estimate


@dataclass(frozen=True)
class Results:
    survey: Survey
    total: int
    lines: list[Line]
    stages: list[tuple[str, engine.Estimate]]
    months: list[Month]
    reached: list[Reached]
    languages: list[tuple[str, int]]
    words: int
    #: Of the satisfied, if nobody, then everybody, among the silent were; None where they are not counted.
    edges: tuple[float, float] | None = None


@dataclass
class Marks:
    """What was answered to one question, or in one month."""

    nps: list[int] = field(default_factory=list)
    csat: list[int] = field(default_factory=list)
    choices: Counter[str] = field(default_factory=Counter)
    sheets: set[int] = field(default_factory=set)


def results_of(survey: Survey) -> Results:
    """Eight queries, however many answered."""
    by_question, by_month = _gathered(Answer.everything.filter(sheet__survey=survey))
    sheets = Sheet.everything.filter(survey=survey).order_by()
    counts = dict(sheets.values_list("path").annotate(Count("pk")))
    spoken = dict(sheets.values_list("language").annotate(Count("pk")))
    lines = [_line(one, by_question.get(one.key, Marks()), survey) for one in questions_of(survey, "fr")]
    reached = [_reached(path, counts.get(path, 0), asked) for path, asked in _asked(survey, counts).items()]
    return Results(
        survey=survey,
        total=sum(counts.values()),
        lines=lines,
        stages=_stages(lines, by_question, survey),
        months=[_month(day, marks) for day, marks in sorted(by_month.items())],
        reached=reached,
        languages=[(str(Language(code).label), spoken[code]) for code in sorted(spoken, key=lambda one: -spoken[one])],
        words=words_of(survey).count(),
        edges=_edges(lines, reached),
    )


def words_of(survey: Survey, searched: str = "") -> "QuerySet[Answer]":
    """Free words, the latest month first; ``searched`` is found wherever it stands."""
    rows = Answer.everything.filter(sheet__survey=survey, kind=QuestionKind.FREE).exclude(words="")
    rows = rows.filter(words__icontains=searched.replace("\0", "")) if searched else rows
    return rows.select_related("sheet").order_by("-sheet__on", "pk")


def _gathered(answers: "QuerySet[Answer]") -> tuple[dict[str, Marks], dict[date, Marks]]:
    by_question: dict[str, Marks] = defaultdict(Marks)
    by_month: dict[date, Marks] = defaultdict(Marks)
    told = answers.order_by().values_list("question", "kind", "mark", "choice", "sheet", "sheet__on")
    for question, kind, mark, choice, sheet, on in told.exclude(kind=QuestionKind.FREE):
        for marks in (by_question[question], by_month[on.replace(day=1)]):
            marks.sheets.add(sheet)
            if kind == QuestionKind.NPS:
                marks.nps.append(mark)
            elif kind == QuestionKind.CSAT:
                marks.csat.append(mark)
            else:
                marks.choices[choice] += 1
    return by_question, by_month


def _line(question: Question, marks: Marks, survey: Survey) -> Line:
    count, whole = len(marks.sheets), population_of(survey, len(marks.sheets))
    if question.kind == QuestionKind.NPS:
        return Line(question, count, score=engine.nps(marks.nps, population=whole))
    if question.kind == QuestionKind.CSAT:
        mean = engine.mean(marks.csat, lowest=1, highest=5, population=whole)
        return Line(question, count, score=mean, happy=engine.satisfied(marks.csat, population=whole))
    choices = [
        Choice(one.label, marks.choices[one.key], engine.proportion(marks.choices[one.key], count, population=whole))
        for one in question.options
    ]
    return Line(question, count, choices=tuple(choices))


def population_of(survey: Survey, answered: int) -> int | None:
    """None also where more have answered than could: the number written down is wrong, and narrows nothing."""
    whole = survey.population
    return whole if whole is not None and whole >= answered else None


def _month(day: date, marks: Marks) -> Month:
    return Month(day, len(marks.sheets), engine.nps(marks.nps), engine.satisfied(marks.csat))


def _stages(lines: list[Line], by_question: dict[str, Marks], survey: Survey) -> list[tuple[str, engine.Estimate]]:
    found: dict[Stage, list[int]] = defaultdict(list)
    for line in lines:
        if line.question.kind == QuestionKind.CSAT:
            found[line.question.stage] += by_question.get(line.question.key, Marks()).csat
    return [(str(stage.label), engine.satisfied(found[stage])) for stage in Stage if stage in found]


def _asked(survey: Survey, counts: dict[str, int]) -> dict[AnswerPath, int]:
    """Ways by which it was answered or asked → how many were asked; 0 where nobody knows."""
    told = dict(Invitation.everything.filter(survey=survey).order_by().values_list("path").annotate(Sum("count")))
    letters = letters_of(survey)
    if letters:
        sent = Sending.everything.filter(letter__in=letters, state=SendingState.SENT).exclude(returned="hard")
        told[AnswerPath.MAIL] = sent.count()
    return {path: told.get(path, 0) for path in AnswerPath if counts.get(path) or told.get(path)}


def letters_of(survey: Survey) -> list[int]:
    """Letters with a button that leads to this survey."""
    rows = Letter.everything.filter(destination=survey.destination_id)
    return [row.pk for row in rows if survey.pk in _led_to(row)]


def _led_to(letter: Letter) -> set[int]:
    return {
        block["value"].get("survey")
        for version in letter.versions.raw_data
        for block in version["value"].get("body", [])
        if block["type"] == "survey"
    }


def _reached(path: AnswerPath, answered: int, asked: int) -> Reached:
    if not asked:
        return Reached(str(path.label), answered)
    try:
        return Reached(str(path.label), answered, engine.response(asked, answered))
    except engine.SurveyError as fault:
        return Reached(str(path.label), answered, fault=str(fault))


def _edges(lines: list[Line], reached: list[Reached]) -> tuple[float, float] | None:
    """Where every way's silence is counted, and the first question of satisfaction can be told."""
    happy = next((line.happy for line in lines if line.happy is not None and line.happy.value is not None), None)
    if happy is None or happy.value is None or not reached or any(one.heard is None for one in reached):
        return None
    heard = [one.heard for one in reached if one.heard is not None]
    rate = sum(one.answered for one in heard) / sum(one.asked for one in heard)
    return engine.worst(happy.value, rate)


# --- For the house's figures ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Monthly:
    """A month of all the surveys of a destination: mean satisfaction on ten, and how many marks make it."""

    mark: float
    marks: int


def monthly_marks(destination_id: int) -> dict[date, Monthly]:
    """One query."""
    rows = Answer.everything.filter(sheet__survey__destination=destination_id, kind=QuestionKind.CSAT).order_by()
    total: dict[date, list[int]] = defaultdict(lambda: [0, 0])
    for on, mark, count in rows.values_list("sheet__on", "mark").annotate(Count("pk")):
        held = total[on.replace(day=1)]
        held[0] += (mark - 1) * count
        held[1] += count
    return {day: Monthly(TO_TEN * points / count, count) for day, (points, count) in sorted(total.items())}


def destinations_heard() -> list[int]:
    """Destinations that somebody has answered a survey of."""
    rows = Sheet.everything.order_by().values_list("survey__destination", flat=True)
    return sorted(rows.distinct())
