"""A worker is served as it was built, whatever the collected files are called."""

import json

import pytest
from django.http import Http404

from belvedere.shell.workers import service_worker

SOURCE = "src/workers/desk.ts"


@pytest.fixture
def build(tmp_path, settings):
    settings.DJANGO_VITE = {"default": {"dev_mode": False, "manifest_path": tmp_path / "manifest.json"}}
    return tmp_path


def test_the_built_worker_is_served_and_asked_for_again_each_time(build):
    (build / "manifest.json").write_text(json.dumps({SOURCE: {"file": "desk-1a2b.js"}}))
    (build / "desk-1a2b.js").write_text("self.skipWaiting();")
    answer = service_worker(SOURCE)
    assert answer.content == b"self.skipWaiting();"
    assert answer["Content-Type"].startswith("text/javascript")
    assert answer["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("manifest", [None, {}, {SOURCE: {"file": "gone.js"}}])
def test_a_worker_that_was_not_built_does_not_exist(build, manifest):
    if manifest is not None:
        (build / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(Http404):
        service_worker(SOURCE)
