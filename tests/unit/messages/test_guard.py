"""No message goes behind the operator's own door (rows B-62 and B-63 of the bad inputs)."""

import pytest

from doorstep.messages.guard import Guard, RefusedTargetError

PUBLIC = "93.184.215.14"

BEHIND_THE_DOOR = [
    "127.0.0.1",
    "127.8.8.8",
    "0.0.0.0",  # noqa: S104 -- nothing is bound to it
    "10.1.2.3",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "192.0.2.1",
    "198.18.0.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::1",
    "::",
    "fd00::1",
    "fe80::1",
    "ff02::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b::a00:1",
    "2002:7f00:1::1",
    "2001:0:7f00:1::1",
    "2001:db8::1",
]


def guard_answering(*addresses: str) -> Guard:
    return Guard(resolve=lambda _host: addresses)


@pytest.mark.parametrize("address", BEHIND_THE_DOOR)
def test_a_name_that_leads_behind_the_door_is_refused(address: str) -> None:
    with pytest.raises(RefusedTargetError):
        guard_answering(address).check("https://shop.example/hook")


def test_one_private_address_among_public_ones_is_enough() -> None:
    with pytest.raises(RefusedTargetError):
        guard_answering(PUBLIC, "10.0.0.1").check("https://shop.example/hook")


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1",
        "https://127.0.0.1/",
        "https://localhost/",
        "https://[::1]/",
        "https://0.0.0.0/",
        "https://2130706433/",
        "https://0x7f.1/",
        "https://127.1/",
        "https://0177.0.0.1/",
        "https://[::ffff:127.0.0.1]/",
        "https://[::ffff:7f00:1]/",
    ],
)
def test_every_way_to_write_this_machine_is_refused_by_the_system_s_own_look_up(url: str) -> None:
    with pytest.raises(RefusedTargetError):
        Guard().check(url)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "shop.example",
        "//shop.example/",
        "file:///etc/passwd",
        "gopher://shop.example/",
        "ftp://shop.example/",
        "javascript:alert(1)",
        "https://",
        "https:///hook",
        "https://user@shop.example/",
        "https://user:password@shop.example/",
        "https://shop.example@127.0.0.1/",
        "https://shop.example/#mark",
        "https://shop.example:22/",
        "https://shop.example:25/",
        "https://shop.example:0/",
        "https://shop.example:99999/",
        "https://shop.example:x/",
        "https://ⓛocalhost/",
        "https://shop.example\\@127.0.0.1/",
        "https://shop.example/ x",
        "https://shop.example/\r\nHost: other",
        "https://[::1",
        "https://sho_p.example/",
        "https://%6cocalhost/",
        "https://" + "a" * 2000,
    ],
)
def test_what_is_no_plain_address_of_the_web_is_refused(url: str) -> None:
    with pytest.raises(RefusedTargetError):
        guard_answering(PUBLIC).check(url)


def test_the_server_itself_is_refused() -> None:
    with pytest.raises(RefusedTargetError, match="itself"):
        guard_answering(PUBLIC).check("https://Doorstep.example/hook", "doorstep.example:443")


def test_the_public_internet_is_reached_over_https_only() -> None:
    with pytest.raises(RefusedTargetError, match="https"):
        guard_answering(PUBLIC).check("http://shop.example/hook")
    target, address = guard_answering(PUBLIC).check("https://shop.example/hook?a=b")
    assert (target.host, target.port, target.path, address) == (
        "shop.example",
        443,
        "/hook?a=b",
        PUBLIC,
    )


def test_a_name_that_cannot_be_found_is_refused() -> None:
    def unknown(_host: str) -> list[str]:
        raise OSError

    with pytest.raises(RefusedTargetError, match="cannot be found"):
        Guard(resolve=unknown).check("https://shop.example/")
    with pytest.raises(RefusedTargetError, match="cannot be found"):
        guard_answering().check("https://shop.example/")


def test_the_operator_may_open_a_network_and_no_other() -> None:
    guard = Guard.of("10.1.0.0/16, fd00:1::/32", lambda _host: ["10.1.2.3"])
    assert guard.check("http://stock.internal:8080/")[1] == "10.1.2.3"
    with pytest.raises(RefusedTargetError):
        Guard.of("10.1.0.0/16", lambda _host: ["10.2.0.1"]).check("https://stock.internal/")


@pytest.mark.parametrize("networks", ["10.1.0.1/16", "everywhere"])
def test_what_is_no_network_is_refused_at_the_start(networks: str) -> None:
    with pytest.raises(ValueError, match=r"network|host bits"):
        Guard.of(networks)
