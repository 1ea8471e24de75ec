"""import-linter contract: a package is entered through its door only.

The door is the package itself (``from doorstep import orders``). Files inside it are private,
but for those named ``public``, and those named ``mounts``, which only the ``mounters`` import.
A package that does not exist yet is passed over, so that the list may be written first.
"""

from typing import cast

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class FacadeOnlyContract(Contract):
    """Forbid every import that reaches past a package's door."""

    type_name = "facade_only"

    modules = fields.ListField(subfield=fields.StringField())
    public = fields.ListField(subfield=fields.StringField(), required=False)
    mounts = fields.ListField(subfield=fields.StringField(), required=False)
    mounters = fields.ListField(subfield=fields.StringField(), required=False)

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:  # noqa: ARG002, FBT001 - import-linter's signature
        """Return every import of a private file from outside its package."""
        leaks = [
            f"{importer} -> {imported}"
            for module in cast("list[str]", self.modules)
            if module in graph.modules
            for imported in sorted(graph.find_descendants(module))
            for importer in sorted(graph.find_modules_that_directly_import(imported))
            if not self._is_allowed(module, importer, imported)
        ]
        return ContractCheck(kept=not leaks, metadata={"leaks": leaks})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Print each leak and what to do."""
        for leak in check.metadata["leaks"]:
            output.print_error(leak, bold=False)
        output.print("Import the package and call what its __init__.py exports.")

    def _is_allowed(self, module: str, importer: str, imported: str) -> bool:
        if inside(importer, module):
            return True
        if any(inside(imported, public) for public in cast("list[str]", self.public or [])):
            return True
        first = imported.removeprefix(f"{module}.").split(".")[0]
        mounters = cast("list[str]", self.mounters or [])
        return first in cast("list[str]", self.mounts or []) and any(
            inside(importer, mounter) for mounter in mounters
        )


def inside(name: str, package: str) -> bool:
    """Tell whether ``name`` is the package or lies in it."""
    return name == package or name.startswith(f"{package}.")
