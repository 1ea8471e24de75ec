"""The web server: mounts each service's routes and serves the three apps."""

from doorstep.api.app import create_app, openapi_document

__all__ = ["create_app", "openapi_document"]
