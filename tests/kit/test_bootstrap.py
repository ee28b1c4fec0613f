"""What the launcher prepares before anything of ours is imported."""

from belvedere.config import bootstrap


def test_compiled_engines_are_kept_apart_as_soon_as_one_of_their_files_changes(tmp_path):
    caller, called = tmp_path / "solve.py", tmp_path / "parts" / "core.py"
    called.parent.mkdir()
    caller.write_text("from parts.core import step")
    called.write_text("step = 1")
    first = bootstrap.machine_code(tmp_path)
    assert bootstrap.machine_code(tmp_path) == first
    called.write_text("step = 2")
    assert bootstrap.machine_code(tmp_path) != first
    called.write_text("step = 1")
    assert bootstrap.machine_code(tmp_path) == first
    called.rename(called.with_name("kernel.py"))
    assert bootstrap.machine_code(tmp_path) != first


def test_they_lie_in_the_environment_and_not_among_the_sources():
    assert bootstrap.VENV in bootstrap.machine_code().parents
