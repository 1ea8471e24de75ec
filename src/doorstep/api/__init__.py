"""The web server: mounts each service's routes and serves the three apps."""

from doorstep.api.app import create_app

__all__ = ["create_app"]
