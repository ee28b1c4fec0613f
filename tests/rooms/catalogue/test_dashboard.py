"""The office's first screen counts what its reader sees, and nothing else."""

import pytest

from belvedere.catalogue.enums import OfferStatus
from tests.factories.catalogue import OfferFactory
from tests.factories.people import cast

pytestmark = pytest.mark.django_db


def test_anne_sees_her_offers_counted_and_chloe_hers(client):
    people = cast()
    OfferFactory(commune=people.here, completeness=40)
    OfferFactory(commune=people.here, completeness=80)
    OfferFactory(commune=people.here, status=OfferStatus.ARCHIVED)
    client.force_login(people.anne)
    board = " ".join(client.get("/bureau/").content.decode().split())
    assert "<strong>2</strong> offres en ligne" in board
    assert "<strong>60&nbsp;%</strong>" in board
    assert "<strong>1</strong> fiche à compléter" in board
    client.force_login(people.chloe)
    assert "<strong>0</strong> offre" in " ".join(client.get("/bureau/").content.decode().split())


@pytest.mark.menu
@pytest.mark.parametrize("rows", [1, 3])
def test_the_first_screen_costs_the_same_whatever_the_offers(client, rows, django_assert_num_queries):
    people = cast()
    for _ in range(rows):
        OfferFactory(commune=people.here)
    client.force_login(people.anne)
    with django_assert_num_queries(19):
        assert client.get("/bureau/").status_code == 200
