"""Models as bytes: the arrays and, in the header, what kind of model they are. Reading them runs nothing."""

import json
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load as read_arrays
from safetensors.numpy import save as write_arrays

FORMAT = 1


class ModelRefused(ValueError):
    """These bytes are no model that was saved here."""


@dataclass(frozen=True, slots=True, eq=False)
class Saved:
    """A model's kind, its settings (what JSON can hold) and its arrays."""

    kind: str
    settings: dict[str, Any]
    arrays: dict[str, NDArray[Any]]

    def to_bytes(self) -> bytes:
        """A safetensors file."""
        head = json.dumps({"format": FORMAT, "kind": self.kind, "settings": self.settings}, sort_keys=True)
        arrays = {name: np.ascontiguousarray(values) for name, values in self.arrays.items()}
        return write_arrays(arrays, {"plumbline": head})

    @classmethod
    def of(cls, data: bytes) -> "Saved":
        """What `to_bytes` wrote. Raises ModelRefused."""
        try:
            arrays = read_arrays(data)
            length = int.from_bytes(data[:8], "little")
            head = json.loads(json.loads(data[8 : 8 + length])["__metadata__"]["plumbline"])
            version, kind, settings = head["format"], head["kind"], head["settings"]
        except (SafetensorError, ValueError, KeyError, TypeError) as error:
            raise ModelRefused(f"This file is no model of Plumbline ({error}).") from None
        if version != FORMAT or not isinstance(kind, str) or not isinstance(settings, dict):
            raise ModelRefused(f"This model has format {version}; this release reads format {FORMAT}.")
        return cls(kind, settings, arrays)


class Learned(Protocol):
    """Anything that was learned and can be kept."""

    def saved(self) -> Saved:
        """All there is to it."""
