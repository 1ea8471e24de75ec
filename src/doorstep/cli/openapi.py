"""``doorstep openapi``: the API's description, for clients made from it."""

import json

import typer

from doorstep.api import openapi_document


def openapi() -> None:
    """Print the OpenAPI 3.1 description of the HTTP API."""
    typer.echo(json.dumps(openapi_document(), indent=2, ensure_ascii=False, sort_keys=True))
