"""Puts the built web apps into the wheel and the source distribution.

An editable install builds nothing (`make web` does), a source distribution that carries the
apps builds nothing either, and a machine without Node gets one from a wheel for the build only.
"""

import importlib.util
import os
from pathlib import Path
from types import ModuleType
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class WebBuildHook(BuildHookInterface):
    """Builds the web apps before the files are gathered."""

    def dependencies(self) -> list[str]:
        """Return Node as a wheel when it will be needed and is not on PATH."""
        web = _web_tool(self.root)
        if self._nothing_to_build(web) or web.node_on_path():
            return []
        return [web.NODE_WHEEL]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the apps, and name them to hatchling, because git ignores them."""
        web = _web_tool(self.root)
        if version != "editable" and not self._nothing_to_build(web):
            web.install()
            web.build()
        build_data["artifacts"].append("/src/doorstep/web/")

    def _nothing_to_build(self, web: ModuleType) -> bool:
        return bool(os.environ.get("DOORSTEP_SKIP_WEB")) or web.has_assets(Path(self.root))


def _web_tool(root: str) -> ModuleType:
    """Load tools/web.py, which is no package, from its path."""
    spec = importlib.util.spec_from_file_location("web", Path(root) / "tools" / "web.py")
    if spec is None or spec.loader is None:
        message = "tools/web.py is missing from this source tree"
        raise FileNotFoundError(message)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
