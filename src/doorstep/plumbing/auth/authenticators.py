"""What passkeys are asked, and whether their answers fit, in the words of WebAuthn level 3.

Imported with the first passkey: it brings a library of certificates that nothing else needs.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import webauthn
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from doorstep.plumbing.auth.errors import PasskeyRefusedError

_UNFIT = (WebAuthnException, ValueError, KeyError, TypeError)
"""What the library raises about answers that are no answers."""


@dataclass(frozen=True, slots=True)
class Made:
    """A passkey that has been made: its public halves as text, and how often it was used."""

    credential_id: str
    public_key: str
    sign_count: int


def ask_to_make(
    host: str, user: tuple[str, str, str], challenge: bytes, known: Sequence[str]
) -> dict[str, Any]:
    """Return what a browser is to ask the device for a new passkey.

    Parameters
    ----------
    user
        Id, e-mail and name of the account.
    known
        Credentials it has already.
    """
    user_id, email, name = user
    options = webauthn.generate_registration_options(
        rp_id=host,
        rp_name="Doorstep",
        user_id=user_id.encode(),
        user_name=email,
        user_display_name=name,
        challenge=challenge,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[
            PublicKeyCredentialDescriptor(id=base64url_to_bytes(one)) for one in known
        ],
    )
    asked: dict[str, Any] = json.loads(webauthn.options_to_json(options))
    return asked


def ask_to_use(host: str, challenge: bytes) -> dict[str, Any]:
    """Return what a browser is to ask whichever passkey there is for this address."""
    options = webauthn.generate_authentication_options(
        rp_id=host,
        challenge=challenge,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    asked: dict[str, Any] = json.loads(webauthn.options_to_json(options))
    return asked


def check_made(host: str, origin: str, challenge: bytes, answer: dict[str, Any]) -> Made:
    """Return the passkey that a device has made.

    Raises
    ------
    PasskeyRefusedError
        The answer does not fit the question.
    """
    try:
        made = webauthn.verify_registration_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=host,
            expected_origin=origin,
            require_user_verification=True,
        )
    except _UNFIT as error:
        raise _refusal() from error
    return Made(
        bytes_to_base64url(made.credential_id),
        bytes_to_base64url(made.credential_public_key),
        made.sign_count,
    )


def check_used(
    host: str, origin: str, challenge: bytes, answer: dict[str, Any], known: Made
) -> int:
    """Return how often the passkey now has been used.

    Raises
    ------
    PasskeyRefusedError
        The answer does not fit the question, or is not this passkey's.
    """
    try:
        used = webauthn.verify_authentication_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=host,
            expected_origin=origin,
            credential_public_key=base64url_to_bytes(known.public_key),
            credential_current_sign_count=known.sign_count,
            require_user_verification=True,
        )
    except _UNFIT as error:
        raise _refusal() from error
    return used.new_sign_count


def _refusal() -> PasskeyRefusedError:
    return PasskeyRefusedError("The answer does not fit the question.")
