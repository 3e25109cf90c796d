"""WordLlama: one fixed vector a token, averaged. A hundred times faster than MiniLM, for small machines."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from autolabel import devices, weights
from autolabel.backbones.contract import Embedded, Item, Kind, Singles, assemble
from autolabel.backbones.texts import tokenizer, tokens_of

WEIGHTS = weights.Packaged(
    "wordllama==0.4.0.post1",
    "wordllama",
    "weights/l2_supercat_256.safetensors",
    "64b47a2dc493cb8e85944076601189739852d7b64e0e1eedcb1937a251cd9fd5",
)
TOKENS = weights.Packaged(
    "wordllama==0.4.0.post1",
    "wordllama",
    "tokenizers/l2_supercat_tokenizer_config.json",
    "93248f2a9ec36c7b35f700a033d5f36228aae48db61aee31007fa49062cdeb68",
)
MOST_TOKENS = 4_096
MOST_CHARACTERS = 8 * MOST_TOKENS


class WordLlama:
    """Texts to rows of length 1, on the processor whatever the device setting: it is but a look-up and a mean."""

    name = "wordllama"
    kind: Kind = "text"
    size = 256

    def __init__(self, weights_folder: Path, device: devices.Setting = "auto") -> None:
        what = f"{WEIGHTS.sha256}\n{TOKENS.sha256}\n{MOST_TOKENS} tokens, mean, length 1"
        self.version = hashlib.sha256(what.encode()).hexdigest()[:16]
        self._tokenizer = tokenizer(TOKENS.find(), most_tokens=MOST_TOKENS)
        self._table: Singles = weights.load(WEIGHTS)["embedding.weight"].float().numpy()

    def embed(self, items: Sequence[Item], /) -> Embedded:
        """As `Backbone.embed`; of a long text only the beginning counts."""
        reasons: dict[int, str] = {}
        tokens = tokens_of(self._tokenizer, items, reasons, most_characters=MOST_CHARACTERS, special=False)
        rows = {place: _unit(self._table[ids].mean(axis=0)) for place, ids in tokens.items()}
        return assemble(len(items), self.size, rows, reasons)


def _unit(row: Singles) -> Singles:
    return np.asarray(row / max(float(np.linalg.norm(row)), 1e-12), np.float32)
