"""EfficientNet-Lite without its classifier: stem, blocks and head, with the batch norms folded into the convolutions."""

from collections.abc import Iterator

import torch
from torch import Tensor, nn
from torch.nn import functional

EPSILON = 1e-3
# Of the seven stages; a stage is where the number of channels changes.
STRIDES = (1, 2, 2, 2, 1, 2, 1)


class EfficientNetLite(nn.Module):
    """Read from a checkpoint's tensors; how deep and wide it is shows in their shapes."""

    def __init__(self, tensors: dict[str, Tensor]) -> None:
        super().__init__()
        self.stem = _folded(tensors, "_conv_stem", "_bn0", 2)
        self.blocks = nn.ModuleList(_blocks(tensors))
        self.head = _folded(tensors, "_conv_head", "_bn1", 1)

    def forward(self, pixels: Tensor) -> Iterator[Tensor]:
        """From pixels (n, 3, h, w) in 0..255: the output of each block, and at last of the head."""
        x = functional.relu6(self.stem((pixels - 127) / 128))
        for block in self.blocks:
            x = block(x)
            yield x
        yield functional.relu6(self.head(x))


class Convolution(nn.Module):
    """A convolution padded as TensorFlow's SAME does: the output has the input's size divided by the stride, rounded
    up, and an odd padding is larger on the right and below."""

    def __init__(self, weight: Tensor, bias: Tensor, stride: int) -> None:
        super().__init__()
        self.weight, self.bias = nn.Parameter(weight), nn.Parameter(bias)
        self.stride, self.kernel = stride, weight.shape[-1]
        self.groups = weight.shape[0] if weight.shape[1] == 1 else 1

    def forward(self, x: Tensor) -> Tensor:
        (top, bottom), (left, right) = self._padding(x.shape[-2]), self._padding(x.shape[-1])
        even = (top, left) if (top, left) == (bottom, right) else (0, 0)
        if even == (0, 0) and top + bottom + left + right:
            x = functional.pad(x, (left, right, top, bottom))
        return functional.conv2d(x, self.weight, self.bias, self.stride, even, 1, self.groups)

    def _padding(self, length: int) -> tuple[int, int]:
        total = max((-(-length // self.stride) - 1) * self.stride + self.kernel - length, 0)
        return total // 2, total - total // 2


class Block(nn.Module):
    """Widen (but in the first block), filter each channel, narrow; added to its input where the shape is the same."""

    def __init__(self, widen: Convolution | None, channelwise: Convolution, narrow: Convolution) -> None:
        super().__init__()
        self.widen, self.filter, self.narrow = widen, channelwise, narrow

    def forward(self, x: Tensor) -> Tensor:
        wide = functional.relu6(self.widen(x)) if self.widen else x
        out: Tensor = self.narrow(functional.relu6(self.filter(wide)))
        return out + x if out.shape == x.shape else out


def _blocks(tensors: dict[str, Tensor]) -> Iterator[Block]:
    count = 1 + max(int(name.split(".")[1]) for name in tensors if name.startswith("_blocks."))
    stage, channels = -1, 0
    for number in range(count):
        prefix = f"_blocks.{number}."
        out = tensors[f"{prefix}_project_conv.weight"].shape[0]
        first = out != channels
        stage, channels = stage + first, out
        wide = f"{prefix}_expand_conv.weight" in tensors
        yield Block(
            _folded(tensors, f"{prefix}_expand_conv", f"{prefix}_bn0", 1) if wide else None,
            _folded(tensors, f"{prefix}_depthwise_conv", f"{prefix}_bn1", STRIDES[stage] if first else 1),
            _folded(tensors, f"{prefix}_project_conv", f"{prefix}_bn2", 1),
        )


def _folded(tensors: dict[str, Tensor], convolution: str, norm: str, stride: int) -> Convolution:
    gain = tensors[f"{norm}.weight"] / torch.sqrt(tensors[f"{norm}.running_var"] + EPSILON)
    bias = tensors[f"{norm}.bias"] - tensors[f"{norm}.running_mean"] * gain
    return Convolution(tensors[f"{convolution}.weight"] * gain[:, None, None, None], bias, stride)
