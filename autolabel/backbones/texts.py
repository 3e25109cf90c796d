"""Texts as tokens."""

from collections.abc import Sequence
from pathlib import Path

from tokenizers import Tokenizer

from autolabel.backbones.contract import Item, ItemRefused


def tokenizer(path: Path, *, most_tokens: int) -> Tokenizer:
    """A tokenizer file, cutting texts to `most_tokens` tokens and padding nothing."""
    made = Tokenizer.from_file(str(path))
    made.no_padding()
    made.enable_truncation(most_tokens)
    return made


def tokens_of(
    made: Tokenizer, items: Sequence[Item], reasons: dict[int, str], *, most_characters: int, special: bool = True
) -> dict[int, list[int]]:
    """Token ids by place, of the first `most_characters` characters of each text; no entry, but a reason, for an item
    without a single token of its own."""
    texts: dict[int, str] = {}
    for index, item in enumerate(items):
        try:
            texts[index] = _readable(item, most_characters)
        except ItemRefused as refused:
            reasons[index] = str(refused)
    encoded = made.encode_batch_fast(list(texts.values()), add_special_tokens=special)
    found: dict[int, list[int]] = {}
    for index, encoding in zip(texts, encoded, strict=True):
        if all(encoding.special_tokens_mask):
            reasons[index] = "the text holds no character that the model knows"
        else:
            found[index] = encoding.ids
    return found


def _readable(item: Item, most_characters: int) -> str:
    """The beginning of the text; lone surrogates, which no encoder takes, become question marks."""
    if not isinstance(item, str):
        raise ItemRefused("it is not a text")
    text = item.lstrip()[:most_characters]
    if not text:
        raise ItemRefused("the text is empty")
    return text.encode("utf-8", "replace").decode("utf-8")
