"""What can go wrong with orders, coded."""

from doorstep.plumbing.problem import ConflictError, InvalidInputError, NotFoundError


class UnreadableOrdersError(InvalidInputError):
    """The whole file cannot be read: no header, empty, binary, too large."""

    code = "orders_unreadable"
    title = "The orders file cannot be read"
    action = "Send a CSV file whose first line names the columns; see docs/guides/files.md."


class RejectedOrdersError(InvalidInputError):
    """Some rows are wrong and only a file without a fault was wanted."""

    code = "orders_rejected"
    title = "Some rows of the orders file are wrong"
    action = "Correct the rows that are listed, or leave out --strict to plan the good ones."


class OrderNotFoundError(NotFoundError):
    """There is no such order."""

    code = "order_not_found"
    title = "No such order"
    action = "Look for it by its reference; somebody may have given you another id."


class ShipmentNotFoundError(NotFoundError):
    """There is no such shipment."""

    code = "shipment_not_found"
    title = "No such shipment"
    action = "Load the shipments of the day again."


class ParcelNotFoundError(NotFoundError):
    """There is no such parcel."""

    code = "parcel_not_found"
    title = "No such parcel"
    action = "Scan the label again, or look for the shipment by its reference."


class ImportNotFoundError(NotFoundError):
    """There is no such import."""

    code = "import_not_found"
    title = "No such import"
    action = "Load the list of imports again."


class ReferenceTakenError(ConflictError):
    """Another shipment of that service date has this reference."""

    code = "reference_taken"
    title = "The reference is taken"
    action = "Give the shipment its own reference, or change the one that is there."


class ShipmentStatusError(ConflictError):
    """A shipment's status cannot become what is asked for."""

    code = "shipment_status"
    title = "A shipment's status does not allow this"
    action = "Load the shipments again; somebody else may have changed them."


class CutoffPassedError(ConflictError):
    """It is too late to change or cancel the order without a person's say."""

    code = "cutoff_passed"
    title = "It is too late for this"
    action = "Ask the dispatcher; sent with override it is done all the same."


class AddressUnknownError(InvalidInputError):
    """Where the shipment goes cannot be on this map."""

    code = "address_outside"
    title = "The location is outside the area of the road file"
    action = "Correct the coordinates, or serve the region with the roads of that area."


class SplitError(InvalidInputError):
    """A shipment cannot be split like this."""

    code = "split_invalid"
    title = "The shipment cannot be split like this"
    action = "Move at least one parcel and leave at least one."


class LabelsError(InvalidInputError):
    """The labels cannot be printed like this."""

    code = "labels_impossible"
    title = "The labels cannot be printed like this"
    action = "Name the shipments or a service date; take ZPL for more labels than a PDF holds."


class AddressBookEntryNotFoundError(NotFoundError):
    """The address book has no such entry."""

    code = "address_book_entry_not_found"
    title = "No such entry in the address book"
    action = "Look for it by name; somebody else may have removed it."


class AddressBookTakenError(ConflictError):
    """The same recipient stands in the address book already."""

    code = "address_book_taken"
    title = "The recipient is in the address book"
    action = "Change the entry that is there."


class RecurringOrderNotFoundError(NotFoundError):
    """There is no such recurring order."""

    code = "recurring_order_not_found"
    title = "No such recurring order"
    action = "Load the list again; somebody else may have ended it."
