"""What is answered."""

from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    """Workloads, reviews, answers, milestones and reports."""

    name = "reviews"
