"""What a page may ask the model that finds things by clicks: a picture of its item, and clicks and a box in it."""

from __future__ import annotations

import math

_MOST_CLICKS = 64
_LARGEST = 1_000_000  # pixels of a side
_LONGEST_PATH = 4_000  # characters; a key has 1,024 bytes at most


def fits(prompt: object) -> bool:
    """`{"picture": path, "size": [width, height], "points": [[x, y], …], "ground": [[x, y], …], "box": [left, top, right,
    bottom] | null}`; without points and box the model only looks at the picture."""
    if not isinstance(prompt, dict) or prompt.keys() != {"picture", "size", "points", "ground", "box"}:
        return False
    picture, box = prompt["picture"], prompt["box"]
    fit = [
        isinstance(picture, str) and len(picture) <= _LONGEST_PATH,
        _are_numbers(prompt["size"], 2),
        _are_clicks(prompt["points"]),
        _are_clicks(prompt["ground"]),
        box is None or _are_numbers(box, 4),
    ]
    return all(fit) and len(prompt["points"]) + len(prompt["ground"]) <= _MOST_CLICKS


def _are_clicks(given: object) -> bool:
    return isinstance(given, list) and len(given) <= _MOST_CLICKS and all(_are_numbers(one, 2) for one in given)


def _are_numbers(given: object, count: int) -> bool:
    return (
        isinstance(given, list)
        and len(given) == count
        and all(type(one) in (int, float) and math.isfinite(one) and abs(one) <= _LARGEST for one in given)
    )
