"""Django's registration of the outermost room."""

from __future__ import annotations

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class PlumblineAdminConfig(AdminConfig):
    """The admin, limited to the tenant of the person who looks."""

    default_site = "config.admin_site.TenantAdminSite"


class ConfigConfig(AppConfig):
    """Commands and checks."""

    name = "config"
