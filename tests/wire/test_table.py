"""The table of operations against botocore's model."""

from __future__ import annotations

from tenants import shapes
from wire import query
from wire.table import OPERATIONS


def test_every_row_is_an_operation_of_the_model_under_its_own_target() -> None:
    for target, operation in OPERATIONS.items():
        model = shapes.service_model(operation.service)
        if model.metadata["protocol"] == "query":
            assert (target, operation.service) == (f"{query.SERVICE}.{operation.name}", query.SERVICE)
        else:
            assert target == f"{model.metadata['targetPrefix']}.{operation.name}"
            assert model.metadata["protocol"] == "json"
            assert model.metadata["jsonVersion"] == "1.1"
        assert model.signing_name == operation.service
        assert shapes.operation(operation.name, operation.service).name == operation.name


def test_the_first_seven_operations_are_served() -> None:
    wanted = "CreateLabelingJob DescribeLabelingJob ListLabelingJobs StopLabelingJob CreateWorkteam DescribeWorkteam"
    assert {f"SageMaker.{name}" for name in [*wanted.split(), "ListWorkteams"]} <= set(OPERATIONS)
