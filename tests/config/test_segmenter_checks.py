"""What `manage.py check` says of the operator's segmenter."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from autolabel import own_segmenter
from autolabel.backbones.onnx import OnnxRefused
from config.checks import check_segmenter, check_segmenter_fits
from tests.autolabel.tiny_segmenter import write_pair


@pytest.fixture(autouse=True)
def _opened_anew() -> Iterator[None]:
    own_segmenter._opened.cache_clear()
    yield
    own_segmenter._opened.cache_clear()


def said(settings: Any, *told: str | Path) -> list[str]:
    settings.AUTOLABEL_SEGMENTER = [str(one) for one in told]
    return [f"{one.id} {one.msg}" for one in (*check_segmenter(None), *check_segmenter_fits(None))]


def test_nothing_is_said_without_one_or_of_one_that_fits(settings: Any, tmp_path: Path) -> None:
    assert said(settings) == []
    folder = write_pair(tmp_path)
    assert said(settings, folder) == []
    assert said(settings, folder / "encoder.onnx", folder / "decoder.onnx") == []


def test_files_that_are_not_there_are_named(settings: Any, tmp_path: Path) -> None:
    write_pair(tmp_path)
    (tmp_path / "decoder.onnx").unlink()
    (only,) = said(settings, tmp_path)
    assert only.startswith("plumbline.E011")
    assert only.endswith("decoder.onnx.")
    (only,) = said(settings, "a.onnx", "b.onnx", "c.onnx")
    assert "3 files" in only


def test_a_broken_file_is_said_once(settings: Any, tmp_path: Path) -> None:
    write_pair(tmp_path)
    (tmp_path / "encoder.onnx").write_bytes(b"no network")
    (only,) = said(settings, tmp_path)
    assert only.startswith("plumbline.E012 AUTOLABEL_SEGMENTER: encoder.onnx cannot be opened")


def test_one_that_does_not_open_is_told_as_shortly_each_time(settings: Any, tmp_path: Path) -> None:
    folder = write_pair(tmp_path)
    (folder / "encoder.onnx").write_bytes(b"no network")
    settings.AUTOLABEL_SEGMENTER = [str(folder)]
    told = []
    for _ in range(3):
        with pytest.raises(OnnxRefused, match=r"encoder\.onnx cannot be opened") as error:
            own_segmenter.opened()
        told.append((error.value, len(error.traceback)))
    assert len({id(one) for one, _ in told}) == 3
    assert len({length for _, length in told}) == 1


def test_what_runs_it_has_to_be_installed(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("autolabel.own_segmenter.find_spec", lambda name: None)
    (only,) = said(settings, write_pair(tmp_path))
    assert "pip install onnxruntime" in only
