"""The pages as a Django app."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Templates, static files and tags."""

    name = "yimen.web"
    label = "web"
