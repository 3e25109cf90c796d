"""The backbones by name, and an operator's own by dotted path."""

import importlib
from collections.abc import Callable
from functools import partial
from pathlib import Path

from autolabel import devices
from autolabel.backbones.contract import Backbone
from autolabel.backbones.lite import LITE0, Lite
from autolabel.backbones.minilm import MiniLM
from autolabel.backbones.pyramid import Pyramid
from autolabel.backbones.wordllama import WordLlama

# Makes a backbone, given the folder for converted weights and the device setting.
Factory = Callable[[Path, devices.Setting], Backbone]

CATALOGUE: dict[str, Factory] = {
    "minilm": MiniLM,
    "wordllama": WordLlama,
    "efficientnet-lite": Lite,
    "efficientnet-lite-small": partial(Lite, checkpoints=(LITE0,), pixels=96),
    "efficientnet-lite-boxes": partial(Pyramid, width=416, height=312),
    "efficientnet-lite-masks": partial(Pyramid, width=480, height=352, finest=4),
}


class BackboneUnknown(Exception):
    """No backbone goes by this name, or what the name leads to is none."""


def backbone(name: str, weights_folder: Path, device: devices.Setting = "auto") -> Backbone:
    """The backbone of a name of the catalogue, or of a dotted path `package.module.factory` to an operator's own
    factory (a timm or transformers model, an `HttpBackbone`, an `OnnxBackbone`), which is called as a `Factory` is.

    A dotted path runs code: it comes from the operator's configuration, never from a requester.
    """
    factory = CATALOGUE.get(name) or _imported(name)
    made = factory(weights_folder, device)
    missing = [part for part in ("name", "version", "size", "kind", "embed") if not hasattr(made, part)]
    if missing:
        raise BackboneUnknown(f"What {name} makes is no backbone: it has no {', '.join(missing)}")
    return made


def _imported(path: str) -> Factory:
    module, _, attribute = path.rpartition(".")
    if not module:
        raise BackboneUnknown(
            f"There is no backbone {path!r}. Choose {', '.join(CATALOGUE)} or give the dotted path of a factory."
        )
    try:
        found: Factory = getattr(importlib.import_module(module), attribute)
    except (ImportError, AttributeError) as error:
        raise BackboneUnknown(f"The backbone factory {path} cannot be imported: {error}") from None
    return found
