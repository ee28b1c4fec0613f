"""Drawn pictures: light, well formed, the same every time."""

from xml.etree import ElementTree

import pytest

from belvedere.shell.landscape import MOMENTS, SCENES, Landscape, draw, mark

LIGHT = 6144


@pytest.mark.parametrize("scene", SCENES)
@pytest.mark.parametrize("moment", MOMENTS)
def test_every_scene_at_every_hour_is_light_and_well_formed(scene, moment):
    for seed in (0, 63, 999):
        drawn = draw(Landscape(scene, moment, seed), {})
        assert len(drawn.encode()) < LIGHT
        assert ElementTree.fromstring(drawn).tag.endswith("svg")  # noqa: S314
        assert drawn == draw(Landscape(scene, moment, seed), {})


def test_the_seed_and_the_brand_change_the_picture():
    one = draw(Landscape("volcan", "jour", 1), {})
    assert one != draw(Landscape("volcan", "jour", 2), {})
    assert one != draw(Landscape("volcan", "jour", 1), {"primary": "#8a2f3c"})


def test_a_scene_that_does_not_exist_is_refused():
    with pytest.raises(KeyError):
        draw(Landscape("mer", "jour", 1), {})


def test_the_mark_is_well_formed():
    assert ElementTree.fromstring(mark({})).tag.endswith("svg")  # noqa: S314
