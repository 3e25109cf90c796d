"""An operator's own backbone: by HTTP, as an ONNX file, by dotted path."""

import base64
import io
import json
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from PIL import Image

from autolabel.backbones import catalogue, http
from autolabel.backbones.contract import Embedded, Item, Kind
from autolabel.backbones.http import AnswerRefused, HttpBackbone
from autolabel.backbones.onnx import OnnxBackbone, OnnxRefused
from autolabel.devices import DeviceMissing, chosen
from tests.autolabel.backbone_contract import BackboneContract
from tests.autolabel.test_image_backbones import BROKEN, PICTURES


def answering(url: str, body: bytes) -> bytes:
    """A model behind an address: how often some letters are in a text; nothing for a text without any."""
    asked = json.loads(body)
    assert url == "https://models.example/embed"
    rows = [[float(text.count(letter)) for letter in "aeiou"] for text in asked["items"]]
    reasons = ["" if any(row) else "no vowel in it" for row in rows]
    return json.dumps({"vectors": [row if any(row) else None for row in rows], "reasons": reasons}).encode()


def over_http(opener: http.Opener = answering, kind: Kind = "text", size: int = 5, version: str = "1") -> HttpBackbone:
    return HttpBackbone("https://models.example/embed", opener, kind=kind, size=size, version=version)


class TestHttp(BackboneContract):
    backbone = over_http()
    items = ("some text", "another \ud800", "e" * 100_000)
    broken = ("", "xyz")

    def test_many_items_are_asked_in_parts(self) -> None:
        asked: list[int] = []

        def counting(url: str, body: bytes) -> bytes:
            asked.append(len(json.loads(body)["items"]))
            return answering(url, body)

        assert over_http(counting).embed(["a"] * 150).vectors.shape == (150, 5)
        assert asked == [64, 64, 22]

    def test_pictures_go_as_files(self) -> None:
        def reading(url: str, body: bytes) -> bytes:
            files = [base64.b64decode(item) for item in json.loads(body)["items"]]
            return json.dumps({"vectors": [list(Image.open(io.BytesIO(file)).size) for file in files]}).encode()

        found = over_http(reading, "image", 2).embed([Image.new("RGB", (30, 20)), PICTURES[1]]).vectors
        assert found.tolist() == [[30, 20], [90, 60]]

    def test_another_version_is_another_version(self) -> None:
        assert over_http(version="2").version != over_http(version="1").version

    @pytest.mark.parametrize(
        "answer",
        [b"", b"[]", b"{}", b'{"vectors": 3}', b'{"vectors": []}', b'{"vectors": [[1, 2]]}', b'{"vectors": [["x"]]}',
         b'{"vectors": [[1, 2, 3, 4, 5]], "reasons": []}', b'{"vectors": [[[1, 2, 3, 4, 5]]]}'],
    )  # fmt: skip
    def test_an_answer_that_is_none_is_refused(self, answer: bytes) -> None:
        with pytest.raises(AnswerRefused, match=r"models\.example"):
            over_http(lambda url, body: answer).embed(["a"])

    def test_numbers_that_are_not_finite_are_faults(self) -> None:
        (fault,) = over_http(lambda url, body: b'{"vectors": [[NaN, 1, 1, 1, 1]]}').embed(["a"]).faults
        assert "not finite" in fault.reason


class Session:
    """What onnxruntime gives for a file: here a mean over each quarter of the picture, channels first."""

    def __init__(self, path: str, providers: list[str]) -> None:
        assert providers == ["CPUExecutionProvider"]
        if Path(path).read_bytes() == b"broken":
            raise RuntimeError("Protobuf parsing failed")

    def get_inputs(self) -> list[object]:
        given = ModuleType("input")
        given.name, given.shape = "pixels", ["batch", 3, 32, 32]
        return [given]

    def run(self, names: None, given: dict[str, np.ndarray]) -> list[np.ndarray]:
        (pixels,) = given.values()
        assert pixels.shape[1:] == (3, 32, 32)
        return [pixels.reshape(len(pixels), 3, 2, 16, 2, 16).mean(axis=(3, 5))]


