"""Schemathesis makes requests of the OpenAPI document, good ones and broken ones: no crash, no answer it does not know."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from jobs.models import LabelingJob
from tests.cast import Account
from tests.rest.conftest import Caller
from workforce.models import Worker

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
SECONDS = 25.0  # then each operation that is left gets FEW requests
MANY, FEW = 12, 2
MODES = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)


@pytest.fixture
def _one_connection() -> Iterator[None]:
    """The end of a request does not close the connection that holds the test's transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def ask(operation: Any, real: dict[str, Any], headers: dict[str, str], examples: int) -> int:
    """Send up to so many requests of an operation and check the answers; how many were sent."""
    sent = 0

    @seed(20261121)
    @settings(max_examples=examples, deadline=None, database=None, phases=[Phase.generate],
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(data=st.data(), mode=st.sampled_from(MODES), there=st.booleans())
    def one(data: st.DataObject, mode: GenerationMode, there: bool) -> None:
        nonlocal sent
        case = data.draw(operation.as_strategy(generation_mode=mode))
        if there and case.path_parameters:
            case.path_parameters |= {name: real[name] for name in case.path_parameters if name in real}
        with transaction.atomic():
            case.call_and_validate(headers=headers, checks=CHECKS)
            transaction.set_rollback(True)
        sent += 1

    one()
    return sent


@pytest.mark.slow
@pytest.mark.usefixtures("_one_connection")
def test_no_request_breaks_the_api_or_its_promises(
    alice: Account, owner: Caller, worked: LabelingJob, bob: Worker
) -> None:
    schema = schemathesis.openapi.from_wsgi("/api/schema/?format=json", get_wsgi_application())
    operations = [found.ok() for found in schema.get_all_operations()]
    headers = {"Authorization": f"Bearer {owner.token}"}
    end = time.monotonic() + SECONDS
    sent = 0
    for operation in operations:
        name = "labelers" if "work-teams" in operation.path else "spam"
        sent += ask(operation, {"name": name, "line_no": 0, "worker_id": bob.pk}, headers,
                    MANY if time.monotonic() < end else FEW)  # fmt: skip
    assert sent >= FEW * len(operations)
