"""Service workers: built with the rest of the front end, served under the address of the pages that they answer for."""

from pathlib import Path

import orjson
from django.conf import settings
from django.http import Http404, HttpResponse


def service_worker(source: str) -> HttpResponse:
    """The worker built from ``source``, a path of the front end. Raises Http404 where the front end is not built.

    Read from the build itself: a collected copy has another name, and answers for ``/static/`` only.
    """
    manifest = Path(settings.DJANGO_VITE["default"]["manifest_path"])
    try:
        built = orjson.loads(manifest.read_bytes())[source]["file"]
        script = (manifest.parent / built).read_bytes()
    except (FileNotFoundError, KeyError) as absent:
        raise Http404 from absent
    response = HttpResponse(script, content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response
