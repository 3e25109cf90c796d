"""A BERT encoder as MiniLM uses it: word, place and type embeddings, then layers of attention and a small network."""

import torch
from torch import Tensor, nn
from torch.nn import functional

EPSILON = 1e-12


class Bert(nn.Module):
    """Contextual vectors (n, t, d) of tokens (n, t), read from a checkpoint's tensors by their usual names."""

    def __init__(self, tensors: dict[str, Tensor], heads: int) -> None:
        super().__init__()
        words = tensors["embeddings.word_embeddings.weight"]
        # There is one type of text here, so its vector is part of every place's.
        places = (
            tensors["embeddings.position_embeddings.weight"] + tensors["embeddings.token_type_embeddings.weight"][0]
        )
        self.words = _embedding(words)
        self.places = _embedding(places)
        self.norm = _norm(tensors, "embeddings.LayerNorm")
        count = 1 + max(int(name.split(".")[2]) for name in tensors if name.startswith("encoder.layer."))
        self.layers = nn.ModuleList(_Layer(tensors, f"encoder.layer.{number}.", heads) for number in range(count))

    def forward(self, tokens: Tensor, mask: Tensor) -> Tensor:
        """`mask` (n, t) is true for tokens and false for padding."""
        x: Tensor = self.norm(self.words(tokens) + self.places.weight[: tokens.shape[1]])
        seen = mask[:, None, None, :]
        for layer in self.layers:
            x = layer(x, seen)
        return x

    def sentence(self, tokens: Tensor, mask: Tensor) -> Tensor:
        """One vector of length 1 a text, (n, d): the mean over its tokens."""
        weight = mask[..., None].float()
        mean = (self.forward(tokens, mask).float() * weight).sum(1) / weight.sum(1)
        return functional.normalize(mean, dim=1)


class _Layer(nn.Module):
    def __init__(self, tensors: dict[str, Tensor], prefix: str, heads: int) -> None:
        super().__init__()
        self.heads = heads
        parts = [f"{prefix}attention.self.{part}." for part in ("query", "key", "value")]
        # One product instead of three.
        self.attend = _linear(*(torch.cat([tensors[part + end] for part in parts]) for end in ("weight", "bias")))
        self.merge = _named(tensors, f"{prefix}attention.output.dense")
        self.first_norm = _norm(tensors, f"{prefix}attention.output.LayerNorm")
        self.widen = _named(tensors, f"{prefix}intermediate.dense")
        self.narrow = _named(tensors, f"{prefix}output.dense")
        self.second_norm = _norm(tensors, f"{prefix}output.LayerNorm")

    def forward(self, x: Tensor, seen: Tensor) -> Tensor:
        n, t, d = x.shape
        query, key, value = self.attend(x).view(n, t, 3, self.heads, d // self.heads).permute(2, 0, 3, 1, 4)
        attended = functional.scaled_dot_product_attention(query, key, value, attn_mask=seen)
        x = self.first_norm(x + self.merge(attended.transpose(1, 2).reshape(n, t, d)))
        out: Tensor = self.second_norm(x + self.narrow(functional.gelu(self.widen(x))))
        return out


def _named(tensors: dict[str, Tensor], name: str) -> nn.Linear:
    return _linear(tensors[f"{name}.weight"], tensors[f"{name}.bias"])


def _linear(weight: Tensor, bias: Tensor) -> nn.Linear:
    # On no device at first, or it would be filled with random numbers.
    made = nn.Linear(weight.shape[1], weight.shape[0], device="meta")
    made.weight, made.bias = nn.Parameter(weight, requires_grad=False), nn.Parameter(bias, requires_grad=False)
    return made


def _embedding(weight: Tensor) -> nn.Embedding:
    return nn.Embedding(weight.shape[0], weight.shape[1], _weight=weight, _freeze=True)


def _norm(tensors: dict[str, Tensor], name: str) -> nn.LayerNorm:
    weight = tensors[f"{name}.weight"]
    made = nn.LayerNorm(weight.shape[0], eps=EPSILON)
    made.load_state_dict({"weight": weight, "bias": tensors[f"{name}.bias"]})
    return made
