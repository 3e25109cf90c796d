"""All addresses of the site."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, URLResolver, include, path
from django.views.decorators.csrf import csrf_exempt
from drf_spectacular.views import SpectacularAPIView

from autolabel.api import urlpatterns as autolabel_api
from config.errors import no_such_address
from config.health import healthz, readyz
from consolidation.api import urlpatterns as consolidation_api
from jobs.api import urlpatterns as jobs_api
from portal.policy import page
from portal.urls import urlpatterns as portal_urls
from portal.views import jobs as portal_jobs
from tenants.api import urlpatterns as tenants_api
from wire.endpoint import endpoint
from workforce.api import urlpatterns as workforce_api

_first_page = page(portal_jobs)


@csrf_exempt  # a signed AWS request carries no cookie; the page behind the same address only answers GET
def front_door(request: HttpRequest) -> HttpResponseBase:
    """`POST /` is the AWS endpoint (spec 1.1), everything else the labeling site's first page."""
    if request.method == "POST":
        return endpoint(request)
    return _first_page(request)


handler404 = "portal.views.nothing_here"

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz),
    path("readyz", readyz),
    path("admin/", admin.site.urls),
    path("api/schema/", SpectacularAPIView.as_view(), name="schema"),
    path("api/v1/", include((tenants_api + workforce_api + jobs_api + consolidation_api + autolabel_api, "api"))),
    path("api/<path:rest>", no_such_address),
    path("", front_door),
    path("", include((portal_urls, "portal"))),
]
