"""The demo's own year, in small."""

from django.utils import timezone

from belvedere.config.demo import desk as demo
from belvedere.desk.models import Complaint, DeskRequest
from belvedere.desk.queries import complaints, figures
from tests.factories.territories import DestinationFactory


def test_the_demo_s_year_is_believable_and_made_once(db, monkeypatch):
    slug = "pays-de-salers"
    monkeypatch.setattr(demo, "DESKS", {slug: (*demo.DESKS[slug][:3], 900, "")})
    destination = DestinationFactory(slug=slug)
    demo.load_desk()
    demo.load_desk()
    rows = DeskRequest.everything.all()
    assert 850 < rows.count() <= 900
    assert not rows.filter(recorded_at__gt=timezone.now()).exists()
    summer = rows.filter(recorded_at__month__in=[7, 8]).count()
    assert summer > rows.filter(recorded_at__month__in=[1, 2]).count() * 4
    for row in rows[:30]:
        row.full_clean(exclude=["recorded_by"], validate_unique=False)
    found = figures.figures_of([destination], timezone.localdate().year)
    assert found.unmet
    assert found.opening_days
    register = complaints.register_of(destination, today=timezone.localdate())
    assert register.waiting
    assert register.answered
    assert Complaint.everything.exclude(author="").count() == 0


def test_without_its_destinations_the_demo_makes_nothing(db):
    demo.load_desk()
    assert not DeskRequest.everything.exists()
