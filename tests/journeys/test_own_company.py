"""From an empty folder to a delivered parcel, in a real browser: a company of one's own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from journeys.pages import Console, set_company_up
from worlds.browser import DESKTOP, PHONE, Visitor, visiting
from worlds.own_company import ADA, ServeProcess, running_serve

pytestmark = [pytest.mark.journey, pytest.mark.timeout(600)]

ORDERS = """\
reference,name,address,phone
A-1,Aino,Mannerheimintie 5,
A-2,Onni,Aleksanterinkatu 20,
A-3,Eino,Bulevardi 2,
"""


@pytest.fixture(scope="module")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServeProcess]:
    with running_serve(tmp_path_factory.mktemp("own") / "data") as process:
        yield process


@pytest.fixture(scope="module")
def office(chromium: Browser, serve: ServeProcess) -> Iterator[Visitor]:
    with visiting(chromium, serve.url, DESKTOP) as visitor:
        page = visitor.page
        page.goto(f"/#join={serve.owner_token}")
        become_owner(page)
        set_company_up(page)
        yield visitor


def become_owner(page: Page) -> None:
    page.get_by_label("Your name").fill(ADA["name"])
    page.get_by_label("E-mail").fill(ADA["email"])
    page.get_by_label("Password").fill(ADA["password"])
    page.get_by_role("button", name="Continue").click()


def test_an_empty_folder_becomes_a_company_that_delivers(
    office: Visitor, chromium: Browser, serve: ServeProcess, tmp_path: Path
) -> None:
    console = Console(office.page)
    console.open_day("2031-06-02")
    expect(office.page.get_by_role("heading", name="No orders")).to_be_visible()
    file = tmp_path / "orders.csv"
    file.write_text(ORDERS)
    console.import_file(file)
    console.expect_orders(3)
    console.plan("5 s")
    console.release()

    office.page.get_by_role("link", name="Fleet").click()
    office.page.get_by_role("tab", name="Drivers").click()
    office.page.get_by_role("button", name="Sign-in code: Kaisa").click()
    code = office.page.get_by_role("dialog").locator("output").inner_text()
    office.page.keyboard.press("Escape")
    with visiting(chromium, serve.url, PHONE, has_touch=True) as phone:
        phone.page.goto(f"/driver/#code={code}")
        expect(phone.page.get_by_text("Kaisa").first).to_be_visible()
        assert phone.grave_findings() == []
    shown = office.page.request.get("/api/v1/shipments?service_on=2031-06-02").json()["items"]
    with visiting(chromium, serve.url, PHONE) as recipient:
        recipient.page.goto(shown[0]["tracking_url"])
        expect(recipient.page.get_by_text("Own Courier").first).to_be_visible()


def test_the_link_of_the_first_owner_works_once(
    office: Visitor, chromium: Browser, serve: ServeProcess
) -> None:
    assert office
    with visiting(chromium, serve.url, DESKTOP) as late:
        late.page.goto(f"/#join={serve.owner_token}")
        expect(late.page.get_by_role("heading", name="This link does not work")).to_be_visible()
        late.errors.clear()  # the browser itself notes the refusal


def test_vehicles_are_added_changed_retired_and_brought_back(office: Visitor) -> None:
    page = office.page
    page.goto("/#/fleet")
    page.get_by_role("tab", name="Vehicles").click()
    page.get_by_role("button", name="Add vehicle").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("radiogroup").get_by_text("Cargo bike").click()
    dialog.get_by_label("Name", exact=True).fill("Bike 1")
    dialog.get_by_label("Driver", exact=True).select_option("No driver")
    dialog.get_by_role("button", name="Save").click()
    row = page.get_by_role("row").filter(has_text="Bike 1")
    expect(row).to_contain_text("120 kg")
    row.get_by_role("button", name="More about Bike 1").click()
    page.get_by_role("menuitem", name="Retire").click()
    expect(row).to_have_count(0)
    page.get_by_role("button", name="Undo").last.click()
    expect(row).to_be_visible()
    assert office.grave_findings() == []


def test_a_colleague_joins_by_a_link_and_is_suspended_at_once(
    office: Visitor, chromium: Browser, serve: ServeProcess
) -> None:
    page = office.page
    page.goto("/#/team")
    page.get_by_role("button", name="Invite").click()
    page.get_by_role("dialog").get_by_label("E-mail").fill("bo@own.example")
    page.get_by_role("button", name="Make the link").click()
    link = page.get_by_role("dialog").locator("output").inner_text()
    page.get_by_role("dialog").get_by_role("button", name="Close").click()
    with visiting(chromium, serve.url, DESKTOP) as bo:
        bo.page.goto(link)
        bo.page.get_by_label("Your name").fill("Bo")
        bo.page.get_by_label("Password").fill("another fine password")
        bo.page.get_by_role("button", name="Continue").click()
        expect(bo.page.get_by_role("navigation", name="Main")).to_be_visible()
        page.reload()
        page.get_by_role("button", name="More about Bo").click()
        page.get_by_role("menuitem", name="Suspend").click()
        expect(page.get_by_text("Suspended", exact=True)).to_be_visible()
        bo.page.reload()
        expect(bo.page.get_by_role("button", name="Sign in")).to_be_visible()
        bo.errors.clear()
    assert office.grave_findings() == []
