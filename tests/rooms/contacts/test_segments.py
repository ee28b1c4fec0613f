"""Segments follow whatever happens, and say why."""

import random
from datetime import UTC, datetime, timedelta

import pytest
from django.db.models import Q

from belvedere.contacts import events
from belvedere.contacts.actions import acts, consents, members, people, ready_segments, segments
from belvedere.contacts.enums import ActKind, Channel, Proof, Purpose, Theme
from belvedere.contacts.models import ActFacts, Person, Segment, SegmentBlock, SegmentDay, SegmentDue
from belvedere.contacts.queries import evidence, segment_data
from belvedere.contacts.queries import segments as reads
from belvedere.engines import segments as engine
from belvedere.kit.models import Job
from tests.factories.contacts import ActFactory, ConsentFactory, PersonFactory
from tests.factories.segments import ActFactsFactory, SegmentFactory
from tests.factories.territories import CommuneFactory, DestinationFactory

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)


def quiet(_done, _total):
    """Nobody looks at the progress."""


def fill(*wanted, now=NOW):
    members.fill_segments(segments=wanted, now=now, progress=quiet)


def kept(destination, condition, name="Essai"):
    return segments.create_segment(destination=destination, name=name, about="", condition=condition, by=None, now=NOW)


def who(segment):
    return set(reads.members_of(segment))


@pytest.fixture
def office():
    return DestinationFactory()


def visit(person, days=10, kind=ActKind.STAYED, **facts):
    act = ActFactory(person=person, kind=kind, at=NOW - timedelta(days=days))
    if facts:
        ActFactsFactory(act=act, **facts)
    return act


def test_types_given_with_the_house_find_their_people(office):
    family, couple, lost, unknown = PersonFactory.create_batch(4, destination=office)
    for days in (20, 300):
        visit(family, days, adults=2, children=2, nights=8, stay="nights", themes=["children", "water"])
        visit(couple, days, adults=2, children=0, nights=2, stay="nights", themes=["wellness", "food"])
    visit(lost, 800, adults=2, children=1)
    visit(lost, 1_200)
    wanted = ready_segments.provide_segments(destination=office, now=NOW)
    assert len(wanted) == 12
    assert ready_segments.provide_segments(destination=office, now=NOW) == []
    fill(*wanted)
    found = {segment.key: who(segment) for segment in Segment.everything.filter(destination=office)}
    assert found["familles"] == {family, lost}
    assert found["amoureux"] == {couple}
    assert found["long-sejour"] == {family}
    assert found["perdus"] == {lost}
    assert all(unknown not in some for some in found.values())
    assert {one.key for one in reads.segments_with(family)} == {key for key, some in found.items() if family in some}


def test_every_type_given_is_understood(office):
    wanted = ready_segments.provide_segments(destination=office, now=NOW)
    for segment in wanted:
        read = engine.Segment(segment.key, segment.name, engine.condition_of(segment.condition))
        engine.check(read, segment_data.schema())
        assert 1 < len(read.condition.clues) <= 6


def test_segments_are_the_file_s_own(office):
    PersonFactory(language="fr")
    mine = PersonFactory(destination=office, language="fr")
    segment = kept(office, engine.OneOf("language", ("fr",)))
    fill(segment)
    assert who(segment) == {mine}
    segment.refresh_from_db()
    assert segment.size == 1
    assert segment.filled_at == NOW
    assert list(SegmentDay.everything.values_list("segment", "size")) == [(segment.pk, 1)]


