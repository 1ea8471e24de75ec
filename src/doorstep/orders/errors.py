"""What can go wrong with orders, coded."""

from doorstep.plumbing.problem import InvalidInputError


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
