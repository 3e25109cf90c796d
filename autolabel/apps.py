"""Django's registration of the room."""

from __future__ import annotations

from django.apps import AppConfig


class AutolabelConfig(AppConfig):
    """Machines that label what they are certain of."""

    name = "autolabel"
