"""import-linter contract: a package imports nothing but what is listed.

For the parts whose worth is that they stand alone: the kernel (standard library only), the
sciences (numbers in, numbers out) and the checker of plans (shares no code with the search it
judges). A package that does not exist yet is passed over.

``allowed`` names what may be imported beside the standard library, ``without`` what of the
standard library may not, and ``outside`` the parts that are no part of this: they are not
checked, and the rest may not import them.
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
    without = fields.ListField(subfield=fields.StringField(), required=False)
    outside = fields.ListField(subfield=fields.StringField(), required=False)

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:  # noqa: ARG002, FBT001 - import-linter's signature
        """Return every import that is not among the allowed ones."""
        leaks = [
            f"{importer} -> {imported}"
            for module in cast("list[str]", self.modules)
            if module in graph.modules
            for importer in sorted({module, *graph.find_descendants(module)})
            if not _in_any(importer, self.outside)
            for imported in sorted(graph.find_modules_directly_imported_by(importer))
            if not self._is_allowed(module, imported)
        ]
        return ContractCheck(kept=not leaks, metadata={"leaks": leaks})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Print each import that is too much."""
        for leak in check.metadata["leaks"]:
            output.print_error(leak, bold=False)
        output.print("This package stands alone: write what it needs in it, or pass it in.")

    def _is_allowed(self, module: str, imported: str) -> bool:
        if _in_any(imported, self.outside) or _in_any(imported, self.without):
            return False
        standard = imported.split(".", maxsplit=1)[0] in sys.stdlib_module_names
        return standard or inside(imported, module) or _in_any(imported, self.allowed)


def _in_any(name: str, packages: object) -> bool:
    return any(inside(name, package) for package in cast("list[str]", packages or []))
