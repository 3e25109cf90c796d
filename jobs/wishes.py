"""What a requester wishes beyond the original's request: tags of the job, `plumbline:<wish>` = value.

Tags are a part of CreateLabelingJob that every client can send and that the original echoes, so the same script runs
against both. docs/auto-labeling.md lists them for people.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import Any

from django.conf import settings

from tenants.errors import Fault

PREFIX = "plumbline:"
STRATEGIES = ("margin", "entropy", "least-confidence", "badge", "random")  # autolabel/strategies/catalogue.py
# Those of autolabel/backbones/catalogue.py, each with what it reads.
BACKBONES = {"minilm": "text", "wordllama": "text", "efficientnet-lite": "image", "efficientnet-lite-small": "image"}
EACH, WHOLE = "each", "whole"
ONCE = "label-once"
_OF_MACHINES = ("target", "mode", "sureness", "strategy", "validation-workers", "budget", "duplicates")
_LEAST_MONEY, _MOST_MONEY = Decimal("0.000001"), Decimal(1_000_000_000)


@dataclass(frozen=True)
class Wishes:
    """The wishes of a job, each with what it is where nobody said anything."""

    consolidation: str = ""  # "": as the task type says
    # Machine labels are right this often (a share), or as good as this on average (boxes, masks); None: as their kind says.
    target: float | None = None
    mode: str = EACH  # each: of the machine's labels; whole: of the whole data set, people's labels taken as right
    sureness: float = 0.9  # how sure the certificate is
    strategy: str = STRATEGIES[0]
    backbone: str = ""  # "": as the task type says
    validation_workers: int = 5  # answers to an object that the machine is measured by
    answer_price: Decimal = Decimal(0)  # what one answer of a person costs
    budget: Decimal | None = None  # the most that people's answers may cost
    fewest_answers: int = 0  # 0: every object gets all its answers; else it may be enough with so many
    duplicates: bool = False  # do objects that are there several times get one label together?
    certain: float = 0.95  # confidence from which no further answer is asked for
    gold: str = ""  # the key of a manifest line that tells the right label, where it is known (jobs/gold.py)
    prefill: bool | None = None  # are people shown what the machine proposes? None: as jobs/proposals.py says


def read(tags: Sequence[dict[str, Any]]) -> Wishes:
    """The wishes among a request's tags; those that `faults` complains of are passed over."""
    wishes = Wishes()
    for key, value in _named(tags):
        if key in _WISHES:
            name, understand, _ = _WISHES[key]
            if (understood := understand(value)) is not None:
                wishes = replace(wishes, **{name: understood})
    return wishes


def faults(tags: Sequence[dict[str, Any]]) -> Iterator[Fault]:
    """What is wrong with the wishes, all of it."""
    for key, value in _named(tags):
        if key not in _WISHES:
            wanted = "one of " + ", ".join(f"{PREFIX}{known}" for known in _WISHES)
            yield Fault("Tags", repr(f"{PREFIX}{key}")[:200], wanted)
        elif _WISHES[key][1](value) is None:
            yield Fault("Tags", f"{PREFIX}{key} = {value!r}"[:200], _WISHES[key][2])


def told(tags: Sequence[dict[str, Any]]) -> list[str]:
    """The wishes among these, as people read them."""
    return [f"{key} {value}" for key, value in _named(tags)]


def of_machines(tags: Sequence[dict[str, Any]]) -> list[str]:
    """The wishes among these, as they were written, that do nothing where no machine labels."""
    return [f"{PREFIX}{key} = {value!r}"[:200] for key, value in _named(tags) if key in _OF_MACHINES]


def backbones_for(media: str) -> list[str]:
    """The backbones that read texts or pictures, ours and then the operator's."""
    own = {name: told[0] for name, told in settings.AUTOLABEL_BACKBONES.items()}
    return [name for name, reads in (BACKBONES | own).items() if reads == media]


def _named(tags: Sequence[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    for tag in tags:
        if str(tag["Key"]).startswith(PREFIX):
            yield str(tag["Key"]).removeprefix(PREFIX), str(tag["Value"]).strip()


def _one_of(*names: str) -> Callable[[str], str | None]:
    return lambda given: given if given in names else None


def _yes_or_no(given: str) -> bool | None:
    return {"yes": True, "no": False}.get(given)


def _once(given: str) -> bool | None:
    return True if given == ONCE else None


def _backbone(given: str) -> str | None:
    """A name, never a path: a path would run code."""
    return given if given in BACKBONES or given in settings.AUTOLABEL_BACKBONES else None


def _name(given: str) -> str | None:
    return given if given.replace("-", "").isalnum() else None


def _key(given: str) -> str | None:
    return given if given.isprintable() and not given.startswith("$") and given else None


def _share(least: float, most: float) -> Callable[[str], float | None]:
    """`0.95` or `95`; a tag's value may not hold `%`."""

    def understand(given: str) -> float | None:
        number = _number(given)
        if number is None:
            return None
        share = float(number / 100 if number > 1 else number)
        return share if least <= share <= most else None

    return understand


def _whole(least: int, most: int) -> Callable[[str], int | None]:
    return lambda given: int(given) if given.isascii() and given.isdigit() and least <= int(given) <= most else None


def _money(given: str) -> Decimal | None:
    number = _number(given.removeprefix("$"))
    is_amount = number is not None and (number == 0 or _LEAST_MONEY <= number <= _MOST_MONEY)
    return number if is_amount else None


def _number(given: str) -> Decimal | None:
    try:
        number = Decimal(given)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


_WISHES: dict[str, tuple[str, Callable[[str], Any], str]] = {
    "consolidation": ("consolidation", _name, "the name of a function that suits the type of job"),
    "target": ("target", _share(0.5, 0.999), "a share from 0.5 to 0.999, such as 0.95, or 95 for percent"),
    "mode": ("mode", _one_of(EACH, WHOLE), f"{EACH} (machine label) or {WHOLE} (data set)"),
    "sureness": ("sureness", _share(0.5, 0.999), "a share from 0.5 to 0.999, such as 0.9, or 90 for percent"),
    "strategy": ("strategy", _one_of(*STRATEGIES), f"one of {', '.join(STRATEGIES)}"),
    "backbone": ("backbone", _backbone, f"one of {', '.join(BACKBONES)}, or one that the operator has named"),
    "validation-workers": ("validation_workers", _whole(1, 9), "a whole number from 1 to 9"),
    "answer-price": ("answer_price", _money, "an amount such as 0.05"),
    "budget": ("budget", _money, "an amount such as 250.00"),
    "fewest-answers": ("fewest_answers", _whole(1, 9), "a whole number from 1 to 9"),
    "certain": ("certain", _share(0.5, 0.999), "a share from 0.5 to 0.999, such as 0.95, or 95 for percent"),
    "duplicates": ("duplicates", _once, ONCE),
    "gold": ("gold", _key, "the name of a key in the manifest's lines; names may not begin with $"),
    "prefill": ("prefill", _yes_or_no, "yes or no"),
}
