"""``doorstep privacy``: what is known about a person, and forgetting it."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from doorstep.bootstrap import open_company
from doorstep.plumbing.settings import Settings
from doorstep.plumbing.unit import SYSTEM_ACTOR
from doorstep.privacy import Person, erase_person, export_person

privacy = typer.Typer(no_args_is_help=True, help="Export or erase what is known about a person.")

_Data = Annotated[Path, typer.Option(metavar="DIR", help="The data folder.")]
_Phone = Annotated[str, typer.Option(metavar="NUMBER", help="Their phone number.")]
_Email = Annotated[str, typer.Option(metavar="ADDRESS", help="Their e-mail address.")]
_Reference = Annotated[str, typer.Option(metavar="REF", help="The reference of a shipment.")]
_Tenant = Annotated[
    str, typer.Option(metavar="ID", help="Which company, where there are several.")
]


@privacy.command()
def export(
    *,
    out: Annotated[Path, typer.Option(metavar="FILE", help="The file to write, .zip.")],
    phone: _Phone = "",
    email: _Email = "",
    reference: _Reference = "",
    data: _Data = Path("var"),
    tenant: _Tenant = "",
) -> None:
    """Write everything that is known about a person into a file."""
    person = Person(phone, email, reference)
    with (
        open_company(Settings(data_dir=data), tenant) as (installation, tenant_id),
        installation.kit.read(tenant_id) as unit,
    ):
        content = export_person(unit, person)
    out.write_bytes(content)
    _tell(f"{out} is written: {len(content)} bytes.")


@privacy.command()
def erase(
    *,
    phone: _Phone = "",
    email: _Email = "",
    reference: _Reference = "",
    data: _Data = Path("var"),
    tenant: _Tenant = "",
) -> None:
    """Erase everything about a person; backups made before still hold it."""
    with open_company(Settings(data_dir=data), tenant, to_change=True) as (installation, chosen):
        person = Person(phone, email, reference)
        count = erase_person(installation.kit, chosen, SYSTEM_ACTOR, person)
    _tell(f"Erased in {count} shipments. Backups made before still hold it: let them expire.")


def _tell(sentence: str) -> None:
    Console(highlight=False).print(sentence, markup=False, soft_wrap=True)
