"""What can go wrong with webhooks, coded."""

from doorstep.plumbing.problem import ConflictError, InvalidInputError, NotFoundError


class WebhookNotFoundError(NotFoundError):
    """There is no such endpoint."""

    code = "webhook_not_found"
    title = "There is no such webhook"
    action = "Load the list of webhooks again."


class WebhookAddressError(InvalidInputError):
    """The address is not one that messages may be sent to."""

    code = "webhook_address_refused"
    title = "Messages may not be sent there"
    action = "Give an https address on the public internet, or ask the operator to allow it."


class TooManyWebhooksError(ConflictError):
    """The company has as many endpoints as it may have."""

    code = "too_many_webhooks"
    title = "There are too many webhooks"
    action = "Delete one that is not used any more."
