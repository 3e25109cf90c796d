"""Batches that shrink where memory runs out, instead of failing."""

from collections.abc import Callable, Iterable, Iterator, Sequence

import torch

from autolabel.backbones.contract import Singles

# What the processor's allocator of PyTorch says; it has no class of its own.
_NO_MEMORY = "can't allocate memory"


def run_batches(
    batches: Iterable[Sequence[int]], run: Callable[[Sequence[int]], Singles], reasons: dict[int, str]
) -> dict[int, Singles]:
    """Rows by place. A batch that does not fit is halved, and later batches are cut to the size that fitted; an item
    that does not even fit alone gets a reason instead of a row."""
    rows: dict[int, Singles] = {}
    most = 0
    for batch in batches:
        waiting = list(_cut(batch, most))
        while waiting:
            part = waiting.pop(0)
            try:
                found = run(part)
            except (MemoryError, RuntimeError) as error:
                if not _out_of_memory(error):
                    raise
                _make_room()
                most = max(len(part) // 2, 1)
                if len(part) == 1:
                    reasons[part[0]] = "it does not fit into the memory of this machine"
                else:
                    waiting[:0] = _cut(part, most)
                continue
            rows.update(zip(part, found, strict=True))
    return rows


def by_tokens(lengths: Sequence[int], budget: int) -> Iterator[list[int]]:
    """Places of texts sorted by length, longest first, so that a padded batch holds at most `budget` tokens.

    The longest come first so that memory that is too small shows at once.
    """
    batch: list[int] = []
    widest = 0
    for index in sorted(range(len(lengths)), key=lambda i: (-lengths[i], i)):
        widest = widest or max(lengths[index], 1)
        if batch and widest * (len(batch) + 1) > budget:
            yield batch
            batch, widest = [], max(lengths[index], 1)
        batch.append(index)
    if batch:
        yield batch


def _cut(batch: Sequence[int], most: int) -> Iterator[Sequence[int]]:
    step = most or max(len(batch), 1)
    return (batch[start : start + step] for start in range(0, len(batch), step))


def _out_of_memory(error: Exception) -> bool:
    return isinstance(error, MemoryError | torch.OutOfMemoryError) or _NO_MEMORY in str(error)


def _make_room() -> None:
    if torch.cuda.is_available():
        torch.cuda.empty_cache()
