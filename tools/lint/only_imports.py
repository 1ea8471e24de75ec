"""import-linter contract: a package imports nothing but what is listed.

For the parts whose worth is that they stand alone: the kernel (standard library only) and the
checker of plans (shares no code with the search it judges). A package that does not exist yet
is passed over.
"""

import sys
from typing import cast

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output
from tools.lint.facade_only import inside


class OnlyImportsContract(Contract):
    """Forbid every direct import that is not listed, itself excepted."""

    type_name = "only_imports"

    modules = fields.ListField(subfield=fields.StringField())
    allowed = fields.ListField(subfield=fields.StringField(), required=False)

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:  # noqa: ARG002, FBT001 - import-linter's signature
        """Return every import that is neither listed nor of the standard library."""
        allowed = cast("list[str]", self.allowed or [])
        leaks = [
            f"{importer} -> {imported}"
            for module in cast("list[str]", self.modules)
            if module in graph.modules
            for importer in sorted({module, *graph.find_descendants(module)})
            for imported in sorted(graph.find_modules_directly_imported_by(importer))
            if imported.split(".")[0] not in sys.stdlib_module_names
            and not any(inside(imported, package) for package in [module, *allowed])
        ]
        return ContractCheck(kept=not leaks, metadata={"leaks": leaks})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Print each import that is too much."""
        for leak in check.metadata["leaks"]:
            output.print_error(leak, bold=False)
        output.print("This package stands alone: write what it needs in it, or pass it in.")
