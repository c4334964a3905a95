"""The REST API and its schema."""

from django.core.exceptions import ImproperlyConfigured

from wellarch.env import env


def _limit(name: str, text: str) -> tuple[int, int]:
    """Requests and seconds of `600/60`. ImproperlyConfigured for anything else."""
    requests, _slash, seconds = text.partition("/")
    if not (requests.isdigit() and seconds.isdigit() and int(seconds)):
        raise ImproperlyConfigured(f"{name}: write requests/seconds, such as 600/60, not {text!r}.")
    return int(requests), int(seconds)


# How much one token or signed-in person may ask, and one address that did not sign in.
WELLARCH_REST_LIMIT = _limit("WELLARCH_REST_LIMIT", env.str("WELLARCH_REST_LIMIT", "18000/60"))
WELLARCH_REST_ADDRESS_LIMIT = _limit(
    "WELLARCH_REST_ADDRESS_LIMIT", env.str("WELLARCH_REST_ADDRESS_LIMIT", "600/60")
)
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "wellarch.rest.authentication.TokenAuthentication",
        "wellarch.rest.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["wellarch.rest.authentication.HasActor"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["wellarch.rest.parsing.StorableJSONParser"],
    "DEFAULT_SCHEMA_CLASS": "wellarch.rest.schema.DescribedSchema",
    "DEFAULT_PAGINATION_CLASS": "wellarch.rest.pagination.CursorPages",
    "EXCEPTION_HANDLER": "wellarch.rest.problems.handle",
    "PAGE_SIZE": 50,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
    "URL_FORMAT_OVERRIDE": None,  # there is JSON; `format` is a filter like any other
    "UNAUTHENTICATED_USER": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "WellArch REST API",
    "DESCRIPTION": (
        "Workloads, lenses, reviews, answers, milestones and reports. Errors are RFC 9457 "
        "problem documents; lists come in pages with `next` and `previous`."
    ),
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "COMPONENT_SPLIT_REQUEST": True,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "wellarch.rest.schema.without_database_limits",
        "wellarch.rest.schema.with_examples",
    ],
    "SCHEMA_PATH_PREFIX": "/api/v1/",
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "ENUM_NAME_OVERRIDES": {
        "Risk": "reviews.models.words.RiskLevel",
        "Reason": "reviews.models.words.Reason",
        "ChoiceStatus": "reviews.models.words.CHOICE_STATUSES",
        "Environment": "reviews.models.words.Environment",
        "ImprovementState": "reviews.models.improvement.ImprovementState",
        "MovableState": "reviews.api.shapes.improvement.MOVABLE",
        "Level": "reviews.models.improvement.Level",
        "ImprovementStatus": "reviews.models.words.ImprovementStatus",
        "ReviewStatus": "reviews.models.review.ReviewStatus",
        "ReportStatus": "reviews.models.report.ReportStatus",
        "MilestoneKind": "reviews.models.milestone.MilestoneKind",
        "WorksheetKindKey": "reviews.models.worksheet.WorksheetKind",
        "WorksheetChangeKind": "reviews.models.worksheet.RowChange",
        "WorksheetSource": "reviews.api.shapes.worksheet_evidence.SOURCES",
        "ColumnType": "reviews.worksheets.columns.Type",
        "TrackerKind": "reviews.models.tracker.TrackerKind",
        "ReportKind": "reviews.models.report.ReportKind",
        "ReportFormat": "reviews.models.report.ReportFormat",
        "Rhythm": "reviews.models.report.Rhythm",
        "VersionStatus": "lenses.models.lens.VersionStatus",
        "Role": "wellarch.accounts.roles.Role",
        "Scope": "wellarch.accounts.roles.Scope",
        "Via": "wellarch.accounts.roles.Via",
        "Visibility": "wellarch.accounts.roles.Visibility",
        "ShareKind": "wellarch.accounts.roles.ShareKind",
        "ShareState": ["pending", "accepted", "rejected", "revoked", "expired"],
        "Delivery": "wellarch.events.models.Delivery",
        "ElementFate": ["same", "changed", "new", "removed"],
        "RulesVerdict": ["same", "reworded", "other", "unknown"],
        "IssueClass": ["HRI", "MRI", "LRI"],
        "Move": "reviews.comparing.Move",
        "GameDayState": "reviews.models.game_day.GameDayState",
        "EntryKind": "reviews.models.game_day.EntryKind",
        "NotableKind": ["note", "injected", "detected", "observed", "decided", "recovered"],
        "LensStatus": "reviews.reads.lens_standing.STATUSES",
        "Fate": ["returned", "new", "dropped", "changed", "moved", "kept"],
    },
}
