# Written by tools/python_client.py from the API description; do not edit.
"""Address book: operations."""

from doorstep_client.generated.models import (
    AddressBookBody,
    AddressBookEntryView,
    AddressBookView,
)
from doorstep_client.transport import Transport


class AddressBook:
    """Address book: reach it as ``doorstep.address_book``."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def list_entries(
        self,
        *,
        q: str | None = None,
        limit: int | None = None,
        cursor: str | None = None,
    ) -> AddressBookView:
        """List and search the address book. Return a page; ``q`` looks in name, phone,
        e-mail and address.

        Refuses with cursor_invalid.
        """
        answer: AddressBookView = self._transport.ask(
            "GET",
            "/address-book",
            query={"q": q, "limit": limit, "cursor": cursor},
        )
        return answer

    def add_entry(
        self,
        body: AddressBookBody,
    ) -> AddressBookEntryView:
        """Add to the address book. Remember a recipient; orders for them are completed from
        the entry.

        Refuses with address_book_taken, no_region, address_outside.
        """
        answer: AddressBookEntryView = self._transport.ask(
            "POST",
            "/address-book",
            json=body,
        )
        return answer

    def remove_entry(
        self,
        entry_id: str,
        *,
        version: int,
    ) -> None:
        """Remove an entry. Forget the entry for good.

        Refuses with address_book_entry_not_found, version_stale.
        """
        self._transport.send(
            "DELETE",
            f"/address-book/{self._transport.quote(entry_id)}",
            version=version,
        )

    def get_entry(
        self,
        entry_id: str,
    ) -> AddressBookEntryView:
        """Get an entry. Return one entry.

        Refuses with address_book_entry_not_found.
        """
        answer: AddressBookEntryView = self._transport.ask(
            "GET",
            f"/address-book/{self._transport.quote(entry_id)}",
        )
        return answer

    def change_entry(
        self,
        entry_id: str,
        body: AddressBookBody,
        *,
        version: int,
    ) -> AddressBookEntryView:
        """Change an entry. Replace the entry; orders that are there already stay as they
        are.

        Refuses with address_book_entry_not_found, address_book_taken, no_region,
        version_stale, address_outside.
        """
        answer: AddressBookEntryView = self._transport.ask(
            "PUT",
            f"/address-book/{self._transport.quote(entry_id)}",
            json=body,
            version=version,
        )
        return answer
