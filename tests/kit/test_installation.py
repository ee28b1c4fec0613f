"""A base is migrated, left as it is, or refused with a sentence."""

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from belvedere.config import installation

pytestmark = pytest.mark.django_db


def test_a_base_that_stopped_among_the_folded_numbers_is_refused(capsys):
    said = []
    installation.migrate(said.append)
    assert said == []
    MigrationRecorder(connection).record_unapplied("desk", "0003_trip_sheet")
    with pytest.raises(SystemExit) as end:
        installation.migrate(said.append)
    assert end.value.code == 2
    assert "mettez de côté" in capsys.readouterr().err
    assert said == []
