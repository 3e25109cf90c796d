"""Saved models by kind."""

from collections.abc import Callable

from autolabel.learners.contract import Model
from autolabel.learners.fine_tuned import FineTunedModel
from autolabel.learners.linear import LinearModel
from autolabel.learners.multi_label import MultiLabelModel
from autolabel.learners.network import NetworkModel
from autolabel.saving import ModelRefused, Saved

KINDS: dict[str, Callable[[Saved], Model]] = {
    "linear": LinearModel.of,
    "network": NetworkModel.of,
    "fine-tuned": FineTunedModel.of,
    "multi-label": MultiLabelModel.of,
}


def save(model: Model) -> bytes:
    """A model for classes as a safetensors file, which `load` and the customer's loader.py read."""
    return model.saved().to_bytes()


def load(data: bytes) -> Model:
    """What `save` wrote. Raises ModelRefused for anything else; nothing in the file is run."""
    saved = Saved.of(data)
    if saved.kind not in KINDS:
        raise ModelRefused(f"This file is a model of kind {saved.kind!r}, not one for classes ({', '.join(KINDS)}).")
    try:
        return KINDS[saved.kind](saved)
    except (KeyError, ValueError, TypeError, IndexError, RuntimeError) as error:
        raise ModelRefused(f"This model is incomplete: {error}") from None
