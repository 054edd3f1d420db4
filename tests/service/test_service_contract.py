"""The service keeps what its OpenAPI document says, whatever is sent: schemathesis with all of its checks."""

from datetime import date

import hypothesis
import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.errors import SerializationNotPossible
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance
from serving import listening

FEW, MANY = 6, 600  # cases of each operation
PATIENCE = 300  # seconds for an answer: on a busy machine it is late, which is no fault
MODES = [schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE]
# Days of which a table may tell; a year like 604 is taken for a slip and refused, with the row and the column.
DAYS = st.dates(date(1700, 1, 1), date(2300, 12, 31))
schemathesis.openapi.format("date", DAYS.map(date.isoformat))

# What a description cannot say. A cell may be written otherwise than its column is described ("31" is a number, as it
# is in a table); tensors must be as long as their shapes say; a file must be a table.
EXCLUDED = {
    "predict": [negative_data_rejection],
    "explain": [negative_data_rejection],
    "infer": [negative_data_rejection, positive_data_acceptance],
    "file": [positive_data_acceptance],
}


def cases_of(operation, cases):
    """Fewer where there is little to say, and where each case that fits starts a process."""
    if operation.path.endswith("/file"):
        return 3
    return cases if operation.method.upper() == "POST" else min(cases, 20)


def asked(operation, cases, session):
    """Ask an operation for what fits its description and for what does not; how many cases there were."""
    done = []
    excluded = EXCLUDED.get(operation.path.rsplit("/", 1)[1], [])

    @settings(
        max_examples=cases,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[hypothesis.Phase.generate],
    )
    @given(data=st.data())
    def ask(data):
        try:
            case = data.draw(operation.as_strategy(generation_mode=data.draw(st.sampled_from(MODES))))
        except SerializationNotPossible:
            return
        case.call_and_validate(excluded_checks=excluded, timeout=PATIENCE, session=session)
        done.append(case)

    ask()
    return len(done)


def hold(shelf, cases):
    with listening(shelf, deadline=PATIENCE) as address, requests.Session() as session:
        schema = schemathesis.openapi.from_url(f"{address}/openapi.json")
        operations = [found.ok() for found in schema.get_all_operations()]
        return sum(asked(operation, cases_of(operation, cases), session) for operation in operations)


def test_the_service_keeps_its_contract(shelf):
    assert hold(shelf, FEW) > 50  # some descriptions cannot be broken


@pytest.mark.fuzz
def test_the_service_keeps_its_contract_ten_thousand_times(shelf):
    count = 0
    while count < 10_000:
        count += hold(shelf, MANY)