def test_a_consent_and_an_act_change_segments_at_once(office):
    person = PersonFactory(destination=office)
    letter = kept(office, engine.All((engine.Flag("news_mail"), engine.Flag("mail"))))
    came = kept(office, engine.Acts(("desk",), ">=", 1, window=engine.Window(90)))
    fill(letter, came)
    assert who(letter) == who(came) == set()
    moved = []
    events.segment_moved.connect(
        lambda **told: moved.append((told["segment"], told["entered"], told["left"])), weak=False
    )
    consents.give_consent(
        person=person, purpose=Purpose.NEWSLETTER, channel=Channel.MAIL, proof=Proof.COUNTER, reference="carnet",
        by=None, now=NOW,
    )  # fmt: skip
    acts.add_act(person=person, kind=ActKind.DESK, room="desk", at=NOW, own=True)
    assert list(SegmentDue.objects.values_list("person", flat=True)) == [person.pk]
    assert Job.objects.filter(name=members.JOB).count() == 1
    assert members.revise_due(now=NOW) == 1
    assert who(letter) == who(came) == {person}
    assert moved == [(letter, [person.pk], []), (came, [person.pk], [])]
    assert not SegmentDue.objects.exists()


def test_time_alone_makes_people_leave(office):
    person, other = PersonFactory.create_batch(2, destination=office)
    visit(person, 89)
    visit(other, 10)
    recent = kept(office, engine.Acts(("stayed",), ">=", 1, window=engine.Window(90)))
    fill(recent)
    assert who(recent) == {person, other}
    assert members.let_time_pass(destination=office, now=NOW + timedelta(hours=23)) == 0
    assert members.let_time_pass(destination=office, now=NOW + timedelta(days=1)) == 1
    assert who(recent) == {other}
    assert members.let_time_pass(destination=office, now=NOW + timedelta(days=1)) == 0


def test_whoever_leaves_the_file_leaves_its_segments(office):
    gone, stays = PersonFactory.create_batch(2, destination=office, language="nl")
    segment = kept(office, engine.OneOf("language", ("nl",)))
    fill(segment)
    Person.everything.filter(pk=gone.pk).update(merged_into=stays)
    members.note_changes(numbers=[gone.pk], now=NOW)
    members.revise_due(now=NOW)
    assert reads.numbers_of(segment).tolist() == [stays.pk]


def conditions():
    """Attributes, acts, time, consent, another segment and a soft type."""
    alone = engine.Compare("party", "=", 1)
    return [
        engine.OneOf("language", ("fr", "nl")),
        engine.Not(engine.Starts("postcode", ("63",))),
        engine.Acts(("stayed",), ">=", 2, window=engine.Window(120)),
        engine.Acts((), "<", 40, "last"),
        engine.Acts((), ">=", 50, "share", None, (engine.OneOf("themes", ("museum",)),)),
        engine.Acts((), ">=", 5_000, "sum", "amount", (), engine.Window(200)),
        engine.Acts((), ">=", 2, "distinct", "commune"),
        engine.All((engine.Within("essai"), engine.Flag("news_mail"))),
        engine.Age("created", "<", 100),
        engine.Lean((engine.Clue("seul", engine.Acts((), ">=", 1, where=(alone,)), 2, 1),), 0, 1, 60),
    ]  # fmt: skip


def somebody(chance, office, places):
    days = chance.randrange(400)
    person = PersonFactory(
        destination=office, language=chance.choice(["fr", "nl", ""]), postcode=chance.choice(["63000", "75011", ""]),
        created_at=NOW - timedelta(days=days), last_own_act_at=NOW - timedelta(days=days),
    )  # fmt: skip
    for _ in range(chance.randrange(4)):
        something(chance, person, places)
    return person


def something(chance, person, places):
    act = acts.add_act(
        person=person, kind=chance.choice(["stayed", "desk", "bought"]), room="essai", own=True,
        at=NOW + timedelta(hours=chance.randrange(-5_000, 300)),
    )  # fmt: skip
    ActFacts.everything.create(
        act=act,
        adults=chance.choice([None, 1, 2]),
        children=chance.choice([None, 0, 2]),
        commune=chance.choice(places),
        amount=chance.choice([None, 1_200, 6_000]),
        themes=chance.sample([str(theme) for theme in Theme], chance.randrange(3)),
    )


