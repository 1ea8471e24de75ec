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


class ShipmentNotFoundError(NotFoundError):
    """There is no such shipment."""

    code = "shipment_not_found"
    title = "No such shipment"
    action = "Load the shipments of the day again."


class ShipmentStatusError(ConflictError):
    """A shipment's status cannot become what is asked for."""

    code = "shipment_status"
    title = "A shipment's status does not allow this"
    action = "Load the shipments again; somebody else may have changed them."


class InvalidCursorError(InvalidInputError):
    """The cursor is not one that a page of shipments gave."""

    code = "cursor_invalid"
    title = "The place to continue from is not valid"
    action = "Start again without a cursor."
