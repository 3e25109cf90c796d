"""Where networks run: one code for the processor and for a GPU."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal, cast, get_args

import torch

Setting = Literal["auto", "cpu", "cuda"]


class DeviceMissing(Exception):
    """The setting asks for a GPU that is not there."""


def setting(given: str) -> Setting:
    """A setting as an operator writes it. Raises DeviceMissing for any other word."""
    for known in get_args(Setting):
        if given == known:
            return cast("Setting", known)
    raise DeviceMissing(f"The device setting is {given!r}; it must be one of {', '.join(get_args(Setting))}.")


def chosen(setting: Setting = "auto") -> torch.device:
    """The device for a setting; `auto` takes a GPU where one answers. Raises DeviceMissing."""
    there = setting != "cpu" and torch.cuda.is_available()
    if setting == "cuda" and not there:
        raise DeviceMissing(
            "The device setting is cuda, but PyTorch finds no GPU on this machine. "
            "Install its driver and a CUDA build of PyTorch, or set the device to auto or cpu."
        )
    return torch.device("cuda" if there else "cpu")


@contextmanager
def precision(device: torch.device) -> Iterator[None]:
    """bf16 arithmetic on a GPU, float32 on the processor (where results stay the same from run to run)."""
    with torch.autocast(device.type, torch.bfloat16, enabled=device.type == "cuda"):
        yield


@contextmanager
def inference(device: torch.device) -> Iterator[None]:
    """For running a network without learning."""
    with torch.inference_mode(), precision(device):
        yield
