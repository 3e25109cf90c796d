"""What the documents name is there: their links, and the files and folders that stand in them as code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")), ROOT / "deploy" / "README.md"]
NOT_HERE_YET = {"autolabel/"}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_somewhere(document: Path) -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", document.read_text())
    assert [link for link in links if not (document.parent / link).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_file_that_is_named_is_there(document: Path) -> None:
    named = re.findall(r"`([a-z_]+(?:/[\w.*-]+)*/?)`", document.read_text())
    # What lies under var/ is made by running.
    places = {name for name in named if "/" in name and not name.startswith("var/")} - NOT_HERE_YET
    rooms = [ROOT, document.parent, *(path for path in ROOT.iterdir() if (path / "__init__.py").exists())]
    rooms.append(ROOT / "tests")
    assert sorted(place for place in places if not any(list(room.glob(place)) for room in rooms)) == []
