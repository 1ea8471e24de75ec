"""What can go wrong with following deliveries, coded."""

from http import HTTPStatus

from doorstep.plumbing.problem import DoorstepError


class LinkExpiredError(DoorstepError):
    """The delivery behind a tracking link is too long ago."""

    code = "tracking_link_expired"
    status = HTTPStatus.GONE
    title = "This link has expired"
    action = "Ask the sender, who can look the delivery up."
