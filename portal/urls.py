"""Addresses of the labeling site."""

from __future__ import annotations

from django.urls import path

from portal import doors, views
from portal.policy import page

app_name = "portal"

urlpatterns = [
    path("", views.jobs, name="jobs"),
    path("label/<uuid:public_id>/", views.work, name="work"),
    path("frame/<str:token>/", views.frame, name="frame"),
    path("preview/<str:token>/", views.preview, name="preview"),
    path("template-text/<str:token>/", views.template_text, name="template-text"),
    path("sign-in/", doors.sign_in, name="sign-in"),
    path("sign-out/", doors.sign_out, name="sign-out"),
    path("join/<str:token>/", doors.join, name="join"),
    path("password/", doors.choose_password, name="choose-password"),
    path("password/forgotten/", page(doors.AskForReset.as_view()), name="password-ask"),
    path("password/sent/", page(doors.ResetSent.as_view()), name="password-sent"),
    path("password/reset/<uidb64>/<token>/", page(doors.Reset.as_view()), name="password-reset"),
    path("password/done/", page(doors.ResetDone.as_view()), name="password-done"),
]
