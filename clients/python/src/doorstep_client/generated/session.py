# Written by tools/python_client.py from the API description; do not edit.
"""Session: operations."""

from doorstep_client.generated.models import (
    AnswerBody,
    ClockView,
    Code,
    InvitationToken,
    InvitedView,
    Joining,
    MethodsView,
    QuestionView,
    SessionView,
    SignIn,
)
from doorstep_client.transport import Transport


class Session:
    """Session: reach it as ``doorstep.session``."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def get_clock(
        self,
    ) -> ClockView:
        """The time of the business. Return the present instant and how fast it runs."""
        answer: ClockView = self._transport.ask(
            "GET",
            "/clock",
        )
        return answer

    def sign_out(
        self,
    ) -> None:
        """Sign out. End the session, effective on the next request."""
        self._transport.send(
            "DELETE",
            "/session",
        )

    def get_session(
        self,
    ) -> SessionView | None:
        """Who is signed in. Return who is signed in, or null: asking is no mistake, so it
        is no error either."""
        answer: SessionView | None = self._transport.ask(
            "GET",
            "/session",
        )
        return answer

    def sign_in(
        self,
        body: SignIn,
    ) -> SessionView:
        """Sign in with e-mail and password. Sign an account in and set the session cookie.

        Refuses with second_factor_needed, wrong_password, wrong_second_factor,
        too_many_guesses, server_key.
        """
        answer: SessionView = self._transport.ask(
            "POST",
            "/session",
            json=body,
        )
        return answer

    def look_at_invitation(
        self,
        body: InvitationToken,
    ) -> InvitedView:
        """What an invitation is for. Return company and role of an invitation; its link
        stays good.

        Refuses with wrong_invitation, too_many_guesses.
        """
        answer: InvitedView = self._transport.ask(
            "POST",
            "/session/invitation",
            json=body,
        )
        return answer

    def join(
        self,
        body: Joining,
    ) -> SessionView:
        """Join a company by an invitation. Make an account, use the link up, and sign in.

        Refuses with wrong_invitation, address_taken, weak_password, too_many_guesses.
        """
        answer: SessionView = self._transport.ask(
            "POST",
            "/session/joining",
            json=body,
        )
        return answer

    def sign_in_by_code(
        self,
        body: Code,
    ) -> SessionView:
        """Sign in with a one-time code. Use up a one-time code and set the session cookie.

        Refuses with wrong_code, not_an_account_code, too_many_guesses.
        """
        answer: SessionView = self._transport.ask(
            "POST",
            "/session/link",
            json=body,
        )
        return answer

    def list_methods(
        self,
    ) -> MethodsView:
        """How people can sign in. Return the ways beside password, passkey and code."""
        answer: MethodsView = self._transport.ask(
            "GET",
            "/session/methods",
        )
        return answer

    def begin_elsewhere(
        self,
    ) -> None:
        """Sign in elsewhere. Send the browser to the provider; it comes back to the
        callback.

        Refuses with not_found, too_many_guesses.
        """
        self._transport.send(
            "GET",
            "/session/oidc",
        )

    def come_back(
        self,
        *,
        state: str | None = None,
        code: str | None = None,
    ) -> None:
        """Come back from elsewhere. Check what the provider says and set the session
        cookie.

        Refuses with not_found.
        """
        self._transport.send(
            "GET",
            "/session/oidc/callback",
            query={"state": state, "code": code},
        )

    def sign_in_by_passkey(
        self,
        body: AnswerBody,
    ) -> SessionView:
        """Sign in with a passkey. Check the device's answer and set the session cookie; no
        password is asked for.

        Refuses with passkey_refused, too_many_guesses.
        """
        answer: SessionView = self._transport.ask(
            "POST",
            "/session/passkey",
            json=body,
        )
        return answer

    def ask_for_passkey(
        self,
    ) -> QuestionView:
        """Ask for a passkey. Return what the browser asks the device; any passkey for this
        address may answer."""
        answer: QuestionView = self._transport.ask(
            "POST",
            "/session/passkey/question",
        )
        return answer