@pytest.mark.parametrize("seed", range(3))
def test_what_is_kept_current_is_what_everybody_would_give(office, seed):
    chance = random.Random(seed)
    places = [*CommuneFactory.create_batch(2), None]
    crowd = [somebody(chance, office, places) for _ in range(12)]
    wanted = [kept(office, condition) for condition in conditions()]
    fill(*wanted)
    members.revise_due(now=NOW)
    now = NOW
    for _ in range(5):
        now += timedelta(hours=chance.randrange(1, 900))
        for person in chance.sample(crowd, 3):
            something(chance, person, places)
        newcomer = somebody(chance, office, places)
        members.note_changes(numbers=[newcomer.pk], now=now)
        crowd.append(newcomer)
        ConsentFactory(person=newcomer)
        said = people.Identity(last_name="Nouveau", language=chance.choice(["fr", "en"]))
        people.change_person(person=crowd[0], identity=said, by=None, now=now)
        if chance.random() < 0.5:
            members.revise_due(now=now)
        members.let_time_pass(destination=office, now=now)
        members.revise_due(now=now)
        assert [who(segment) for segment in wanted] == everybody(office, wanted, now)
    assert [one.size for one in Segment.everything.filter(pk__in=[w.pk for w in wanted]).order_by("pk")] == [
        len(some) for some in everybody(office, wanted, now)
    ]


def everybody(office, wanted, now):
    """Each person judged alone, by the engine's sentences' own evaluator."""
    definitions = reads.defined(office)
    crowd = segment_data.crowd_of(office, Q())
    told = {number: crowd.contacts.person(row) for row, number in enumerate(crowd.numbers.tolist())}
    at = segment_data.moment(now)
    return [
        set(Person.everything.filter(pk__in=[
            number for number, one in told.items() if engine.judge(s.key, definitions, one, at).verdict == engine.YES
        ]))
        for s in wanted
    ]  # fmt: skip


def test_a_changed_segment_takes_those_that_name_it_along(office):
    dutch = PersonFactory(destination=office, language="nl", postcode="1011")
    base = kept(office, engine.OneOf("language", ("fr",)), "Langue")
    other = kept(office, engine.All((engine.Within("langue"), engine.Known("postcode"))), "Sûrs")
    fill(base, other)
    segments.change_segment(
        segment=base, name="Langue", about="", condition=engine.OneOf("language", ("nl",)), by=None, now=NOW
    )
    waiting = Segment.everything.filter(filled_at=None)
    assert set(waiting) == {base, other}
    job = Job.objects.filter(name="contacts.fill_segments").latest("pk")
    assert job.arguments == {"segments": sorted([base.pk, other.pk])}
    fill(*waiting)
    assert who(base) == who(other) == {dutch}


def test_what_cannot_be_kept_is_refused(office):
    with pytest.raises(segments.SegmentRefused, match="n’existe pas"):
        kept(office, engine.Flag("rien"))
    base = kept(office, engine.Flag("mail"), "Adresses")
    with pytest.raises(segments.SegmentRefused, match="se renvoient"):
        segments.change_segment(
            segment=base, name="A", about="", condition=engine.Not(engine.Within("adresses")), by=None, now=NOW
        )
    kept(office, engine.Not(engine.Within("adresses")), "Sans adresse")
    with pytest.raises(segments.SegmentRefused, match="Sans adresse"):
        segments.remove_segment(segment=base, by=None, now=NOW)
    last = Segment.everything.get(key="sans-adresse")
    segments.remove_segment(segment=last, by=None, now=NOW)
    segments.remove_segment(segment=base, by=None, now=NOW)
    assert not Segment.everything.exists()
    assert not SegmentBlock.objects.exists()


def test_a_threshold_is_moved(office):
    person = PersonFactory(destination=office)
    visit(person, adults=2, children=2)
    family = next(s for s in ready_segments.provide_segments(destination=office, now=NOW) if s.key == "familles")
    fill(family)
    assert who(family) == {person}
    segments.set_threshold(segment=family, threshold=90, by=None, now=NOW)
    family.refresh_from_db()
    fill(family)
    assert who(family) == set()


