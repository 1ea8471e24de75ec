"""Tests cannot reach another host."""

import socket

import pytest
from pytest_socket import SocketConnectBlockedError


def test_a_connection_to_another_host_is_refused() -> None:
    with (
        pytest.warns(UserWarning, match="A test tried"),
        pytest.raises(SocketConnectBlockedError),
        socket.socket() as plug,
    ):
        plug.connect(("192.0.2.1", 80))  # TEST-NET-1, RFC 5737


def test_a_connection_to_this_machine_is_allowed() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname()).close()
