"""What can go wrong with card payments, coded."""

from http import HTTPStatus

from doorstep.plumbing.problem import ConflictError, DoorstepError, NotFoundError


class NoProviderError(ConflictError):
    """Nobody takes card payments for this installation."""

    code = "no_payment_provider"
    title = "Cards cannot be taken here"
    action = "Take cash, or have the operator set DOORSTEP_STRIPE_KEY."


class NothingDueError(ConflictError):
    """The shipment asks for no money at the door, or it is paid."""

    code = "nothing_due"
    title = "There is nothing to pay"
    action = "Load the shipment again; it may be paid by now."


class PaymentNotFoundError(NotFoundError):
    """There is no such payment."""

    code = "payment_not_found"
    title = "No such payment"
    action = "Load the payments again."


class NotPaidError(ConflictError):
    """There is nothing to give back."""

    code = "payment_not_paid"
    title = "This payment was not taken"
    action = "Load the payment again; it may have been given back already."


class ProviderAwayError(DoorstepError):
    """The payment provider gave no answer; what became of the request is not known."""

    code = "payment_provider_away"
    status = HTTPStatus.BAD_GATEWAY
    title = "The payment provider does not answer"
    action = "Try again, which asks for the same payment and never for a second one; or take cash."


class ProviderRefusesError(ConflictError):
    """The payment provider refused the request."""

    code = "payment_provider_refuses"
    title = "The payment provider refused"
    action = "Take cash, and show this to whoever runs the server."


class SignatureError(DoorstepError):
    """A message about a payment is not signed by the provider, or is too old."""

    code = "payment_signature"
    status = HTTPStatus.BAD_REQUEST
    title = "This message is not the payment provider's"
    action = "Set the secret of the endpoint as the provider shows it, and the server's clock."
