"""Files stay small; a long function gives its reason on the line of its ``def``: ``# long: …``."""

import ast

import pytest

from .places import ROOT, nodes, sources, tracked

FILE_LINES = 400
FUNCTION_LINES = 40


def code_files():
    suffixes = {".py", ".ts", ".css", ".html"}
    kept = (file for file in tracked() if file.suffix in suffixes and "migrations" not in file.parts)
    return [file.relative_to(ROOT).as_posix() for file in kept]


@pytest.mark.parametrize("name", code_files())
def test_a_file_stays_small(name):
    assert len((ROOT / name).read_text().splitlines()) <= FILE_LINES, "make it a package of the same name"


def test_a_long_function_gives_its_reason():
    long = []
    for file in sources():
        lines = file.read_text().splitlines()
        for node in nodes(file):
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            header = "\n".join(lines[node.lineno - 1 : node.body[0].lineno])
            if node.end_lineno - node.lineno + 1 > FUNCTION_LINES and "# long:" not in header:
                long.append(f"{file.relative_to(ROOT)}:{node.lineno} {node.name}")
    assert long == []
