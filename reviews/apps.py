"""What is answered."""

from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    """Workloads, reviews, answers, milestones and reports."""

    name = "reviews"
    # What is asked of every app: see wellarch/accounts/persons/privacy.py.
    personal_data = "reviews.services.personal.export"
    forget = "reviews.services.personal.forget"
    end_organization = "reviews.services.personal.end_organization"
    # What a search over everything finds here: see wellarch/searching.py.
    search = "reviews.reads.found.find"
