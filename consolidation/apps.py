"""Django's registration of the room."""

from __future__ import annotations

from django.apps import AppConfig


class ConsolidationConfig(AppConfig):
    """From answers to labels."""

    name = "consolidation"
