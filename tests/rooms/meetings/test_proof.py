"""What the plan page says of its proof, and the proof taken elsewhere."""

import json

import pytest
from django.urls import reverse

from belvedere.engines.meetings.__main__ import main
from belvedere.meetings.actions import plans, wishes
from belvedere.meetings.models import Edition
from belvedere.meetings.queries import proof
from tests.factories.meetings import PlanFactory

from .conftest import NOW


@pytest.fixture
def plan(edition, sellers, buyers):
    buyers[0].max_meetings, buyers[0].min_meetings = 2, 1
    buyers[0].save()
    for one in sellers:
        wishes.place_wishes(participant=one, wanted=[b.pk for b in buyers], by=None, now=NOW)
    wishes.place_wishes(participant=buyers[0], wanted=[sellers[3].pk, sellers[2].pk], by=None, now=NOW)
    Edition.everything.update(status="closed", lunch_waves=[[600, 615]])
    edition.refresh_from_db()
    return plans.solve_edition(edition=edition, budget=0.2, by=None, now=NOW)


@pytest.fixture
def anne(client, people):
    client.force_login(people.anne)
    return client


def test_every_objective_is_said_with_its_bound(plan):
    found = proof.proof_of(plan)
    labels = [step.label for step in found.steps]
    assert labels[0] == "Participants qui ont au moins une rencontre"
    assert labels[-3:] == ["Valeur des souhaits", "Créneaux d’attente entre deux rencontres", "Changements de salle"]
    assert all(step.proved for step in found.steps)
    ours, score, given = found.ways
    assert (ours.served, ours.share) == ("4 sur 4", "100\N{NO-BREAK SPACE}%")
    assert plan.compared["score"]["value"] <= plan.bound
    assert plan.compared["given"]["value"] <= plan.bound
    assert found.recounted
    assert score.label != given.label


@pytest.mark.django_db
def test_an_objective_that_is_not_proved_says_how_far_it_could_go():
    levels = [
        {"name": "at_least_2", "value": 3, "bound": 4, "gap": 0.25},
        {"name": "holes", "value": 3, "bound": 1, "gap": 0.67},
        {"name": "share_30", "value": 3, "bound": 1, "gap": 0.67},
    ]
    steps = proof.proof_of(PlanFactory.build(edition=None, levels=levels, pk=0)).steps
    assert (steps[0].label, steps[0].verdict) == (
        "Participants qui ont au moins 2 rencontres", "aucun plan ne dépasse 4",
    )  # fmt: skip
    assert steps[1].verdict == "aucun ordre de ces rencontres ne descend sous 1"
    assert (steps[2].label, steps[2].verdict) == (
        "Rencontres qui manquent pour que chacun ait 30\N{NO-BREAK SPACE}% de ses souhaits",
        "aucun plan ne descend sous 1",
    )


def test_the_proof_is_checked_by_the_engine_s_own_command(anne, plan, tmp_path, capsys):
    for which in ("day", "plan"):
        answer = anne.get(reverse(f"edition:proof_{which}", args=[plan.pk]))
        (tmp_path / which).write_bytes(answer.content)
    assert main([str(tmp_path / "day"), "--check", str(tmp_path / "plan")]) == 0
    assert "Aucune règle enfreinte" in capsys.readouterr().out
    broken = json.loads((tmp_path / "plan").read_text())
    broken["meetings"].append(broken["meetings"][0])
    (tmp_path / "plan").write_text(json.dumps(broken))
    assert main([str(tmp_path / "day"), "--check", str(tmp_path / "plan")]) == 1


def test_a_proof_of_other_data_is_not_given(anne, plan, sellers):
    wishes.Wish.everything.filter(wisher=sellers[0]).delete()
    answer = anne.get(reverse("edition:proof_plan", args=[plan.pk]), follow=True)
    assert "recalculez-le" in answer.content.decode()


def test_the_page_shows_the_proof_and_the_two_usual_ways(anne, plan):
    page = anne.get(reverse("edition:plan", args=[plan.pk])).content.decode()
    for words in ("Premier arrivé, premier servi", "Les meilleurs souhaits d’abord", "c’est prouvé", "--check"):
        assert words in page, words
