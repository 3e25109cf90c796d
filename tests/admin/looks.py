"""How a page of the admin looks: on a phone and a desk, light and dark, and to people who do not see it, or see it badly.

With `SHOTS=<folder>` a picture of each look is kept there.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

from django.conf import settings
from playwright.sync_api import BrowserContext, Locator, Page

import jobs
from tests.admin.conftest import browser
from tests.browser.conftest import DESK, PHONE
from tests.cast import Account
from tests.site import Site

Visit = Callable[..., BrowserContext]
_AXE = Path(jobs.__file__).parents[1] / "frontend/node_modules/axe-core/axe.min.js"
_WCAG = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]
_RUN = """async tags => (await axe.run("#content", { runOnly: tags })).violations
    .flatMap(({ id, nodes }) => nodes.map(({ target, any }) => `${id}: ${target} ${any[0]?.message ?? ""}`))"""


def opened(visit: Visit, account: Account, site: Site, **options: object) -> Page:
    """A page of a browser in which the account's owner is signed in."""
    context = visit(**options)
    session = browser(account.owner).cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": site.url}])
    return context.new_page()


def looks(visit: Visit, account: Account, site: Site) -> Iterator[tuple[str, Page]]:
    """A page for each look, with the look's name."""
    for device, size in (("phone", PHONE), ("desk", DESK)):
        for scheme in ("light", "dark"):
            yield f"{device}-{scheme}", opened(visit, account, site, viewport=size, color_scheme=scheme)


def looks_right(page: Page, name: str, part: Locator | None = None) -> None:
    """It is no wider than its screen, and axe finds nothing. The picture is of that part, or of all."""
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
    assert violations(page) == [], name
    folder = os.environ.get("SHOTS")
    if folder:
        path = Path(folder) / f"{name}.png"
        part.screenshot(path=path) if part else page.screenshot(path=path, full_page=True)


def violations(page: Page) -> list[str]:
    """Each rule of WCAG 2.2 AA that the page's own part breaks, and where; the frame around it is django-unfold's."""
    page.evaluate(_AXE.read_text())
    found: list[str] = page.evaluate(_RUN, _WCAG)
    return found
