"""The ruler of the budgets: files and functions of the tree, measured with Python's own parser.

LOC = lines that are neither blank nor pure comment. Length of a function = first to last line of its definition.
Branches = 1 + if, for, while, except, boolean operators, conditional expressions, comprehensions, match cases.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("config", "wire", "portal", "autolabel", "consolidation", "jobs", "workforce", "tenants")
_BRANCHES = (
    ast.If, ast.For, ast.While, ast.AsyncFor, ast.ExceptHandler, ast.IfExp, ast.comprehension, ast.match_case,
)  # fmt: skip


@dataclass(frozen=True)
class Function:
    """One function or method with its measures."""

    path: str
    name: str
    lines: int
    branches: int
    annotated: bool
    parent: tuple[str, ...]
    decorators: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.path}:{self.name} ({self.lines} lines, {self.branches} branches)"


def sources() -> list[Path]:
    """The product's Python files, tests and migrations left out."""
    return [path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py")) if "migrations" not in path.parts]


def loc(path: Path) -> int:
    """Lines that are neither blank nor pure comment."""
    lines = (line.strip() for line in path.read_text().splitlines())
    return sum(1 for line in lines if line and not line.startswith("#"))


def functions() -> Iterator[Function]:
    """Every function of the product."""
    for path in sources():
        tree = ast.parse(path.read_text())
        classes = {id(child): node for node in ast.walk(tree) if isinstance(node, ast.ClassDef) for child in node.body}
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                owner = classes.get(id(node))
                yield Function(
                    str(path.relative_to(ROOT)), node.name, (node.end_lineno or node.lineno) - node.lineno + 1,
                    _branches(node), _annotated(node),
                    tuple(ast.unparse(base) for base in owner.bases) if owner else (),
                    tuple(ast.unparse(one) for one in node.decorator_list),
                )  # fmt: skip


def quantile(values: list[int], share: float) -> int:
    """The value that `share` of them do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def _branches(node: ast.AST) -> int:
    count = 1
    for inner in ast.walk(node):
        count += isinstance(inner, _BRANCHES)
        count += len(inner.values) - 1 if isinstance(inner, ast.BoolOp) else 0
    return count


def _annotated(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
    return node.returns is not None and all(one.annotation or one.arg in ("self", "cls") for one in arguments)
