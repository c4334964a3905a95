"""The accounts app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Users, organizations, members and tokens."""

    name = "wellarch.accounts"
    label = "accounts"
