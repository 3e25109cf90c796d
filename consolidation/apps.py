"""Django's registration of the room; it has no tables of its own."""

from __future__ import annotations

from django.apps import AppConfig


class ConsolidationConfig(AppConfig):
    """From answers to labels."""

    name = "consolidation"
