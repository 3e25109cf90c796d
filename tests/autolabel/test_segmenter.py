"""The operator's segmenter: real ONNX files, run for real; and what does not fit in them, said by name."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import onnx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from onnx import parser
from PIL import Image, ImageDraw

from autolabel.arrays import Flags
from autolabel.backbones.contract import ItemRefused
from autolabel.backbones.onnx import OnnxBackbone, OnnxRefused
from autolabel.backbones.segmenter import Prompt, Segmenter, _chosen
from autolabel.segmenting import _MOST_RUNS, told
from tests.autolabel import tiny_segmenter

RED, BLUE = (200, 30, 30), (30, 30, 200)


def picture(width: int = 400, height: int = 300, **options: object) -> bytes:
    """Grey, with a red and a blue box in it."""
    image = Image.new("RGB", (width, height), (225, 225, 225))
    draw = ImageDraw.Draw(image)
    draw.rectangle((100, 80, 199, 179), fill=RED)
    draw.rectangle((200, 80, 259, 179), fill=BLUE)
    written = io.BytesIO()
    image.save(written, "PNG", **options)
    return written.getvalue()


def overlap(mask: Flags, box: tuple[int, int, int, int], size: tuple[int, int] = (400, 300)) -> float:
    """How much of a mask and of a box of the picture, of those in either, is in both."""
    truth = Image.new("1", size)
    ImageDraw.Draw(truth).rectangle((box[0], box[1], box[2] - 1, box[3] - 1), fill=1)
    wanted = np.asarray(truth.resize(mask.shape[::-1], Image.Resampling.NEAREST))
    return float((mask & wanted).sum() / (mask | wanted).sum())


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_segmenter.write_pair(tmp_path_factory.mktemp("segmenter"))


@pytest.fixture(scope="module")
def segmenter(folder: Path) -> Segmenter:
    return Segmenter(folder / "encoder.onnx", folder / "decoder.onnx")


def with_files(
    folder: Path, encoder: onnx.ModelProto | None = None, decoder: onnx.ModelProto | None = None
) -> Segmenter:
    onnx.save(encoder or tiny_segmenter.encoder(), str(folder / "encoder.onnx"))
    onnx.save(decoder or tiny_segmenter.decoder(), str(folder / "decoder.onnx"))
    return Segmenter(folder / "encoder.onnx", folder / "decoder.onnx")


@pytest.mark.parametrize(
    ("prompt", "found"),
    [(Prompt([(150, 130)]), (100, 80, 200, 180)),
     (Prompt([(230, 130)]), (200, 80, 260, 180)),
     (Prompt([(150, 130), (230, 130)]), (100, 80, 260, 180)),
     (Prompt(box=(90, 70, 210, 190)), (100, 80, 200, 180)),
     (Prompt([(150, 130)], box=(90, 70, 150, 190)), (100, 80, 150, 180))],
)  # fmt: skip
def test_clicks_and_boxes_find_the_thing(
    segmenter: Segmenter, prompt: Prompt, found: tuple[int, int, int, int]
) -> None:
    mask = segmenter.mask(segmenter.see(picture()), prompt)
    assert mask.shape == (768, 1024)
    assert overlap(mask, found) > 0.85


def test_a_click_beside_takes_away(segmenter: Segmenter) -> None:
    seen = segmenter.see(picture())
    both = segmenter.mask(seen, Prompt([(150, 130), (230, 130)]))
    one = segmenter.mask(seen, Prompt([(150, 130)], [(230, 130)]))
    assert overlap(both, (100, 80, 260, 180)) > 0.85
    assert overlap(one, (100, 80, 200, 180)) > 0.85


@pytest.mark.parametrize("size", [(400, 300), (300, 400), (3000, 260), (260, 2400)])
def test_pictures_of_every_shape_are_met_where_they_were_clicked(segmenter: Segmenter, size: tuple[int, int]) -> None:
    seen = segmenter.see(picture(*size))
    assert max(seen.inner_width, seen.inner_height) == 1024
    mask = segmenter.mask(seen, Prompt([(150, 130)]))
    y, x = (found.mean() for found in np.nonzero(mask))
    scale = max(size) / 1024
    assert (x * scale, y * scale) == pytest.approx((150, 130), abs=16 * scale)


def test_pixels_are_those_of_the_file_as_the_canvas_has_them(segmenter: Segmenter) -> None:
    turned = Image.Exif()
    turned[0x0112] = 6
    seen = segmenter.see(picture(exif=turned.tobytes()))
    assert (seen.width, seen.height) == (400, 300)
    assert overlap(segmenter.mask(seen, Prompt([(150, 130)])), (100, 80, 200, 180)) > 0.85


def test_an_encoder_may_scale_pixels_itself(segmenter: Segmenter, tmp_path: Path) -> None:
    own = with_files(tmp_path, tiny_segmenter.encoder(own=True))
    seen = own.see(picture())
    np.testing.assert_allclose(seen.numbers, segmenter.see(picture()).numbers, atol=1e-4)


def test_a_decoder_may_give_its_masks_enlarged_only(segmenter: Segmenter, tmp_path: Path) -> None:
    decoder = tiny_segmenter.decoder()
    del decoder.graph.output[2]
    large = with_files(tmp_path, decoder=decoder)
    seen, prompt = segmenter.see(picture()), Prompt([(150, 130)])
    assert overlap(large.mask(seen, prompt), (100, 80, 200, 180)) > 0.85


def test_of_four_masks_the_first_is_for_what_is_clear() -> None:
    scores = np.array([[0.99, 0.2, 0.8, 0.5]], np.float32)
    assert _chosen(scores, 4, Prompt([(1, 1)])) == 2
    assert _chosen(scores, 4, Prompt([(1, 1)], [(2, 2)])) == 0
    assert _chosen(scores, 4, Prompt(box=(0, 0, 9, 9))) == 0
    assert _chosen(scores[:, 1:], 3, Prompt([(1, 1)])) == 1
    assert _chosen(np.zeros((), np.float32), 1, Prompt([(1, 1)])) == 0


@pytest.mark.parametrize("content", [b"", b"no picture", picture()[:90]])
def test_what_is_no_picture_is_refused(segmenter: Segmenter, content: bytes) -> None:
    with pytest.raises(ItemRefused):
        segmenter.see(content)


@pytest.mark.parametrize("name", ["encoder.onnx", "decoder.onnx"])
def test_a_broken_file_is_named(folder: Path, tmp_path: Path, name: str) -> None:
    tiny_segmenter.write_pair(tmp_path)
    (tmp_path / name).write_bytes((folder / name).read_bytes()[:300] + b"cut off")
    with pytest.raises(OnnxRefused, match=f"{name} cannot be opened"):
        Segmenter(tmp_path / "encoder.onnx", tmp_path / "decoder.onnx")


def test_a_broken_file_is_named_for_a_backbone_too(tmp_path: Path) -> None:
    (tmp_path / "net.onnx").write_bytes(b"no network")
    with pytest.raises(OnnxRefused, match=r"net\.onnx cannot be opened"):
        OnnxBackbone(tmp_path / "net.onnx")


HEAD = '<ir_version: 8, opset_import: ["": 18]>'


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("d (float[1,256,64,64] image_embeddings) => (float[1,256,64,64] masks) { masks = Identity (image_embeddings) }",
      "decoder.onnx has no input point_coords, point_labels"),
     ("d (float[1,256,64,64] image_embeddings, float[1,n,2] point_coords, float[1,n] point_labels, float[2] tokens)"
      " => (float[1,256,64,64] masks) { masks = Identity (image_embeddings) }", "asks for tokens"),
     ("d (float[1,256,64,64] image_embeddings, float[1,n,2] point_coords, float[1,n] point_labels)"
      " => (float[1,256,64,64] logits) { logits = Identity (image_embeddings) }", "must give low_res_masks or masks"),
     ("d (float[1,32,64,64] image_embeddings, float[1,n,2] point_coords, float[1,n] point_labels)"
      " => (float[1,32,64,64] masks) { masks = Identity (image_embeddings) }", "they are no pair")],
)  # fmt: skip
def test_a_decoder_that_does_not_fit_is_refused(tmp_path: Path, text: str, wanted: str) -> None:
    with pytest.raises(OnnxRefused, match=wanted):
        with_files(tmp_path, decoder=parser.parse_model(HEAD + text))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("e (float[1,77] tokens) => (float[1,77] out) { out = Identity (tokens) }", r"must take one picture .* not tokens"),
     ("e (float[1,3,684,1024] images) => (float[1,3,684,1024] out) { out = Identity (images) }", "sides of one length")],
)  # fmt: skip
def test_an_encoder_that_does_not_fit_is_refused(tmp_path: Path, text: str, wanted: str) -> None:
    with pytest.raises(OnnxRefused, match=wanted):
        with_files(tmp_path, parser.parse_model(HEAD + text))


def test_a_network_that_fails_while_it_runs_is_named(tmp_path: Path) -> None:
    text = """d (float[1,256,64,64] image_embeddings, float[1,n,2] point_coords, float[1,n] point_labels)
        => (float[1,1,h,w] masks) { masks = Reshape (image_embeddings, shape) }"""
    model = parser.parse_model(HEAD + text.replace("{", "{ shape = Constant <value_ints = [7, 7, 7, 7]> ()"))
    broken = with_files(tmp_path, decoder=model)
    with pytest.raises(OnnxRefused, match=r"decoder\.onnx fails"):
        broken.mask(broken.see(picture()), Prompt([(1, 1)]))


@given(arrays(bool, st.tuples(st.integers(1, 20), st.integers(1, 20))))
def test_a_mask_comes_back_from_its_runs(mask: Flags) -> None:
    said = told(mask)
    values = np.repeat(np.arange(len(said["runs"])) % 2 == 1, said["runs"])
    assert (values.reshape(said["height"], said["width"]) == mask).all()
    assert all(run > 0 for run in said["runs"][1:])


def test_a_mask_of_noise_is_told_in_few_words() -> None:
    mask = np.random.default_rng(1).random((1024, 1024)) > 0.5
    said = told(mask)
    assert len(said["runs"]) <= _MOST_RUNS
    assert said["width"] == said["height"] == 128
    assert sum(said["runs"]) == 128 * 128
