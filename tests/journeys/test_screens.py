"""Every public screen, light and dark, on a phone and on a desk: no fault that a machine can see."""

import pytest

from .looks import faults_of_screens

pytestmark = pytest.mark.journey

SCREENS = {
    "accueil": "/",
    "site d’une destination fille": "/riom/",
    "accueil en anglais": "/en/",
    "recherche": "/recherche/",
    "recherche filtrée": "/recherche/?type=Museum&ouvert=maintenant&q=musee",
    "recherche vide": "/recherche/?q=zzzzzz",
    "offre": "/offres/1/offre-1/",
    "événement": "/offres/6/offre-6/",
    "agenda": "/agenda/",
    "agenda de la semaine": "/agenda/?quand=semaine",
    "carnet": "/carnet/",
    "observatoire": "/observatoire/",
    "observatoire en anglais": "/en/observatoire/",
    "séries": "/observatoire/series/",
    "série": "/observatoire/series/1/",
    "indicateurs": "/observatoire/indicateurs/",
    "mentions": "/mentions-legales/",
    "accessibilité": "/accessibilite/",
    "connexion": "/compte/login/",
    "code": "/compte/login/code/",
    "introuvable": "/nulle-part/",
}


def test_no_screen_has_a_fault_of_accessibility_nor_asks_another_machine_for_anything(visit):
    page = visit()
    assert faults_of_screens(page, SCREENS.values(), missing=[SCREENS["introuvable"]]) == {}
    assert [fault for fault in page.faults if "404" not in fault] == []
