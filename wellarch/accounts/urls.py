"""URLs of the account pages that are not allauth's."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
