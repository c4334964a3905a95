"""URLs of what people hear by mail, of webhooks and of outgoing calls."""

from django.urls import path

from wellarch.events import pages, webhook_pages

_WEBHOOK = "organization/webhooks/<uuid:endpoint_id>/"
urlpatterns = [
    path("account/notifications/", pages.notifications, name="account-notifications"),
    path("mail/stop/<str:token>/", pages.stop, name="mail-stop"),
    path("organization/webhooks/", webhook_pages.webhook_list, name="webhook-list"),
    path("organization/webhooks/new/", webhook_pages.create, name="webhook-create"),
    path(_WEBHOOK, webhook_pages.detail, name="webhook-detail"),
    path(f"{_WEBHOOK}act/", webhook_pages.act, name="webhook-act"),
    path(
        "organization/webhooks/deliveries/<uuid:delivery_id>/replay/",
        webhook_pages.replay,
        name="webhook-delivery-replay",
    ),
    path("organization/outgoing/", webhook_pages.outgoing_list, name="outgoing-list"),
    path(
        "organization/outgoing/<uuid:breaker_id>/try/",
        webhook_pages.outgoing_try,
        name="outgoing-try",
    ),
]
