"""The office's and the professionals' screens: no fault that a machine can see, on a phone and on a desk."""

import pytest

from .looks import LAW, faults_of_screens

pytestmark = pytest.mark.journey

OFFICE = (
    "/bureau/", "/bureau/offer/", "/bureau/offer/inspect/1/", "/bureau/offer/carte/", "/bureau/offer/new/",
    "/bureau/importrun/", "/bureau/duplicatepair/", "/bureau/media/", "/bureau/completeness/",
    "/bureau/correctionrequest/", "/bureau/brand/edit/1/", "/bureau/destination/edit/1/", "/bureau/territory/",
    "/bureau/organisation/", "/bureau/users/", "/bureau/role/new/", "/bureau/edition/", "/bureau/edition/new/",
    "/bureau/series/", "/bureau/series/inspect/1/", "/bureau/series/edit/1/", "/bureau/delivery/",
    "/bureau/delivery/inspect/1/", "/bureau/delivery/livrer/", "/bureau/datasource/", "/bureau/datasource/new/",
    "/bureau/mapping/",
)  # fmt: skip
PRO = (
    "/pro/", "/pro/offres/", "/pro/offres/1/", "/pro/profil/", "/pro/securite/", "/pro/structures/1/",
    "/pro/rencontres/", "/compte/2fa/", "/compte/password/change/",
)  # fmt: skip


@pytest.mark.parametrize(("who", "screens"), [("anne", OFFICE), ("paul", PRO)])
def test_no_screen_of_work_has_a_fault_of_accessibility(enter, who, screens):
    page = enter(who, bypass_csp=True)
    assert faults_of_screens(page, screens, LAW) == {}
    assert [fault for fault in page.faults if "404" not in fault] == []
