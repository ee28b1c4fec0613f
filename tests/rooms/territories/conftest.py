"""Pages are asked for here: the folder of static files must be there, even empty."""

import pytest


@pytest.fixture(autouse=True)
def _static_root(settings):
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
