"""D-16: several dispatchers change the same shipment at the same moment."""
# Bad input: B-22 (docs/guides/bad-input.md).

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from starlette.testclient import TestClient

from worlds.orders import Office


def change_at_once(client: TestClient, office: Office, people: int, rounds: int) -> None:
    """Let everybody change what they last saw; who is told "stale" looks again."""
    shipment = office.create("A-1", note="")
    path = f"shipments/{shipment['id']}"

    def edit(person: int) -> int:
        done = 0
        while done < rounds:
            seen = client.get(path).json()
            note = f"{seen['note']}|{person}.{done}"
            answer = client.patch(
                path, json={"note": note}, headers={"If-Match": f'"{seen["version"]}"'}
            )
            if answer.status_code == 200:
                done += 1
                continue
            told: dict[str, Any] = answer.json()
            assert (answer.status_code, told["code"]) == (412, "version_stale")
            assert told["current_version"] > seen["version"]
        return done

    with ThreadPoolExecutor(people) as pool:
        assert sum(pool.map(edit, range(people))) == people * rounds
    notes = client.get(path).json()["note"].split("|")[1:]
    # Each change stands there once, each person's in their order: nobody overwrote anybody.
    assert sorted(notes) == sorted(
        f"{who}.{one}" for who in range(people) for one in range(rounds)
    )
    for who in range(people):
        assert [one for one in notes if one.startswith(f"{who}.")] == [
            f"{who}.{one}" for one in range(rounds)
        ]


def test_no_change_of_four_dispatchers_is_lost(client: TestClient, office: Office) -> None:
    """D-16."""
    change_at_once(client, office, people=4, rounds=5)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_no_change_of_eight_dispatchers_is_lost(client: TestClient, office: Office) -> None:
    """D-16, the nightly amount: as many as a note of 1000 letters holds."""
    change_at_once(client, office, people=8, rounds=24)


def test_a_change_without_a_version_is_asked_for_one(client: TestClient, office: Office) -> None:
    """D-16: 428."""
    shipment = office.create("A-1")
    answer = client.patch(f"shipments/{shipment['id']}", json={"note": "x"})
    assert (answer.status_code, answer.json()["code"]) == (428, "version_missing")


def test_of_cancelling_and_holding_at_once_one_wins_and_the_other_is_told(
    client: TestClient, office: Office
) -> None:
    """D-16: cancel against hold."""
    for number in range(10):
        shipment = office.create(f"C-{number}")
        headers = {"If-Match": f'"{shipment["version"]}"'}
        path = f"shipments/{shipment['id']}"

        def act(what: str, path: str = path, headers: dict[str, str] = headers) -> int:
            return client.post(f"{path}/{what}", json={}, headers=headers).status_code

        with ThreadPoolExecutor(2) as pool:
            codes = sorted(pool.map(act, ("cancel", "hold")))
        assert codes == [200, 412]
        assert client.get(path).json()["status"] in ("cancelled", "held", "on_hold")
