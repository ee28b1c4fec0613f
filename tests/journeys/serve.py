"""Fills the installation that the journeys walk through and serves it: one process, for Django is long to start.

``python -m tests.journeys.serve PORT``; what a test must know of the day of meetings is left beside the base.
"""

import gc
import json
import sys

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402

from belvedere.territories.models import Destination  # noqa: E402

from . import seed, seed_day, seed_zones  # noqa: E402


def main(port: str) -> None:
    seed.main()
    seed_zones.main(Destination.everything.get(slug="volcans"))
    (settings.HOME / seed_day.DAY).write_text(json.dumps(seed_day.main()))
    gc.freeze()
    call_command("runserver", f"127.0.0.1:{port}", use_reloader=False, use_static_handler=False, skip_checks=True)


if __name__ == "__main__":
    main(sys.argv[1])
