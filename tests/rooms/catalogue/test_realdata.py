"""Three real feeds of different years and ontologies, one after the other."""

from pathlib import Path

import pytest

from belvedere.catalogue.enums import ItemStatus
from belvedere.catalogue.models import ImportItem, Offer
from belvedere.catalogue.queries import sheet

from .conftest import NOW

DATA = Path(__file__).resolve().parents[3].parent / "shared" / "data" / "datatourisme"

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.realdata,
    pytest.mark.skipif(not DATA.is_dir(), reason=f"real feeds not found: {DATA}"),
]


def test_isolated_objects_of_2023(load):
    run = load(DATA / "objets-isoles-2023-11.zip")
    assert run.counts["created"] == 10
    exhibitions = [offer for offer in Offer.everything.all() if len(offer.schedule.get("r", ())) > 0]
    assert exhibitions
    # One of them comes with 537 dated periods.
    assert max(len(offer.schedule["r"]) + len(offer.schedule.get("x", ())) for offer in exhibitions) < 60


def test_a_whole_feed_of_2020_then_again(load):
    path = DATA / "flux-2020-centre-val-de-loire.zip"
    first = load(path)
    assert (first.counts["created"], first.counts["failed"]) == (1651, 0)
    assert Offer.everything.filter(families__gt=0, main_type=None).count() == 0
    assert ImportItem.everything.filter(run=first, sentence="").count() == 0
    second = load(path)
    assert second.counts == {**dict.fromkeys(ItemStatus.values, 0), "unchanged": 1651}
    offer = Offer.everything.order_by("-completeness").first()
    assert sheet.original(offer).startswith(b"{")
    assert len(sheet.offer_sheet(offer, today=NOW.date()).facts) > 6
