"""The budgets of the house. They are there to make one look for the better shape, not to be met by cutting in two."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.house import ruler

FILES = {path: ruler.loc(path) for path in ruler.sources()}
FUNCTIONS = list(ruler.functions())
DRAWERS = {"utils.py", "common.py", "helpers.py", "misc.py", "base.py"}


def test_files_are_small() -> None:
    sizes = [size for size in FILES.values() if size]
    assert ruler.quantile(sizes, 0.5) <= 60
    assert ruler.quantile(sizes, 0.9) <= 150
    assert not [f"{path.name}: {size}" for path, size in FILES.items() if size > 400]


def test_functions_are_short() -> None:
    lengths = [one.lines for one in FUNCTIONS]
    assert ruler.quantile(lengths, 0.5) <= 8
    assert ruler.quantile(lengths, 0.9) <= 25
    most = {one: 100 if one.path.startswith("consolidation/functions/") else 60 for one in FUNCTIONS}
    assert not [str(one) for one in FUNCTIONS if one.lines > most[one]]


def test_no_function_has_more_than_ten_branches() -> None:
    assert not [str(one) for one in FUNCTIONS if one.branches > 10]


def test_doors_only_translate() -> None:
    doors = [
        one for one in FUNCTIONS
        if one.path.endswith(("/api.py", "/views.py", "/consumer.py", "/doors.py")) or "/operations/" in one.path
    ]  # fmt: skip
    assert not [str(one) for one in doors if one.lines > 25]
    celery = [one for one in FUNCTIONS if any("shared_task" in text for text in one.decorators)]
    assert celery
    assert not [str(one) for one in celery if one.lines > 15]


def test_everything_is_annotated() -> None:
    assert not [str(one) for one in FUNCTIONS if not one.annotated]


def test_blind_excepts_are_rare() -> None:
    blind = [
        f"{path}:{node.lineno}"
        for path in FILES
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ExceptHandler) and (node.type is None or ast.unparse(node.type) == "Exception")
    ]
    assert len(blind) <= 3, blind


def test_there_are_no_model_signals_and_no_drawers() -> None:
    text = {path: path.read_text() for path in FILES}
    signals = ("django.db.models.signals", "@receiver", "post_save", "pre_save")
    assert not [str(path) for path, content in text.items() if any(word in content for word in signals)]
    assert not [str(path) for path in FILES if path.name in DRAWERS]


def test_elements_are_small() -> None:
    frontend = ruler.ROOT / "frontend" / "src"
    long = {path: len(path.read_text().splitlines()) for path in frontend.rglob("*.ts")}
    assert long
    assert not [f"{path.name}: {lines}" for path, lines in long.items() if lines > 300]


def test_nothing_of_a_particular_machine_is_written_down() -> None:
    words = ("/" + "work/", "/" + "root/", "registry.npmjs" + ".org", "files.pythonhosted" + ".org")
    kinds = {".py", ".ts", ".md", ".toml", ".txt", ".yaml", ".json", ".html", ""}
    skip = {".git", ".venv", "var", "node_modules", "dist"}
    found = [
        f"{path.relative_to(ruler.ROOT)}: {word}"
        for path in _tree(ruler.ROOT, skip)
        if path.suffix in kinds
        for word in words
        if word in path.read_text(errors="ignore")
    ]
    assert not found


def _tree(folder: Path, skip: set[str]) -> list[Path]:
    return [
        path
        for entry in sorted(folder.iterdir())
        if entry.name not in skip and not entry.name.startswith(".") and not entry.is_symlink()
        for path in (_tree(entry, skip) if entry.is_dir() else [entry])
    ]
