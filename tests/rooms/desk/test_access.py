"""anne and bruno record for their office; denis above sees; chloe next door, paul and rose see nothing."""

import pytest

from belvedere.desk import access
from belvedere.desk.models import Counter, DeskRequest
from belvedere.people.enums import RoleKind
from tests.factories.desk import CounterFactory, DeskRequestFactory
from tests.factories.people import AccountFactory, grant


@pytest.fixture
def rows(people):
    CounterFactory(destination=people.office)
    return [DeskRequestFactory(destination=people.office) for _ in range(2)]


def counts(user):
    return [access.visible_to(user, model).count() for model in (DeskRequest, Counter)]


@pytest.mark.parametrize(("who", "seen"), [("anne", [2, 1]), ("bruno", [2, 1]), ("denis", [2, 1]), ("chloe", [0, 0]),
                                           ("paul", [0, 0]), ("rose", [0, 0])])  # fmt: skip
def test_seeing_goes_down_the_tree_and_stays_in_the_house(people, rows, who, seen):
    assert counts(getattr(people, who)) == seen


def test_serving_is_one_s_own_office_and_writing(people):
    reader = AccountFactory()
    grant(reader, people.office, RoleKind.READER)
    serving = {name: [d.pk for d in access.desks_of(getattr(people, name))] for name in ("anne", "denis", "paul")}
    assert serving == {"anne": [people.office.pk], "denis": [people.region.pk], "paul": []}
    assert not access.can_serve(reader)
    assert access.can_look(reader)
    assert not access.can_look(people.paul)


def test_above_one_sees_and_does_not_change(people, rows):
    assert not access.requests_of(people.denis).filter(pk=rows[0].pk).exists()
    assert access.requests_of(people.bruno).filter(pk=rows[0].pk).exists()
    people.bruno.is_active = False
    assert not access.requests_of(people.bruno).exists()
