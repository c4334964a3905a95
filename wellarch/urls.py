"""Where each door is: pages at the root, REST under /api/v1/, the AWS API at /aws, health."""

from django.conf import settings
from django.urls import include, path, re_path

from wellarch.health import healthz
from wellarch.rest.views import Nowhere

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("accounts/", include("wellarch.accounts.sign_in.urls")),
    path("", include("wellarch.accounts.urls")),
    path("", include("wellarch.events.urls")),
    path("api/v1/", include("wellarch.rest.urls")),
    re_path("^api/", Nowhere.as_view(), name="api-nowhere"),
    re_path("^aws", include("reviews.aws.urls")),
    path("lenses/", include("lenses.pages.urls")),
    path("", include("reviews.pages.urls")),
]

if settings.DEBUG:
    urlpatterns += [path("styleguide/", include("wellarch.styleguide"))]
