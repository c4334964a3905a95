"""URLs of webhooks and outgoing calls over REST."""

from django.urls import include, path

from wellarch.rest import outgoing, webhooks

_webhook = [
    path("", webhooks.WebhookEndpointView.as_view(), name="api-webhook"),
    path("secret/", webhooks.WebhookSecret.as_view(), name="api-webhook-secret"),
    path("test/", webhooks.WebhookTest.as_view(), name="api-webhook-test"),
    path("deliveries/", webhooks.WebhookDeliveries.as_view(), name="api-webhook-delivery-list"),
    path("replay/", webhooks.WebhookReplay.as_view(), name="api-webhook-replay"),
]
_delivery = [
    path("", webhooks.WebhookDeliveryView.as_view(), name="api-webhook-delivery"),
    path("replay/", webhooks.WebhookReplayOne.as_view(), name="api-webhook-delivery-replay"),
]
urlpatterns = [
    path("webhooks/", webhooks.Webhooks.as_view(), name="api-webhook-list"),
    path("webhooks/<uuid:endpoint_id>/", include(_webhook)),
    path("webhook-deliveries/<uuid:delivery_id>/", include(_delivery)),
    path("webhook-event-types/", webhooks.WebhookTypes.as_view(), name="api-webhook-types"),
    path("outgoing/", outgoing.Breakers.as_view(), name="api-outgoing-list"),
    path("outgoing/<uuid:breaker_id>/", outgoing.BreakerEndpoint.as_view(), name="api-outgoing"),
    path(
        "outgoing/<uuid:breaker_id>/reset/",
        outgoing.BreakerReset.as_view(),
        name="api-outgoing-reset",
    ),
]
