"""The walk itself, and the three places it goes to: a company, a new city, and the demo."""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pydantic import SecretStr
from starlette.testclient import TestClient

from doorstep.api import create_app
from doorstep.bootstrap import Parts, open_parts, prepare_company, silent_watcher
from doorstep.demo.seed import CITY_FILE
from doorstep.demo.stage import Stage
from doorstep.kernel import FixedClock, ScaledClock, SeededRng
from doorstep.plumbing.settings import Settings
from worlds.api_tour import delivering, ordering, setting_up
from worlds.api_tour.recorder import Recorder
from worlds.api_tour.town import API, PASSWORD, Town, good
from worlds.demo_process import new_data_folder
from worlds.file_server import serve_files
from worlds.oidc_provider import running_provider
from worlds.receiver import running_receiver
from worlds.server import MONDAY_NOON
from worlds.stripe_server import KEY, SECRET, running_stripe

ADA = {"name": "Ada", "email": "ada@x.example", "password": PASSWORD}


def walk(recorder: Recorder, folder: Path, roads_folder: Path) -> None:
    """Use every operation as it is meant, and keep an example of each."""
    with _open_town(recorder, folder / "town", roads_folder) as town:
        setting_up.name_the_company(town)
        setting_up.add_the_fleet(town)
        setting_up.hire_and_sign_in(town)
        setting_up.connect(town)
        setting_up.look_at_the_city(town)
        ordering.take_orders_in(town)
        ordering.change_them(town)
        ordering.keep_what_comes_again(town)
        ordering.come_as_a_merchant(town)
        delivering.plan_the_day(town)
        delivering.drive_it(town)
        delivering.follow_it(town)
        delivering.count_the_cash(town)
        delivering.give_the_card_back(town)
    _sign_in_elsewhere(recorder, folder / "elsewhere", roads_folder)
    _choose_a_city(recorder, folder / "city", roads_folder)
    _play_the_demo(recorder, folder / "demo", roads_folder)


@contextmanager
def _open_town(recorder: Recorder, folder: Path, roads_folder: Path) -> Iterator[Town]:
    clock = FixedClock(MONDAY_NOON)
    data = _data(folder, roads_folder)
    with running_stripe() as stripe, running_receiver() as receiver:
        settings = Settings(
            data_dir=data,
            webhook_networks="127.0.0.0/8",
            stripe_key=SecretStr(KEY),
            stripe_webhook_secret=SecretStr(SECRET),
            stripe_url=stripe.url,
        )
        recorder.stand_in(stripe.url, "https://checkout.stripe.example")
        with _open_office(recorder, settings, clock) as (parts, owner):
            yield Town(parts, clock, owner, receiver, stripe, recorder)


@contextmanager
def _open_office(
    recorder: Recorder, settings: Settings, clock: FixedClock
) -> Iterator[tuple[Parts, TestClient]]:
    with open_parts(settings, CITY_FILE, clock) as parts:
        object.__setattr__(parts.kit, "wall", clock)
        object.__setattr__(parts.kit, "rng", SeededRng(5))  # the same ids in each walk
        first = prepare_company(parts)
        with TestClient(create_app(parts)) as owner:
            recorder.listen(owner)
            good(owner.post(f"{API}/session/joining", json=ADA | {"token": first.owner_token}))
            yield parts, owner


def _sign_in_elsewhere(recorder: Recorder, folder: Path, roads_folder: Path) -> None:
    with running_provider() as provider:
        recorder.stand_in(provider.url, "https://sign-in.example")
        settings = Settings(
            data_dir=_data(folder, roads_folder), oidc_issuer=provider.url, oidc_client_id="d"
        )
        clock = FixedClock(MONDAY_NOON)
        with open_parts(settings, CITY_FILE, clock) as parts:
            object.__setattr__(parts.kit, "wall", clock)
            first = prepare_company(parts)
            owner = TestClient(create_app(parts))
            good(owner.post(f"{API}/session/joining", json=ADA | {"token": first.owner_token}))
            browser = recorder.listen(TestClient(owner.app, follow_redirects=False))
            away = good(browser.get(f"{API}/session/oidc"))
            now_s = int(clock.now().timestamp())
            query = provider.let_in(away.headers["location"], now_s, email=ADA["email"])
            good(browser.get(f"{API}/session/oidc/callback?{query}"))


def _choose_a_city(recorder: Recorder, folder: Path, roads_folder: Path) -> None:
    clock, data = FixedClock(MONDAY_NOON), _data(folder, roads_folder)
    with (
        serve_files() as server,
        open_parts(
            Settings(data_dir=data, region_index_url=f"{server.url}/index.json"), None, clock
        ) as parts,
    ):
        there = {"pbf": f"{server.url}/helsinki.osm.pbf"}
        about = {"id": "helsinki", "name": "Helsinki", "urls": there}
        index = {"type": "FeatureCollection", "features": [{"properties": about}]}
        server.files |= {
            "/index.json": json.dumps(index).encode(),
            "/helsinki.osm.pbf": CITY_FILE.read_bytes(),
        }
        first = prepare_company(parts)
        with TestClient(create_app(parts)) as owner:
            recorder.listen(owner)
            good(owner.post(f"{API}/session/joining", json=ADA | {"token": first.owner_token}))
            assert parts.regions is not None
            recorder.stand_in(str(CITY_FILE), "https://download.example/helsinki.osm.pbf")
            parts.regions.bring(str(CITY_FILE), silent_watcher())
            good(owner.put(f"{API}/company/region", json={"name": "helsinki"}))
            good(owner.post(f"{API}/regions", json={"name": "helsinki"}))


def _play_the_demo(recorder: Recorder, folder: Path, roads_folder: Path) -> None:
    clock = ScaledClock(MONDAY_NOON)
    settings = Settings(data_dir=_data(folder, roads_folder))
    with open_parts(settings, CITY_FILE, clock) as parts:
        first = prepare_company(parts)
        stage = _QuietStage(clock, folder, "http://127.0.0.1:1", first.tenant_id)
        owner = recorder.listen(TestClient(create_app(parts, stage)))
        good(owner.post(f"{API}/session/joining", json=ADA | {"token": first.owner_token}))
        demo = f"{API}/demo"
        made_up = {"service_on": "2026-06-01", "count": 3, "seed": 1}
        good(owner.post(f"{demo}/shipments", json=made_up))
        good(owner.post(f"{demo}/drive", json={"speed": 60.0}))
        good(owner.post(f"{demo}/pause"))
        good(owner.post(f"{demo}/skip", json={"to_at": "2026-06-01T12:00:00Z"}))


class _QuietStage(Stage):
    """Sends nobody out: the drivers are a process of their own, for which there is no port."""

    def _start_drivers(self, **_how: Any) -> None:
        pass


def _data(folder: Path, roads_folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return new_data_folder(folder, roads_folder)
