"""``doorstep demo``: a made-up courier in a real city, in one process."""

from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from doorstep.bootstrap import Parts, open_parts
from doorstep.cli.serving import Server, print_running, require_free_port
from doorstep.demo.logins import EMAIL, OWNER_EMAIL, Login
from doorstep.demo.seed import CITY_FILE, console_code, driver_code, seed
from doorstep.demo.stage import MAX_SPEED, Stage, open_clock
from doorstep.kernel import SystemClock
from doorstep.plumbing.settings import Settings


@dataclass(frozen=True, slots=True)
class _Welcome:
    """What is printed once the server answers."""

    url: str
    login: Login
    console_link: str
    owner_link: str
    driver_name: str
    driver_link: str


def demo(
    *,
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 8000,
    data: Annotated[Path, typer.Option(help="Folder for the demo's data.")] = Path("var"),
    drive: Annotated[
        bool, typer.Option("--drive", help="Import, plan, release and drive a whole day.")
    ] = False,
    speed: Annotated[
        float, typer.Option(min=1, max=MAX_SPEED, help="Demo seconds in one real second.")
    ] = 60.0,
) -> None:
    """Start a made-up courier in central Helsinki and print where to look at it."""
    settings = Settings(data_dir=data, port=port)
    require_free_port(settings)
    with ExitStack() as stack:
        typer.echo("Preparing the city (the first start takes a few seconds)", err=True)
        clock = open_clock(data, SystemClock())
        parts = stack.enter_context(open_parts(settings, CITY_FILE, clock))
        tenant_id, login = seed(parts.kit, data)
        url = f"http://{settings.host}:{settings.port}"
        stage = Stage(clock, data, url, tenant_id)
        welcome = _welcome(parts, url, tenant_id, login)

        def started() -> None:
            _print(welcome)
            if drive:
                stage.drive(speed, whole_day=True)

        Server(parts, stage, started).run()


def _welcome(parts: Parts, url: str, tenant_id: str, login: Login) -> _Welcome:
    driver_name, code = driver_code(parts.kit, tenant_id)
    return _Welcome(
        url=url,
        login=login,
        console_link=f"{url}/#code={console_code(parts.kit, tenant_id, EMAIL)}",
        owner_link=f"{url}/#code={console_code(parts.kit, tenant_id, OWNER_EMAIL)}",
        driver_name=driver_name,
        driver_link=f"{url}/driver/#code={code}",
    )


def _print(welcome: _Welcome) -> None:
    print_running(welcome.url)
    typer.echo(f"  Console   {welcome.console_link}")
    typer.echo(f"            or sign in as {welcome.login.email} / {welcome.login.password}")
    typer.echo(f"  Owner     {welcome.owner_link}")
    typer.echo(f"            or {OWNER_EMAIL}, same password; sees all pages")
    typer.echo(f"  Driver    {welcome.driver_link}   ({welcome.driver_name})")
    typer.echo("  Links sign in once, within 24 hours.\n")
