"""What can go wrong at the door, coded."""

from doorstep.plumbing.problem import (
    ConflictError,
    InvalidInputError,
    NotAllowedError,
    NotFoundError,
    NotSignedInError,
)


class WrongPasswordError(NotSignedInError):
    """E-mail and password do not fit; which of them is not said."""

    code = "wrong_password"
    title = "E-mail or password is wrong"
    action = "Check both and try again."


class WrongCodeError(NotSignedInError):
    """The one-time code is unknown, used or expired."""

    code = "wrong_code"
    title = "This code does not work"
    action = "Ask the dispatcher for a new code; each works once, for 24 hours."


class SecondFactorNeededError(NotSignedInError):
    """The password is right, and the account also asks for a code of the person's phone."""

    code = "second_factor_needed"
    title = "A code from your phone is needed"
    action = "Open your authenticator app and send its six digits as second_factor."


class WrongSecondFactorError(NotSignedInError):
    """The code of the phone is wrong, old or was used before."""

    code = "wrong_second_factor"
    title = "This code does not fit"
    action = "Wait for the next code of your authenticator app and enter that."


class WrongInvitationError(NotFoundError):
    """The link of an invitation is unknown, used, withdrawn or expired."""

    code = "wrong_invitation"
    title = "This link does not work"
    action = "Ask for a new one; each works once. The owner's link is printed at each start."


class WeakPasswordError(InvalidInputError):
    """The password is too easy to guess."""

    code = "weak_password"
    title = "This password is too weak"
    action = "Take at least 12 signs; a few words are easy to remember."


class AddressTakenError(ConflictError):
    """The e-mail address belongs to an account of this installation."""

    code = "address_taken"
    title = "This e-mail address has an account"
    action = "Sign in with it, or use another address."


class OwnAccountError(ConflictError):
    """Somebody was about to lock themselves out, or to raise themselves."""

    code = "own_account"
    title = "This is your own account"
    action = "Ask another owner to change it."


class LastOwnerError(ConflictError):
    """The company would be left without an owner."""

    code = "last_owner"
    title = "This is the only owner"
    action = "Make somebody else an owner first."


class OwnersOnlyError(NotAllowedError):
    """Only an owner hands out or changes a role that manages the others."""

    code = "owners_only"
    title = "Only an owner may do this"
    action = "Ask an owner."


class SecondFactorRequiredError(NotAllowedError):
    """The company asks its owners and administrators for a second factor, and there is none."""

    code = "second_factor_required"
    title = "Your company asks you for a second factor"
    action = "Set up an authenticator app or a passkey under Team, Your account."


class SecondFactorKeptError(ConflictError):
    """The only second factor of somebody who must have one was to be removed."""

    code = "second_factor_kept"
    title = "You must keep a second factor"
    action = "Add a passkey first, or ask an owner to change the company's setting."


class PasskeyRefusedError(NotSignedInError):
    """A passkey is unknown, or its answer does not fit the question."""

    code = "passkey_refused"
    title = "This passkey was not accepted"
    action = "Try again, or sign in with your password."


class ProviderRefusedError(NotSignedInError):
    """The provider people sign in with refused, is away, or says something unfitting."""

    code = "provider_refused"
    title = "The sign-in elsewhere did not work"
    action = "Try again; if it stays so, tell whoever runs this server."


class NotInvitedError(NotAllowedError):
    """Somebody proved who they are, and nobody has invited them."""

    code = "not_invited"
    title = "You are not invited"
    action = "Ask an owner or administrator of your company to invite this e-mail address."
