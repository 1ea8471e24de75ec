"""Second factors, passkeys and a merchant's own page, in a real browser with a real lock."""

from collections.abc import Iterator

import pyotp
import pytest
from playwright.sync_api import Browser, Page, expect

from journeys.pages import set_company_up
from worlds.browser import DESKTOP, PHONE, Visitor, visiting
from worlds.own_company import ADA, ServeProcess, running_serve

pytestmark = [pytest.mark.journey, pytest.mark.timeout(600)]

LOCK = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(scope="module")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServeProcess]:
    with running_serve(tmp_path_factory.mktemp("door") / "data") as process:
        yield process


@pytest.fixture(scope="module")
def office(chromium: Browser, serve: ServeProcess) -> Iterator[Visitor]:
    """Give the owner's browser, on a machine with a fingerprint reader."""
    # Passkeys belong to a name, never to an address of digits.
    with visiting(chromium, serve.url.replace("127.0.0.1", "localhost"), DESKTOP) as visitor:
        lock = visitor.context.new_cdp_session(visitor.page)
        lock.send("WebAuthn.enable")
        lock.send("WebAuthn.addVirtualAuthenticator", {"options": LOCK})
        visitor.page.goto(f"/#join={serve.owner_token}")
        visitor.page.get_by_label("Your name").fill(ADA["name"])
        visitor.page.get_by_label("E-mail").fill(ADA["email"])
        visitor.page.get_by_label("Password").fill(ADA["password"])
        visitor.page.get_by_role("button", name="Continue").click()
        expect(visitor.page.get_by_label("Company name")).to_be_visible()
        yield visitor


def api(page: Page, method: str, path: str, body: dict[str, object]) -> dict[str, str]:
    """Ask the server as the page's own scripts would."""
    answer = page.request.fetch(f"/api/v1{path}", method=method, data=body)
    assert answer.ok, answer.text()
    found: dict[str, str] = answer.json()
    return found


def add_passkey(page: Page) -> None:
    page.get_by_role("button", name="Add a passkey").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("What to call it").fill("Ada's laptop")
    dialog.get_by_label("Your password").fill(ADA["password"])
    dialog.get_by_role("button", name="Add a passkey").click()
    expect(dialog).to_have_count(0)


def test_an_owner_who_must_adds_a_passkey_and_comes_back_with_it(office: Visitor) -> None:
    page = office.page
    api(page, "PUT", "/company/second-factor", {"asks": True})
    page.goto("/")
    expect(page.get_by_role("heading", name="One more thing before you go on")).to_be_visible()
    expect(page.get_by_role("navigation", name="Main")).to_have_count(0)
    assert office.grave_findings() == []
    add_passkey(page)
    expect(page.get_by_label("Company name")).to_be_visible()

    page.request.delete("/api/v1/session")
    page.goto("/")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert office.grave_findings() == []
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_label("Company name")).to_be_visible()


def test_a_merchant_sees_a_page_of_their_own(
    office: Visitor, chromium: Browser, serve: ServeProcess
) -> None:
    body: dict[str, object] = {"email": "eva@shop.example", "role": "merchant"}
    made = api(office.page, "POST", "/team/invitations", body | {"merchant": "Eva's shop"})
    with visiting(chromium, serve.url, PHONE, has_touch=True) as eva:
        eva.page.goto(made["url"])
        eva.page.get_by_label("Your name").fill("Eva")
        eva.page.get_by_label("Password").fill("another fine password")
        eva.page.get_by_role("button", name="Continue").click()
        expect(eva.page.get_by_role("heading", name="Orders of Eva's shop")).to_be_visible()
        expect(eva.page.get_by_text("No orders yet")).to_be_visible()
        expect(eva.page.get_by_role("navigation", name="Main")).to_have_count(0)
        assert eva.grave_findings() == []


def test_an_authenticator_app_and_new_codes_are_had_by_the_lock_of_the_device(
    office: Visitor,
) -> None:
    page = office.page
    set_company_up(page)
    page.goto("/#/team")
    page.get_by_role("tab", name="Your account").click()
    # the device keeps one that an earlier test may have made, and would make no second
    if not page.request.get("/api/v1/account/passkeys").json()["items"]:
        add_passkey(page)
    page.get_by_role("button", name="Turn on").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Use a passkey instead").click()
    expect(dialog.get_by_role("img")).to_be_visible()
    assert office.grave_findings() == []
    secret = dialog.locator("code").inner_text()
    dialog.get_by_label("Code").fill(pyotp.TOTP(secret).now())
    dialog.get_by_role("button", name="Confirm").click()
    expect(dialog.get_by_role("listitem")).to_have_count(10)
    dialog.get_by_role("button", name="I have kept them").click()
    expect(page.get_by_text("10 recovery codes left.")).to_be_visible()

    page.get_by_role("button", name="New recovery codes").click()
    dialog.get_by_role("button", name="Use a passkey instead").click()
    expect(dialog.get_by_role("listitem")).to_have_count(10)
    dialog.get_by_role("button", name="I have kept them").click()
    page.get_by_role("button", name="Turn off").click()
    dialog.get_by_role("button", name="Use a passkey instead").click()
    expect(page.get_by_role("button", name="Turn on")).to_be_visible()
