"""Signatures are those of the specification."""

from datetime import UTC, datetime

import pytest

from doorstep.messages.signing import sign, to_secret

# The test vector of the Standard Webhooks libraries.
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
MESSAGE = "msg_p5jXN8AQM9LWM0D4loKWxJek"
SENT_AT = datetime.fromtimestamp(1614265330, UTC)
BODY = b'{"test": 2432232314}'
SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_a_message_is_signed_as_the_specifications_own_vector() -> None:
    assert sign([SECRET], MESSAGE, SENT_AT, BODY) == {
        "webhook-id": MESSAGE,
        "webhook-timestamp": "1614265330",
        "webhook-signature": SIGNATURE,
    }


@pytest.mark.parametrize(
    ("message", "sent_at", "body"),
    [
        (MESSAGE + "x", SENT_AT, BODY),
        (MESSAGE, datetime.fromtimestamp(1614265331, UTC), BODY),
        (MESSAGE, SENT_AT, BODY + b" "),
    ],
)
def test_whatever_changes_changes_the_signature(
    message: str, sent_at: datetime, body: bytes
) -> None:
    assert sign([SECRET], message, sent_at, body)["webhook-signature"] != SIGNATURE


def test_two_secrets_give_two_signatures() -> None:
    other = to_secret(b"\1" * 32)
    both = sign([other, SECRET], MESSAGE, SENT_AT, BODY)["webhook-signature"].split(" ")
    assert len(both) == 2
    assert both[1] == SIGNATURE


def test_what_is_no_secret_signs_nothing() -> None:
    with pytest.raises(ValueError, match="secret"):
        sign(["whsec_?"], MESSAGE, SENT_AT, BODY)
