"""Importing into a test database, with a clock of one's own."""

from datetime import UTC, datetime

import pytest

from belvedere.catalogue.actions import runs
from belvedere.catalogue.imports import datatourisme

NOW = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)


@pytest.fixture
def load(db, settings, tmp_path):
    """``load(path, now=…)`` imports a feed and returns its run."""
    settings.HOME = tmp_path

    def run(path, *, now=NOW, slug="datatourisme", destination=None):
        source = runs.ensure_source(slug=slug, name=slug, destination=destination, by=None, now=now)
        return datatourisme.import_feed(
            path=path, source=source, by=None, now=now, progress=lambda done, total, sentence: None
        ).run

    return run
