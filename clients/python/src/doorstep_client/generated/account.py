# Written by tools/python_client.py from the API description; do not edit.
"""Account: operations."""

from doorstep_client.generated.models import (
    CodeBody,
    NewPasskeyBody,
    OwnAccountView,
    OwnSessionsView,
    PasskeyView,
    PasskeysView,
    PasswordChange,
    PresenceBody,
    QuestionView,
    RecoveryCodesView,
    SecondFactorView,
)
from doorstep_client.transport import Transport


class Account:
    """Account: reach it as ``doorstep.account``."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def get_own_account(
        self,
    ) -> OwnAccountView:
        """One's own account. Return one's account and what one may do.

        Refuses with not_found.
        """
        answer: OwnAccountView = self._transport.ask(
            "GET",
            "/account",
        )
        return answer

    def list_passkeys(
        self,
    ) -> PasskeysView:
        """One's passkeys. Return one's passkeys.

        Refuses with not_found.
        """
        answer: PasskeysView = self._transport.ask(
            "GET",
            "/account/passkeys",
        )
        return answer

    def add_passkey(
        self,
        body: NewPasskeyBody,
    ) -> PasskeyView:
        """Add a passkey. Keep the passkey that the device has made.

        Refuses with passkey_refused, not_found.
        """
        answer: PasskeyView = self._transport.ask(
            "POST",
            "/account/passkeys",
            json=body,
        )
        return answer

    def begin_passkey(
        self,
        body: PresenceBody,
    ) -> QuestionView:
        """Begin a passkey. Return what the browser asks the device to make a passkey.

        Refuses with passkey_refused, wrong_password, not_found, too_many_guesses.
        """
        answer: QuestionView = self._transport.ask(
            "POST",
            "/account/passkeys/question",
            json=body,
        )
        return answer

    def remove_passkey(
        self,
        passkey_id: str,
        body: PresenceBody,
    ) -> None:
        """Remove a passkey. Let a passkey open nothing any more.

        Refuses with passkey_refused, wrong_password, not_found, second_factor_kept,
        too_many_guesses.
        """
        self._transport.send(
            "POST",
            f"/account/passkeys/{self._transport.quote(passkey_id)}/removal",
            json=body,
        )

    def change_password(
        self,
        body: PasswordChange,
    ) -> None:
        """Change one's password. Take another password and sign all other browsers out.

        Refuses with wrong_password, not_found, weak_password, too_many_guesses.
        """
        self._transport.send(
            "PUT",
            "/account/password",
            json=body,
        )

    def begin_second_factor(
        self,
        body: PresenceBody,
    ) -> SecondFactorView:
        """Begin a second factor. Return a secret for an authenticator app; it counts once
        its first code is confirmed.

        Refuses with passkey_refused, wrong_password, not_found, too_many_guesses.
        """
        answer: SecondFactorView = self._transport.ask(
            "POST",
            "/account/second-factor",
            json=body,
        )
        return answer

    def confirm_second_factor(
        self,
        body: CodeBody,
    ) -> RecoveryCodesView:
        """Confirm a second factor. Ask for codes at each sign-in from now on, and return
        codes for a lost phone.

        Refuses with wrong_second_factor, not_found, too_many_guesses, server_key.
        """
        answer: RecoveryCodesView = self._transport.ask(
            "POST",
            "/account/second-factor/confirmation",
            json=body,
        )
        return answer

    def renew_recovery_codes(
        self,
        body: PresenceBody,
    ) -> RecoveryCodesView:
        """Renew the recovery codes. Return new recovery codes; those of before work no
        more.

        Refuses with passkey_refused, second_factor_needed, wrong_password, not_found,
        too_many_guesses.
        """
        answer: RecoveryCodesView = self._transport.ask(
            "POST",
            "/account/second-factor/recovery-codes",
            json=body,
        )
        return answer

    def remove_second_factor(
        self,
        body: PresenceBody,
    ) -> None:
        """Remove the second factor. Ask for no code any more.

        Refuses with passkey_refused, wrong_password, not_found, second_factor_kept,
        too_many_guesses.
        """
        self._transport.send(
            "POST",
            "/account/second-factor/removal",
            json=body,
        )

    def end_other_sessions(
        self,
    ) -> None:
        """Sign all other browsers out. End all of one's sessions but this one.

        Refuses with not_found.
        """
        self._transport.send(
            "DELETE",
            "/account/sessions",
        )

    def list_own_sessions(
        self,
    ) -> OwnSessionsView:
        """Where one is signed in. Return the browsers one is signed in with.

        Refuses with not_found.
        """
        answer: OwnSessionsView = self._transport.ask(
            "GET",
            "/account/sessions",
        )
        return answer

    def end_own_session(
        self,
        session_id: str,
    ) -> None:
        """Sign one browser out. End one of one's own sessions, from its next request on.

        Refuses with not_found.
        """
        self._transport.send(
            "DELETE",
            f"/account/sessions/{self._transport.quote(session_id)}",
        )
