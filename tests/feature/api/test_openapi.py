import json

from doorstep.api import openapi_document
from worlds.repository import ROOT


def test_the_web_apps_client_is_made_from_the_present_api() -> None:
    kept = json.loads((ROOT / "web/packages/api-client/openapi.json").read_text())
    # Out of date? `doorstep openapi > web/packages/api-client/openapi.json`, then
    # `npm run generate --workspace packages/api-client` in web/.
    assert kept == openapi_document()


def test_every_operation_says_what_it_does() -> None:
    operations = [
        operation
        for path in openapi_document()["paths"].values()
        for operation in path.values()
        if isinstance(operation, dict)
    ]
    assert len(operations) > 40
    assert [one["operationId"] for one in operations if not one.get("summary")] == []
