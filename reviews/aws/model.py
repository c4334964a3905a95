"""The API as AWS describes it: botocore's service model of `wellarchitected`, without the agent.

The newest model also holds the operations of a hosted assistant; they are no part of a review
and unknown here. Read from the file once per process.
"""

from __future__ import annotations

from functools import cache

from botocore.loaders import Loader
from botocore.model import OperationModel, ServiceModel, Shape

SERVICE = "wellarchitected"
API_VERSION = "2020-03-31"
_HOSTED_ASSISTANT = "Agent"


@cache
def service() -> ServiceModel:
    """The whole model as botocore reads it."""
    return ServiceModel(Loader().load_service_model(SERVICE, "service-2", API_VERSION), SERVICE)


@cache
def operations() -> dict[str, OperationModel]:
    """Name → operation, of the 72 that are about reviews."""
    names = [name for name in service().operation_names if _HOSTED_ASSISTANT not in name]
    return {name: service().operation_model(name) for name in names}


@cache
def errors() -> dict[str, Shape]:
    """Code → shape of every error the model knows."""
    return {shape.error_code: shape for shape in service().error_shapes}


@cache
def idempotency_member(name: str) -> str | None:
    """The member of an operation's input that makes it happen only once, if it has one."""
    shape = operations()[name].input_shape
    if shape is None:
        return None
    found = (key for key, member in shape.members.items() if "idempotencyToken" in member.metadata)
    return next(found, None)