def test_why_is_said_with_the_person_s_own_values(office):
    person = PersonFactory(destination=office, language="nl")
    visit(person, 10, adults=2, children=2, themes=["children"])
    segment = kept(office, engine.All((
        engine.OneOf("language", ("fr", "nl")),
        engine.Acts(("stayed",), ">=", 1, where=(engine.Compare("children", ">=", 1),), window=engine.Window(365)),
    )))  # fmt: skip
    told = evidence.evidence_of(segment, person, NOW)
    assert told.belongs
    assert [line.text for line in told.lines] == [
        "Toutes ces conditions\u202f: 2 sur 2.",
        "Langue\u202f: français ou néerlandais (néerlandais).",
        "Séjours ou visites (enfants ≥\u00a01) depuis 1 an\u202f: au moins 1 (1, le plus récent le 5 juin 2026).",
    ]
    assert told.change == (NOW + timedelta(days=355), False)


def test_a_portrait_shows_several_types_with_their_confidence(office):
    person = PersonFactory(destination=office)
    for days in (30, 400, 800):
        visit(person, days, adults=2, children=2, nights=7, themes=["museum", "children"])
    ready_segments.provide_segments(destination=office, now=NOW)
    found = evidence.portrait(person, NOW)
    inside = [one for one in found if one.belongs]
    assert {one.segment.key for one in inside} >= {"familles", "cultur-heureux", "fideles", "long-sejour"}
    assert found[: len(inside)] == inside
    assert [one.confidence for one in inside] == sorted((one.confidence for one in inside), reverse=True)
    assert all(0 <= one.confidence <= 1 for one in found)


def test_a_preview_counts_everybody_or_says_that_it_drew(office, monkeypatch):
    PersonFactory.create_batch(6, destination=office, language="fr")
    PersonFactory.create_batch(4, destination=office, language="de")
    condition = engine.OneOf("language", ("fr",))
    shown = evidence.preview(office, condition, NOW, sample=2)
    assert (shown.size, shown.file, shown.margin) == (6, 10, 0)
    assert [one.belongs for one in shown.inside] == [True, True]
    assert [one.belongs for one in shown.outside] == [False, False]
    monkeypatch.setattr(evidence, "LOOKED_AT", 5)
    drawn = evidence.preview(office, condition, NOW)
    assert drawn.file == 10
    assert drawn.margin > 0
    assert drawn == evidence.preview(office, condition, NOW)


@pytest.mark.parametrize("several", [1, 3])
def test_revising_costs_the_same_for_one_and_for_several(office, several, django_assert_num_queries):
    crowd = PersonFactory.create_batch(3, destination=office, language="fr")
    fill(kept(office, engine.OneOf("language", ("fr",))), kept(office, engine.Flag("news_mail")))
    SegmentDue.objects.all().delete()
    members.note_changes(numbers=[person.pk for person in crowd[:several]], now=NOW)
    with django_assert_num_queries(13):
        members.revise_due(now=NOW)


@pytest.mark.parametrize("several", [1, 3])
def test_members_are_read_in_two_queries(office, several, django_assert_num_queries):
    PersonFactory.create_batch(several, destination=office, language="fr")
    segment = kept(office, engine.OneOf("language", ("fr",)))
    fill(segment)
    with django_assert_num_queries(2):
        assert len(reads.members_of(segment)) == several


def test_blocks_hold_distant_numbers(office):
    near = PersonFactory(destination=office, language="fr")
    far = PersonFactory(pk=near.pk + 3 * reads.BLOCK, destination=office, language="fr")
    segment = kept(office, engine.OneOf("language", ("fr",)))
    fill(segment)
    assert set(reads.numbers_of(segment).tolist()) == {near.pk, far.pk}
    assert [size for _n, size in SegmentBlock.objects.values_list("number", "size")] == [1, 1]


def test_files_without_segments_are_found(office):
    PersonFactory(destination=office)
    served = SegmentFactory()
    PersonFactory(destination=served.destination)
    assert list(reads.files_without_segments()) == [office]
