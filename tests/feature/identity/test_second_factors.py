"""Second factors: kept sealed, doubled by recovery codes, asked of managers where they must."""

from datetime import timedelta

import pyotp
from sqlalchemy import text
from starlette.testclient import TestClient

from worlds.in_hand import in_hand
from worlds.office import API, PASSWORD, Office

SIGN_IN = {"email": "ada@x.example", "password": PASSWORD}


def add_factor(office: Office, client: TestClient) -> tuple[pyotp.TOTP, list[str]]:
    begun = client.post(f"{API}/account/second-factor", json={"password": PASSWORD}).json()
    totp = pyotp.TOTP(begun["secret"])
    path = f"{API}/account/second-factor/confirmation"
    answer = client.post(path, json={"code": totp.at(office.clock.now())})
    assert answer.status_code == 200, answer.text
    return totp, answer.json()["codes"]


def test_the_secret_is_sealed_in_the_database_and_opens_only_for_its_account(
    office: Office,
) -> None:
    totp, _ = add_factor(office, office.owner)
    office.hire("planner")
    folder = office.parts.settings.data_dir
    with in_hand(folder) as database:
        sealed = database.exec_driver_sql(
            "select totp_secret from accounts where role = 'owner'"
        ).scalar_one()
        assert totp.secret not in sealed
        # Moved to another row, as somebody who can only write to the database might do.
        moved = text(
            "update accounts set totp_secret = :one, totp_step = 0 where role = 'planner'"
        )
        database.execute(moved, {"one": sealed})
    office.clock.advance(timedelta(seconds=30))
    code = totp.at(office.clock.now())
    bo = SIGN_IN | {"email": "bo@x.example", "second_factor": code}
    assert office.browser().post(f"{API}/session", json=bo).json()["code"] == "server_key"
    own = office.browser().post(f"{API}/session", json=SIGN_IN | {"second_factor": code})
    assert own.status_code == 200
    assert (folder / "server-key.json").stat().st_mode & 0o777 == 0o600


def test_a_recovery_code_stands_in_for_a_lost_phone_once(office: Office) -> None:
    _, codes = add_factor(office, office.owner)
    assert len(set(codes)) == 10
    with_code = SIGN_IN | {"second_factor": codes[0].lower().replace("-", " ")}
    assert office.browser().post(f"{API}/session", json=with_code).status_code == 200
    again = office.browser().post(f"{API}/session", json=with_code)
    assert (again.status_code, again.json()["code"]) == (401, "wrong_second_factor")
    assert office.owner.get(f"{API}/account").json()["recovery_codes"] == 9
    path = f"{API}/account/second-factor/recovery-codes"
    renewed = office.owner.post(path, json={"password": PASSWORD}).json()["codes"]
    old = SIGN_IN | {"second_factor": codes[1]}
    assert office.browser().post(f"{API}/session", json=old).status_code == 401
    new = SIGN_IN | {"second_factor": renewed[0]}
    assert office.browser().post(f"{API}/session", json=new).status_code == 200


def test_recovery_codes_are_one_account_s_own(office: Office) -> None:
    _, codes = add_factor(office, office.owner)
    bo = office.hire("admin")
    add_factor(office, bo)
    foreign = {"email": "bo@x.example", "password": PASSWORD, "second_factor": codes[0]}
    assert office.browser().post(f"{API}/session", json=foreign).status_code == 401


def test_managers_must_add_one_before_anything_else_where_the_company_asks(
    office: Office,
) -> None:
    admin, planner = office.hire("admin"), office.hire("planner", "cy@x.example")
    asked = office.owner.put(f"{API}/company/second-factor", json={"asks": True})
    assert asked.json()["asks_managers_twice"] is True
    # At the very next request, of sessions that were open as well.
    for client in (office.owner, admin):
        refused = client.get(f"{API}/depots")
        assert (refused.status_code, refused.json()["code"]) == (403, "second_factor_required")
        said = client.get(f"{API}/session").json()
        assert (said["limited"], said["may"]) == (True, ["account"])
    assert planner.get(f"{API}/depots").status_code == 200
    anew = TestClient(office.owner.app)
    assert anew.post(f"{API}/session", json=SIGN_IN).json()["limited"] is True

    add_factor(office, office.owner)
    assert office.owner.get(f"{API}/depots").status_code == 200
    assert anew.get(f"{API}/depots").status_code == 200
    assert admin.get(f"{API}/depots").status_code == 403
    kept = office.owner.post(f"{API}/account/second-factor/removal", json={"password": PASSWORD})
    assert (kept.status_code, kept.json()["code"]) == (409, "second_factor_kept")
    office.owner.put(f"{API}/company/second-factor", json={"asks": False})
    assert admin.get(f"{API}/depots").status_code == 200


def test_who_becomes_a_manager_is_asked_at_once(office: Office) -> None:
    add_factor(office, office.owner)
    office.owner.put(f"{API}/company/second-factor", json={"asks": True})
    bo = office.hire("planner")
    assert bo.get(f"{API}/depots").status_code == 200
    office.change("role", {"role": "admin"})
    assert bo.get(f"{API}/depots").json()["code"] == "second_factor_required"
    office.change("role", {"role": "planner"})
    assert bo.get(f"{API}/depots").status_code == 200


def test_a_manager_takes_a_lost_factor_off_somebody_but_not_off_an_owner(office: Office) -> None:
    add_factor(office, office.owner)
    admin, bo = office.hire("admin", "cy@x.example"), office.hire("planner")
    add_factor(office, bo)
    path = f"{API}/team/members/{{}}/second-factor-reset"
    assert admin.post(path.format(office.member()["id"])).status_code == 204
    sign_in = {"email": "bo@x.example", "password": PASSWORD}
    assert office.browser().post(f"{API}/session", json=sign_in).status_code == 200
    owner_id = office.member("ada@x.example")["id"]
    assert admin.post(path.format(owner_id)).json()["code"] == "owners_only"
    assert office.owner.post(path.format(owner_id)).json()["code"] == "own_account"
