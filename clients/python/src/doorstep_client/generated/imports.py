# Written by tools/python_client.py from the API description; do not edit.
"""Imports: operations."""

from doorstep_client.generated.models import (
    ImportPreviewView,
    ImportView,
    MappingBody,
    PastImportsView,
)
from doorstep_client.transport import Transport


class Imports:
    """Imports: reach it as ``doorstep.imports``."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def remember_mapping(
        self,
        body: MappingBody,
        *,
        merchant: str | None = None,
    ) -> None:
        """Remember what a merchant's columns mean. Understand the headings of this
        merchant's files so from now on."""
        self._transport.send(
            "PUT",
            "/import-mapping",
            json=body,
            query={"merchant": merchant},
        )

    def list_imports(
        self,
    ) -> PastImportsView:
        """List the newest imports. Return what was taken in last, by whom."""
        answer: PastImportsView = self._transport.ask(
            "GET",
            "/imports",
        )
        return answer

    def get_import_report(
        self,
        import_id: str,
    ) -> str:
        """What was wrong with the rows of an import. Return every fault with its line,
        column, value, reason and what to do.

        Refuses with import_not_found.
        """
        answer: str = self._transport.ask_text(
            "GET",
            f"/imports/{self._transport.quote(import_id)}/report.csv",
        )
        return answer

    def import_shipments(
        self,
        body: bytes | str,
        *,
        service_on: str,
        file_name: str | None = None,
        merchant: str | None = None,
        update: bool | None = None,
        strict: bool | None = None,
    ) -> ImportView:
        """Import an orders file. Add the file's good rows and list the bad ones; the same
        file again adds nothing.

        Refuses with no_region, orders_rejected, orders_unreadable.
        """
        answer: ImportView = self._transport.ask(
            "POST",
            "/shipments/import",
            content=body,
            media_type="text/csv",
            query={"service_on": service_on, "file_name": file_name, "merchant": merchant, "update": update, "strict": strict},
        )
        return answer

    def get_example_file(
        self,
    ) -> str:
        """An orders file to start from. Return an orders file with every column."""
        answer: str = self._transport.ask_text(
            "GET",
            "/shipments/import/example.csv",
        )
        return answer

    def preview_import(
        self,
        body: bytes | str,
        *,
        service_on: str,
        merchant: str | None = None,
        mapping: str | None = None,
    ) -> ImportPreviewView:
        """Look at an orders file before it is imported. Return what its columns probably
        mean and how its first rows would be read.

        Refuses with no_region, orders_unreadable.
        """
        answer: ImportPreviewView = self._transport.ask(
            "POST",
            "/shipments/import/preview",
            content=body,
            media_type="text/csv",
            query={"service_on": service_on, "merchant": merchant, "mapping": mapping},
        )
        return answer
