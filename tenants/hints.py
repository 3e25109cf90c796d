"""Hints: small facts in Valkey that save work. Losing one, or Valkey itself, costs time and nothing else."""

from __future__ import annotations

from typing import Any

from django.core.cache import cache
from redis.exceptions import RedisError


def get(key: str, default: Any = None) -> Any:
    """The hint, or the default."""
    try:
        return cache.get(key, default)
    except RedisError:
        return default


def put(key: str, value: Any, seconds: int) -> None:
    """Keep a hint for a while."""
    try:
        cache.set(key, value, seconds)
    except RedisError:
        return


def add(key: str, seconds: int) -> bool:
    """True once in `seconds` for all processes together; true when Valkey cannot tell."""
    try:
        return bool(cache.add(key, 1, seconds))
    except RedisError:
        return True


def take(key: str) -> bool:
    """Forget a hint; was it there?"""
    try:
        return bool(cache.delete(key))
    except RedisError:
        return False
