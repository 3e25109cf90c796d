"""Sockets of the labeling site."""

from __future__ import annotations

from django.urls import path

from portal.consumer import WorkConsumer

websocket_urlpatterns = [path("ws/label/<uuid:public_id>/", WorkConsumer.as_asgi())]
