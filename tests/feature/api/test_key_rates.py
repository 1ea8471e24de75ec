"""A key that asks too often is told when to ask again; people are not."""

from pathlib import Path

from doorstep.plumbing import auth
from doorstep.plumbing.auth import Principal, Role
from doorstep.plumbing.rates import Rates
from doorstep.roads.sources import Region
from worlds.helsinki import open_console


def test_a_key_out_of_requests_waits_and_the_office_does_not(
    tmp_path: Path, region: Region
) -> None:
    with open_console(tmp_path, region) as office:
        kit = office.app.state.kit  # type: ignore[attr-defined] # Starlette's
        object.__setattr__(kit, "rates", Rates(per_s=0.001))
        kit.rates._most = 3  # noqa: SLF001 -- a small allowance, so that the test is short
        (tenant_id,) = auth_tenants(office)
        owner = Principal("account", "o", "Olga", Role.OWNER, tenant_id)
        with kit.write(tenant_id, "system") as unit:
            _, secret = auth.create_api_key(unit, owner, name="shop", scopes=["orders:read"])
        machine = {"Authorization": f"Bearer {secret}"}
        codes = [office.get("orders", headers=machine).status_code for _ in range(5)]
        assert codes == [200, 200, 200, 429, 429]
        refused = office.get("orders", headers=machine)
        assert refused.json()["code"] == "too_many_requests"
        assert int(refused.headers["Retry-After"]) > 0
        assert [office.get("orders").status_code for _ in range(5)] == [200] * 5


def auth_tenants(office: object) -> list[str]:
    kit = office.app.state.kit  # type: ignore[attr-defined] # Starlette's
    with kit.database.read(None) as session:
        tenant = auth.find_tenant(session)
    assert tenant is not None
    return [tenant.id]
