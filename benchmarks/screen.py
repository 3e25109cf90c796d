"""From Enter to the next item on the screen: somebody labels images by keyboard in a real Chromium on the live site.

    python -m benchmarks.screen [--items 60]

The clock is the browser's own. It starts when the browser received the key (`timeStamp` of the event in the frame of
the item) and stops when the frame of the next item, shown and with its picture decoded, has been painted. Both are counted
from their document's `performance.timeOrigin`, so they can be compared. A person needs longer for an item than loading the
next one takes; so does this one, who waits until it is there before each answer.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Sequence
from io import BytesIO

from django.core.management import call_command
from django.db.models import Value
from django.db.models.functions import Concat
from PIL import Image, ImageDraw
from playwright.sync_api import Page, sync_playwright

from benchmarks import child, ground
from benchmarks.figures import Figure, ended, median_ms, p95_ms
from benchmarks.orders import PASSWORD, Customer, customer
from jobs.models import LabelingJob, UiTemplate
from tenants import scope, storage

TITLE = "The next item on the screen"
TARGET_MS = 100
WIDTH, HEIGHT = 1280, 960  # px of the pictures, as cameras make them small
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
PAUSE_MS = 400  # between choosing and Enter, so that the draft is on its way too

_LOADER = '<script src="https://assets.crowd.aws/crowd-html-elements.js"></script>'
# In every document. `show` is what the work page tells a frame that it has put on the screen; a frame paints only then.
_TELL = """
const at = () => performance.timeOrigin + performance.now();
const paint = () => new Promise(requestAnimationFrame);
const pictures = root => [...root.querySelectorAll("*")].flatMap(one =>
    [...(one.localName === "img" ? [one] : []), ...(one.shadowRoot ? pictures(one.shadowRoot) : [])]);
addEventListener("keydown", event => {
    if (event.key === "Enter") window.pressed(performance.timeOrigin + event.timeStamp);
}, true);
addEventListener("message", async ({ data }) => {
    if (data.type !== "show") return;
    await Promise.all(pictures(document).map(one => one.decode()));
    await paint();
    await paint();  // this one begins when the one before it has been handed to the compositor
    window.painted(at(), pictures(document).filter(one => one.naturalWidth > 0).length);
});
"""


class Stopwatch:
    """Hears from the documents when the key came and when the next picture was painted, in ms of the same clock."""

    def __init__(self, page: Page) -> None:
        self.pressed = 0.0
        self.painted: list[float] = []
        page.expose_binding("pressed", lambda _, at: setattr(self, "pressed", at))
        page.expose_binding("painted", lambda _, at, pictures: self.painted.append(at) if pictures else None)
        page.add_init_script(_TELL)
        self._page = page

    def next_painted(self) -> float:
        """Wait for the next picture; when it was there."""
        for _ in range(1000):
            if self.painted:
                return self.painted.pop()
            self._page.wait_for_timeout(10)
        raise AssertionError("The next picture was not painted within ten seconds.")


def measure(owner: Customer, items: int) -> list[Figure]:
    """Milliseconds of `items` submits after three that warm up."""
    worker = owner.people(1)[0]
    job = owner.order("pictures", "ImageMultiClass", _pictures(owner, items + 8))
    with scope.tenant(owner.tenant.pk):  # pages of other benchmarks are read by programs, which need no script
        UiTemplate.objects.filter(pk=job.template_id).update(text=Concat(Value(_LOADER), "text"))
    child.run("ingest", owner.tenant.pk, job.pk)
    call_command("collectstatic", interactive=False, verbosity=0)  # the page's own scripts
    with ground.site() as site, sync_playwright() as playwright:
        path = shutil.which("chromium") or shutil.which("google-chrome")
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        page = browser.new_page(base_url=site, viewport={"width": 1440, "height": 900})
        watch = Stopwatch(page)
        _open(page, worker.user.email, job)
        watch.next_painted()
        took = [_label_one(page, watch) for _ in range(items + 3)][3:]
        browser.close()
    return [_figure(took)]


def _figure(took: Sequence[float]) -> Figure:
    p50, p95 = median_ms(took), p95_ms(took)
    beside = f"{len(took)} items, pictures of {WIDTH}x{HEIGHT}; longest {1000 * max(took):.0f} ms"
    return Figure(
        "Enter to the next image painted", f"p50 {p50:.1f} ms, p95 {p95:.1f} ms", f"p50 < {TARGET_MS} ms",
        p50 < TARGET_MS, beside,
    )  # fmt: skip


def _pictures(owner: Customer, count: int) -> list[str]:
    """Manifest lines of pictures that are in the store; each is another one, so none comes from a cache."""
    lines = []
    with scope.tenant(owner.tenant.pk):
        for i in range(count):
            picture = Image.effect_noise((WIDTH, HEIGHT), 60).convert("RGB")
            ImageDraw.Draw(picture).text((40, 40), f"{i}", fill="red", font_size=400)
            out = BytesIO()
            picture.save(out, "JPEG", quality=80)
            uri = f"s3://{owner.bucket}/pictures/{i:05d}.jpg"
            storage.write(uri, out.getvalue(), "image/jpeg")
            lines.append(f'{{"source-ref": "{uri}"}}')
    return lines


def _open(page: Page, email: str, job: LabelingJob) -> None:
    page.goto("/")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("heading", name="Your work").wait_for()
    page.goto(f"/label/{job.public_id}/")
    page.frame_locator("iframe.on-screen").get_by_role("button", name="Submit").first.wait_for()


def _label_one(page: Page, watch: Stopwatch) -> float:
    """Seconds from Enter until the next picture was painted."""
    page.wait_for_function("() => document.querySelectorAll('#frames iframe').length === 2")
    ahead = page.frame_locator("#frames iframe:not(.on-screen)")
    ahead.get_by_role("button", name="Submit", include_hidden=True).first.wait_for(state="attached")
    page.keyboard.press("1")
    page.wait_for_timeout(PAUSE_MS)
    page.keyboard.down("Enter")
    painted = watch.next_painted()
    # Released only now: a browser under remote control never confirms a key that comes up in a frame just taken away.
    page.keyboard.up("Enter")
    return (painted - watch.pressed) / 1000


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--items", type=int, default=60)
    given = parser.parse_args()
    figures = measure(customer(), given.items)
    return ended(TITLE, figures)


if __name__ == "__main__":
    sys.exit(main())