@pytest.fixture
def runtime(monkeypatch: pytest.MonkeyPatch) -> None:
    module = ModuleType("onnxruntime")
    module.InferenceSession = Session
    module.get_available_providers = lambda: ["CPUExecutionProvider"]
    monkeypatch.setitem(sys.modules, "onnxruntime", module)


@pytest.mark.usefixtures("runtime")
class TestOnnx(BackboneContract):
    items = PICTURES
    broken = BROKEN

    @pytest.fixture(autouse=True)
    def _opened(self, tmp_path: Path, runtime: None) -> None:
        (tmp_path / "net.onnx").write_bytes(b"a network")
        type(self).backbone = OnnxBackbone(tmp_path / "net.onnx", batch=5)

    def test_pixels_are_scaled_as_asked(self, tmp_path: Path) -> None:
        plain = OnnxBackbone(tmp_path / "net.onnx", mean=(0, 0, 0), scale=(255, 255, 255))
        assert plain.size == 12
        np.testing.assert_allclose(plain.embed([Image.new("RGB", (9, 9), "white")]).vectors, 1)
        assert plain.version != self.backbone.version

    def test_a_file_that_is_no_network_is_refused(self, tmp_path: Path) -> None:
        (tmp_path / "bad.onnx").write_bytes(b"broken")
        with pytest.raises(OnnxRefused, match=r"bad\.onnx cannot be opened"):
            OnnxBackbone(tmp_path / "bad.onnx")

    def test_a_network_that_takes_no_pictures_is_refused(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        tokens = ModuleType("input")
        tokens.name, tokens.shape = "tokens", ["batch", "length"]
        monkeypatch.setattr(Session, "get_inputs", lambda self: [tokens])
        with pytest.raises(OnnxRefused, match="must take pictures"):
            OnnxBackbone(tmp_path / "net.onnx")


def test_without_the_runtime_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    with pytest.raises(OnnxRefused, match="pip install onnxruntime"):
        OnnxBackbone(tmp_path / "any.onnx")


class Own:
    """An operator's backbone."""

    name, version, size, kind = "own", "1" * 16, 1, "text"

    def __init__(self, weights_folder: Path, device: str) -> None:
        self.made_with = weights_folder, device

    def embed(self, items: list[Item]) -> Embedded:
        return Embedded(np.zeros((len(items), 1), np.float16), ())


class TestCatalogue:
    def test_names_lead_to_their_backbones(self, tmp_path: Path) -> None:
        assert catalogue.backbone("wordllama", tmp_path).kind == "text"
        pictures = {f"efficientnet-lite{kind}" for kind in ("", "-small", "-boxes", "-masks")}
        assert set(catalogue.CATALOGUE) == {"minilm", "wordllama", *pictures}

    def test_a_dotted_path_leads_to_the_operators_own(self, tmp_path: Path) -> None:
        made = catalogue.backbone(f"{__name__}.Own", tmp_path, "cpu")
        assert made.name == "own"
        assert made.made_with == (tmp_path, "cpu")

    @pytest.mark.parametrize(
        ("name", "says"),
        [
            ("resnet", "There is no backbone 'resnet'. Choose minilm, wordllama"),
            ("no.such.module", "cannot be imported"),
            (f"{__name__}.nothing", "cannot be imported"),
            ("pathlib.PurePath", "is no backbone: it has no version"),
        ],
    )
    def test_a_name_that_leads_nowhere_is_refused(self, name: str, says: str, tmp_path: Path) -> None:
        with pytest.raises(catalogue.BackboneUnknown, match=says):
            catalogue.backbone(name, tmp_path, "cpu")


def test_a_gpu_that_is_asked_for_and_absent_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("torch.cuda.is_available", lambda: False)
    assert chosen("auto").type == chosen("cpu").type == "cpu"
    with pytest.raises(DeviceMissing, match="set the device to auto or cpu"):
        chosen("cuda")
