"""Templates with a form, for tests on the stage."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Frame

from tests.browser.stage import Stage

FRONTEND = Path(__file__).parents[2] / "frontend"
LOADER = '<script src="https://assets.crowd.aws/crowd-html-elements.js"></script>'


def inside(stage: Stage) -> Frame:
    """The template's frame, for scripts."""
    return stage.page.frames[1]


def form(content: str, script: str = "") -> str:
    return f"{LOADER}<crowd-form>{content}</crowd-form><script>{script}</script>"


def press_submit(stage: Stage) -> None:
    stage.frame.get_by_role("button", name="Submit").click()
