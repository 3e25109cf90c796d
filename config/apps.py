"""Django's registration of the outermost room."""

from __future__ import annotations

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig

from config import checks  # registers them
from config.celery import app as celery_app  # messages are sent by every process, so each needs the app


class PlumblineAdminConfig(AdminConfig):
    """The admin, limited to the tenant of the person who looks."""

    default_site = "config.admin_site.TenantAdminSite"


class ConfigConfig(AppConfig):
    """Commands, checks and the admin's first page."""

    name = "config"


__all__ = ["ConfigConfig", "PlumblineAdminConfig", "celery_app", "checks"]
