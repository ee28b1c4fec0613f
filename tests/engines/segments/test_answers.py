"""The columns answer exactly what the straightforward evaluation of each person answers, whatever happens."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from belvedere.engines.segments import (
    DAY,
    UNKNOWN,
    YES,
    Acts,
    Any,
    Compare,
    Flag,
    Not,
    Person,
    Segment,
    Words,
    answers,
    check,
    compile_segments,
    condition_of,
    confidences,
    contacts_of,
    judge,
    next_change,
    pack,
    revise,
    rows_of,
    timeline_of,
    touched,
    value_of,
)
from benchmarks._segments_peer import answer

from .draws import NOW, SCHEMA, conditions, leans, people, person, segments

few = settings(max_examples=40)


def oracle(wanted, folk, now):
    known = {segment.key: segment.condition for segment in wanted}
    return np.array([[answer(known[s.key], one, known, now) for one in folk] for s in wanted], dtype=np.uint8)


@given(segments(), people, st.integers(-3 * DAY, 3 * DAY))
def test_columns_answer_as_each_person_alone(wanted, folk, shift):
    for segment in wanted:
        check(segment, SCHEMA)
    found = answers(compile_segments(wanted), contacts_of(SCHEMA, folk), NOW + shift)
    assert found.tolist() == oracle(wanted, folk, NOW + shift).tolist()


@few
@given(segments(), people, st.data())
def test_what_changes_is_enough_to_stay_right(wanted, folk, data):
    """Random walk: time passes, people change, a segment changes; only what must be is evaluated again."""
    now = NOW
    plan = compile_segments(wanted)
    bits = pack(answers(plan, contacts_of(SCHEMA, folk), now))
    for _ in range(data.draw(st.integers(1, 4))):
        before = [set(rows_of(row).tolist()) for row in bits]
        what = data.draw(st.sampled_from(("time", "person", "segment")))
        again, only = np.empty(0, dtype=np.intp), plan
        if what == "time":
            later = now + data.draw(st.integers(0, 4).map(lambda d: d * DAY) | st.integers(0, 300_000))
            again = touched(plan, timeline_of(contacts_of(SCHEMA, folk)), now, later)
            now = later
        elif what == "person":
            row = data.draw(st.integers(0, len(folk) - 1))
            folk = [*folk[:row], data.draw(person), *folk[row + 1 :]]
            again = np.array([row])
        else:
            key = data.draw(st.sampled_from(wanted)).key
            changed = Segment(key, key, data.draw(conditions))
            wanted = [changed if s.key == key else s for s in wanted]
            plan = compile_segments(wanted)
            only, again = plan.only(plan.leaning_on(key)), np.arange(len(folk))
        found = answers(only, contacts_of(SCHEMA, folk).pick(again), now)
        ranks = {segment.key: rank for rank, segment in enumerate(wanted)}
        moves = {ranks[key]: revise(bits[ranks[key]], again, row) for key, row in zip(only.keys, found, strict=True)}
        right = oracle(wanted, folk, now) == YES
        for rank, row in enumerate(bits):
            members = set(rows_of(row).tolist())
            assert members == set(np.flatnonzero(right[rank]).tolist())
            if rank in moves:
                assert set(moves[rank].entered.tolist()) == members - before[rank]
                assert set(moves[rank].left.tolist()) == before[rank] - members


@few
@given(segments(), people)
def test_the_evidence_says_what_the_columns_answer(wanted, folk):
    plan = compile_segments(wanted)
    found = answers(plan, contacts_of(SCHEMA, folk), NOW)
    words = Words(SCHEMA, wanted)
    for rank, segment in enumerate(wanted):
        for column, one in enumerate(folk):
            finding = judge(segment.key, wanted, one, NOW)
            assert finding.verdict == found[rank, column]
            lines = words.lines(finding, NOW)
            assert lines[0].verdict == finding.verdict
            assert all(line.text.endswith(".") and "None" not in line.text for line in lines)
            assert 0 <= finding.confidence <= 1


@few
@given(leans(conditions), people)
def test_confidence_is_the_same_both_ways(lean, folk):
    wanted = [Segment("s", "S", lean)]
    found = confidences(lean, compile_segments(wanted), contacts_of(SCHEMA, folk), NOW)
    assert found.tolist() == [judge("s", wanted, one, NOW).confidence for one in folk]


@few
@given(segments(most=3), person, st.integers(0, 12))
def test_the_next_change_is_the_first_one(wanted, one, step):
    segment = wanted[-1]
    known = {s.key: s.condition for s in wanted}
    belongs = answer(segment.condition, one, known, NOW) == YES
    change = next_change(segment.key, wanted, one, NOW)
    instants = [NOW + step * DAY // 2 + shift for shift in (-1, 0, 1)]
    if change is not None:
        instants += [change[0], change[0] - 1]
    for instant in instants:
        if instant < NOW:
            continue
        then = answer(segment.condition, one, known, instant) == YES
        if change is None or instant < change[0]:
            assert then == belongs
        elif instant == change[0]:
            assert then == change[1] != belongs


@few
@given(people, st.data())
def test_a_part_of_the_people_is_that_part(folk, data):
    contacts = contacts_of(SCHEMA, folk)
    rows = data.draw(st.lists(st.integers(0, len(folk) - 1), unique=True))
    chosen = contacts.pick(np.array(rows, dtype=np.intp))
    assert [chosen.person(k) for k in range(len(rows))] == [contacts.person(row) for row in rows]
    low = data.draw(st.integers(0, len(folk)))
    part = contacts.between(low, len(folk))
    assert [part.person(k) for k in range(part.size)] == [contacts.person(row) for row in range(low, len(folk))]


@few
@given(conditions)
def test_conditions_survive_json(condition):
    assert condition_of(value_of(condition)) == condition


def test_what_is_not_known_never_counts():
    nobody = Person({})
    for condition in (Flag("letter"), Not(Flag("letter")), Not(Compare("children", ">", 0))):
        wanted = [Segment("s", "S", condition)]
        assert judge("s", wanted, nobody, NOW).verdict == UNKNOWN
    wanted = [Segment("s", "S", Any((Flag("letter"), Acts((), "=", 0))))]
    assert judge("s", wanted, nobody, NOW).verdict == YES
