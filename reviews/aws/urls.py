"""Where the AWS-compatible door is: everything below /aws, and /aws itself."""

from __future__ import annotations

from django.urls import re_path

from reviews.aws.engine import door

# A path may hold any character an ARN or a name has, a line break too.
urlpatterns = [re_path(r"^(?P<path>(?:/(?s:.*))?)\Z", door, name="aws")]
