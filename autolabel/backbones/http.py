"""An operator's own network behind an HTTP address."""

import base64
import hashlib
import io
import json
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from PIL import Image

from autolabel.backbones.contract import Embedded, Item, Kind, Singles, assemble

# Posts a body to an address and gives back the body of a good answer; raises OSError for any other. Whoever gives it
# decides which addresses may be reached, how long to wait and how often to try again.
Opener = Callable[[str, bytes], bytes]
BATCH = 64


class AnswerRefused(Exception):
    """The address answered with something else than rows of numbers."""


class HttpBackbone:
    """Posts {"kind": "text" | "image", "items": [text | base64 of a file, …]} and reads {"vectors": [[…] | null, …],
    "reasons": ["", …]}, one vector an item; null, with a reason, for an item that cannot be turned into one.

    `version` is the operator's word for what answers there: rows of another version are computed again.
    """

    def __init__(self, url: str, opener: Opener, *, kind: Kind, size: int, version: str, name: str = "http") -> None:
        self.name, self.kind, self.size = name, kind, size
        self.version = hashlib.sha256(f"{url}\n{version}\n{size}".encode()).hexdigest()[:16]
        self._url, self._opener = url, opener

    def embed(self, items: Sequence[Item], /) -> Embedded:
        """As `Backbone.embed`. Raises AnswerRefused, and OSError as the opener does."""
        rows: dict[int, Singles] = {}
        reasons: dict[int, str] = {}
        for start in range(0, len(items), BATCH):
            batch = items[start : start + BATCH]
            body = {"kind": self.kind, "items": [_written(item) for item in batch]}
            answer = self._opener(self._url, json.dumps(body).encode())
            for index, (row, reason) in enumerate(self._read(answer, len(batch)), start):
                if row is None:
                    reasons[index] = reason or "the model at the address gave no vector and no reason"
                else:
                    rows[index] = row
        return assemble(len(items), self.size, rows, reasons)

    def _read(self, answer: bytes, count: int) -> list[tuple[Singles | None, str]]:
        try:
            said: Any = json.loads(answer)
            vectors: list[Any] = list(said["vectors"])
            reasons = [str(reason) for reason in said.get("reasons", [""] * count)]
            rows = [None if row is None else np.asarray(row, np.float32) for row in vectors]
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise AnswerRefused(f"{self._url} must answer with JSON that has a list `vectors`: {error!r}") from None
        if len(rows) != count or len(reasons) != count:
            raise AnswerRefused(f"{self._url} was given {count} items and answered {len(rows)} vectors")
        wrong = next((row.shape for row in rows if row is not None and row.shape != (self.size,)), None)
        if wrong is not None:
            raise AnswerRefused(f"{self._url} must answer vectors of {self.size} numbers, not of shape {wrong}")
        return list(zip(rows, reasons, strict=True))


def _written(item: Item) -> str:
    """A text as it is (lone surrogates as question marks), a picture as base64 of its file."""
    if isinstance(item, str):
        return item.encode("utf-8", "replace").decode()
    if isinstance(item, Image.Image):
        written = io.BytesIO()
        item.save(written, "PNG")
        item = written.getvalue()
    return base64.b64encode(item).decode()
