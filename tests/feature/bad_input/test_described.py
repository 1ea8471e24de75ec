"""Whatever is made from the description of the order operations, the server answers in words."""

from collections.abc import Iterator
from typing import Any

import httpx2
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.core.result import Ok
from starlette.testclient import TestClient

from doorstep.api import openapi_document
from doorstep.roads.sources import Region
from worlds.helsinki import open_console

TAGS = {"Orders", "Shipments", "Parcels", "Imports", "Labels"}
SCHEMA = schemathesis.openapi.from_dict(openapi_document())
OPERATIONS = [
    described
    for described in (found.ok() for found in SCHEMA.get_all_operations() if isinstance(found, Ok))
    if TAGS & set(described.definition.raw.get("tags", []))
]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory, region: Region) -> Iterator[TestClient]:
    with open_console(tmp_path_factory.mktemp("described"), region) as opened:
        yield opened


def test_every_order_operation_is_tried() -> None:
    assert len(OPERATIONS) > 20


@pytest.mark.slow
# Schemathesis draws some texts past Hypothesis.
@pytest.mark.filterwarnings("ignore::hypothesis.errors.HypothesisDeprecationWarning")
@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda one: one.value)
@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: one.label)
def test_what_the_description_allows_works_and_what_it_forbids_is_refused(
    client: TestClient, operation: Any, mode: GenerationMode
) -> None:
    @settings(
        max_examples=25,
        deadline=None,
        derandomize=True,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(operation.as_strategy(generation_mode=mode))
    def run(case: Any) -> None:
        wanted = case.as_transport_kwargs(base_url="http://testserver")
        wanted.pop("cookies", None)
        if isinstance(wanted.get("data"), bytes | str):
            wanted["content"] = wanted.pop("data")
        try:
            answer = client.request(**wanted)
        except httpx2.InvalidURL:
            return  # so long an address that no client sends it
        assert answer.status_code < 500, answer.text
        if answer.status_code >= 400:
            assert answer.headers["content-type"] == "application/problem+json"
            assert answer.json()["code"]

    try:
        run()
    except Unsatisfiable:
        pytest.skip("every request that can be made up fits this description: none is wrong")
