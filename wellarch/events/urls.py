"""URLs of what people hear by mail."""

from django.urls import path

from wellarch.events import pages

urlpatterns = [
    path("account/notifications/", pages.notifications, name="account-notifications"),
    path("mail/stop/<str:token>/", pages.stop, name="mail-stop"),
]
