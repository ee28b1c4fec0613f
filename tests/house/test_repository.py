"""What the repository may not hold, and what it must."""

import re

from django.core.management import call_command

from .places import ROOT, SOURCES, tracked

TEXT = {".py", ".md", ".toml", ".in", ".lock", ".json", ".ts", ".css", ".html", ".txt", ".po", ".cfg", ".sh", ""}
HOSTS = re.compile(r"pypi\.org|pythonhosted|registry\.npmjs|npmjs\.org|deb\.debian\.org|/work/|/root/")


def texts():
    for file in tracked():
        if file.suffix in TEXT and file != ROOT / "tests" / "house" / "test_repository.py":
            yield file, file.read_text(errors="ignore")


def test_no_file_names_a_registry_host_or_a_machine():
    assert [str(file.relative_to(ROOT)) for file, text in texts() if HOSTS.search(text)] == []


def test_the_package_lock_records_no_address():
    lock = (ROOT / "frontend" / "package-lock.json").read_text()
    assert '"resolved"' not in lock


def test_every_locked_package_has_a_hash():
    for lock in (ROOT / "requirements").glob("*.lock"):
        blocks = re.split(r"\n(?=[a-z0-9])", lock.read_text())
        assert [block.split()[0] for block in blocks if "==" in block and "--hash" not in block] == []


def test_no_file_is_large():
    large = [str(file.relative_to(ROOT)) for file in tracked() if file.stat().st_size > 700_000]
    assert large == []


def test_models_and_migrations_agree(db):
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_every_room_says_what_it_is_for():
    for room in SOURCES.iterdir():
        if (room / "apps.py").exists():
            lines = (room / "__init__.py").read_text().strip().strip('"').splitlines()
            assert 1 <= len(lines) <= 6, room.name
