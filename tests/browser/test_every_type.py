"""One item of every kind of job, labeled on the live site as a worker would, from the list of work to the output line.

The answer that is stored and the line that comes out of it are compared whole. A new row of `TASK_TYPES` fails here until
somebody shows how it is worked.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any

import numpy as np
import pytest
from django.core.cache import cache
from PIL import Image
from playwright.sync_api import Browser, FrameLocator, Page

from consolidation.consolidating import consolidate_next
from consolidation.finishing import finish_if_done
from jobs.layout import Layout
from jobs.models import Assignment, LabelingJob
from jobs.task_types import TASK_TYPES
from tenants import scope, storage
from tests.browser import hands
from tests.browser.conftest import DESK, PATIENCE, apart, open_work, signed_in
from tests.browser.hands import BLUE, OF_EARLIER, ORANGE, Answer, earlier_mask
from tests.browser.media_samples import film, pdf, tone
from tests.browser.places import HEIGHT, WIDTH, Pixels, of, pixels, rgba, vertices
from tests.browser.stage import picture
from tests.cast import Account, make_account
from tests.site import Site, empty_all_tables
from tests.wire.kinds import EARLIER_MASK, ITEMS, Item
from tests.wire.test_task_types import plain, request_of

IMAGE_SIZE = [{"width": WIDTH, "height": HEIGHT, "depth": 3}]
OWN_TEMPLATE = """<script src="https://assets.crowd.aws/crowd-html-elements.js"></script>
<crowd-form><img src="{{ task.input.source-ref | grant_read_access }}" alt="The picture">
<crowd-input name="title" label="Title" required></crowd-input>
<crowd-checkbox name="faults" value="blurred">Blurred</crowd-checkbox>
<crowd-checkbox name="faults" value="dark">Dark</crowd-checkbox></crowd-form>"""


@dataclass(frozen=True)
class Desk:
    """Where Bob sits, signed in, and whom he works for."""

    account: Account
    page: Page

    @property
    def frame(self) -> FrameLocator:
        return self.page.frame_locator("iframe.on-screen")


@dataclass(frozen=True)
class Piece:
    """`work` labels the item and says which answer has to be stored then; `item` tells what goes in and what comes out."""

    work: Callable[[Page, FrameLocator], Answer]
    item: Item


@pytest.fixture(scope="module")
def desk(_web: Site, chromium: Browser, django_db_blocker: Any) -> Iterator[Desk]:
    """One account, one browser and one signing in for all kinds."""
    with django_db_blocker.unblock():
        empty_all_tables()
        cache.clear()
        account = make_account("Alice", "alice@example.org")
        account.worker("bob@example.org")
        context = chromium.new_context(base_url=_web.url, viewport=DESK)
        context.set_default_timeout(PATIENCE)
        yield Desk(account, signed_in(context, "bob@example.org"))
        context.close()
        empty_all_tables()


def piece(kind: str, work: Callable[[Page, FrameLocator], Answer], **changes: Any) -> Piece:
    """The documented item of this kind, in which something else is labeled; metadata keeps the order of its keys."""
    item = ITEMS[kind]
    metadata = {**item.metadata, **changes.pop("metadata", {}), "job-name": f"labeling-job/{kind.lower()}"}
    return Piece(work, replace(item, metadata=metadata, **changes))


def shapes(*places: dict[str, Any]) -> dict[str, Any]:
    return {"image_size": IMAGE_SIZE, "annotations": list(places)}


def colour_map(*entries: tuple[str, str]) -> dict[str, Any]:
    named = (("BACKGROUND", "#ffffff"), *entries)
    return {
        "internal-color-map": {
            str(number): {"class-name": name, "hex-color": colour, "confidence": 0.0}
            for number, (name, colour) in enumerate(named)
        }
    }


_TWO_BOXES = {"objects": [{"confidence": 0.0}] * 2, "class-map": {"0": "cat", "1": "dog"}}
_PATH = {"vertices": vertices((50, 50), (150, 60), (100, 200))}

PIECES: dict[str, Piece] = {
    "ImageMultiClass": piece("ImageMultiClass", hands.image_class),
    "ImageMultiClassMultiLabel": piece("ImageMultiClassMultiLabel", hands.image_classes),
    "BoundingBox": piece("BoundingBox", hands.boxes, metadata=_TWO_BOXES, value=shapes(
        {"class_id": 0, "left": 40, "top": 50, "width": 100, "height": 70},
        {"class_id": 1, "left": 220, "top": 180, "width": 80, "height": 70})),
    "SemanticSegmentation": piece(
        "SemanticSegmentation", hands.mask, metadata=colour_map(("cat", BLUE), ("dog", ORANGE))),
    "TextMultiClass": piece("TextMultiClass", hands.text_class),
    "TextMultiClassMultiLabel": piece("TextMultiClassMultiLabel", hands.no_text_class),
    "NamedEntityRecognition": piece(
        "NamedEntityRecognition", hands.entities, metadata={"entities": [{"confidence": 0.0}] * 2},
        value={"annotations": {"labels": [{"label": "Person", "shortDisplayName": "PER"}, {"label": "Place"}],
                               "entities": [{"label": "Place", "startOffset": 14, "endOffset": 18},
                                            {"label": "Person", "startOffset": 21, "endOffset": 28}]}}),
    "VideoMultiClass": piece("VideoMultiClass", hands.clip_class),
    "VerificationBoundingBox": piece("VerificationBoundingBox", hands.verdict),
    "VerificationSemanticSegmentation": piece("VerificationSemanticSegmentation", hands.verdict),
    "AdjustmentBoundingBox": piece(
        "AdjustmentBoundingBox", hands.adjusted_boxes, metadata={"adjustment-status": "adjusted"},
        value=shapes({"class_id": 1, "left": 11, "top": 13, "width": 81, "height": 48})),
    "AdjustmentSemanticSegmentation": piece(
        "AdjustmentSemanticSegmentation", hands.adjusted_mask,
        metadata={**colour_map(*OF_EARLIER.items()), "adjustment-status": "adjusted"}),
    "PassThrough": piece("PassThrough", hands.own_form),
    "Polygon": piece("Polygon", hands.polygon, value=shapes({"class_id": 1, **_PATH})),
    "Polyline": piece("Polyline", hands.polyline, value=shapes({"class_id": 1, **_PATH})),
    "Keypoint": piece("Keypoint", hands.keypoint, value=shapes({"class_id": 1, "x": 50, "y": 60})),
    "InstanceSegmentation": piece(
        "InstanceSegmentation", hands.instances, metadata=colour_map(("cat", BLUE), ("cat", ORANGE))),
    "AudioTranscription": piece("AudioTranscription", hands.transcript, labels=("Ann", "Bo")),
    "AudioSegments": piece("AudioSegments", hands.sounds),
    "ImageCaptioning": piece("ImageCaptioning", hands.caption),
    "PreferenceRanking": piece("PreferenceRanking", hands.preference, labels=("Truth",)),
    "ResponseRating": piece("ResponseRating", hands.rating, labels=("Truth",)),
    "TextTranslation": piece("TextTranslation", hands.translation),
    "TextCorrection": piece("TextCorrection", hands.correction),
    "DocumentPages": piece("DocumentPages", hands.document),
}  # fmt: skip


def content_of(kind: str, chromium: Browser) -> bytes:
    """A medium that a browser really shows or plays; texts lie in the manifest."""
    match TASK_TYPES[kind].media:
        case "image" | "any":
            return picture(WIDTH, HEIGHT)
        case "audio":
            return tone(6)
        case "video":
            return film(chromium)
        case "document":
            return pdf("Invoice", "Letter")
    return b""


def ordered(account: Account, kind: str, content: bytes) -> LabelingJob:
    """A job over the item, taken in."""
    item = replace(PIECES[kind].item, content=content)
    if item.line.keys() == EARLIER_MASK.keys():
        file = BytesIO()
        Image.fromarray(earlier_mask()).save(file, "PNG")
        item = replace(item, line={**item.line, "road-ref": account.put("earlier.png", file.getvalue())})
    request = request_of(account, kind, item, kind)
    if not TASK_TYPES[kind].has_default:
        request["HumanTaskConfig"]["UiConfig"] = {"UiTemplateS3Uri": account.put("own-form.html", OWN_TEMPLATE)}
    return account.job(request)


def labeled(desk: Desk, job: LabelingJob, kind: str) -> Answer:
    """Bob opens the job from his list, labels its item and is through; the answer he ought to have given."""
    desk.page.goto("/")
    open_work(desk.page, job)
    answer = PIECES[kind].work(desk.page, desk.frame)
    desk.frame.get_by_role("button", name="Submit").first.click()
    desk.page.get_by_role("heading", name="You are through").wait_for()
    return answer


def stored(account: Account, job: LabelingJob) -> Answer:
    with scope.tenant(account.tenant.pk):
        answer: Answer = Assignment.objects.get(job=job, state=Assignment.State.SUBMITTED).answer
    return answer


def consolidated(account: Account, job: LabelingJob) -> tuple[str, str]:
    """The line that came in, and the one that goes out once the job has ended."""
    with scope.tenant(account.tenant.pk):
        assert consolidate_next(job) == 1
        assert finish_if_done(job)
        given = job.data_objects.get().line
    return given, account.read(Layout(job).output_manifest)


def check_picture(found: dict[str, Any], wanted: dict[str, Any]) -> Pixels:
    """Both parts of an answer show the same; the picture is taken out of them, and they can be compared as objects."""
    painted: Pixels = wanted.pop("labeledImage")["pngImageData"]
    assert np.array_equal(pixels(found), painted)
    assert list(found.pop("labeledImage")) == ["pngImageData"]
    return painted


def check_mask(file: bytes, painted: Pixels, metadata: dict[str, Any]) -> None:
    """The mask has at each pixel the number and the colour of what was painted there."""
    with Image.open(BytesIO(file)) as image:
        assert (image.mode, image.size) == ("P", (WIDTH, HEIGHT))
        numbers, colours = np.asarray(image), np.asarray(image.convert("RGB"))
    wanted = np.zeros((HEIGHT, WIDTH), np.uint8)
    for number, entry in metadata["internal-color-map"].items():
        wanted[of(painted, rgba(entry["hex-color"]))] = int(number)
    assert np.array_equal(numbers, wanted)
    assert np.array_equal(colours, painted[..., :3])


@pytest.mark.parametrize("kind", TASK_TYPES)
def test_an_item_is_labeled_by_hand_and_its_line_says_what_was_done(desk: Desk, chromium: Browser, kind: str) -> None:
    content = content_of(kind, chromium)
    job = apart(lambda: ordered(desk.account, kind, content))
    wanted = labeled(desk, job, kind)
    found = stored(desk.account, job)
    given, written = apart(lambda: consolidated(desk.account, job))
    row, item = TASK_TYPES[kind], PIECES[kind].item
    if row.answer in ("mask", "instances"):
        painted = check_picture(found[row.element], wanted[row.element])
        with scope.tenant(desk.account.tenant.pk):
            check_mask(storage.read(json.loads(written)[item.attribute], 1_000_000), painted, item.metadata)
    assert found == wanted
    value = wanted[row.element] if row.output in ("object", "correction") else item.value
    line = {**json.loads(given), item.attribute: value, f"{item.attribute}-metadata": item.metadata}
    assert written.startswith(given[:-1] + ",")
    assert written.endswith("}\n")
    assert json.loads(plain(written, job)) == line
    assert list(json.loads(written)) == list(line)
    assert list(json.loads(written)[f"{item.attribute}-metadata"]) == list(item.metadata)
