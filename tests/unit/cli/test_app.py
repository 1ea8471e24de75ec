"""The command line as a whole: what it offers, and how it refuses."""

from importlib.resources import files

import pytest
from typer.testing import CliRunner

from doorstep import cli
from doorstep.plumbing.problem import Finding, InvalidInputError, NotFoundError

COMMANDS = ["demo", "demo-files", "openapi", "plan", "solve"]


def test_help_lists_every_command() -> None:
    answer = CliRunner().invoke(cli.make_app(), ["--help"])
    assert answer.exit_code == 0
    assert all(f" {name} " in answer.output for name in COMMANDS)


def test_every_command_has_its_own_file() -> None:
    folder = files("doorstep.cli")
    assert all((folder / f"{name.replace('-', '_')}.py").is_file() for name in COMMANDS)


def test_a_refusal_is_printed_with_all_findings_and_the_action(
    capsys: pytest.CaptureFixture[str],
) -> None:
    finding = Finding("Is [bold] wrong.", "Mend it.", line=3, column="lat", value="x")
    cli.print_refusal(InvalidInputError("The file is bad.", findings=[finding]))
    printed = capsys.readouterr().err
    assert "The input is not valid. The file is bad." in printed
    assert "  line 3, lat 'x': Is [bold] wrong. Mend it.\n" in printed
    assert printed.endswith("Correct what is listed and send it again. (invalid_input)\n")


@pytest.mark.parametrize(
    ("error", "code"),
    [(NotFoundError("Gone."), 2), (OSError(28, "No space left on device", "plan.json"), 1)],
)
def test_what_is_refused_ends_with_its_exit_code(
    error: Exception, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> None:
        raise error

    monkeypatch.setattr(cli, "make_app", lambda _names: refuse)
    with pytest.raises(SystemExit) as caught:
        cli.main()
    assert caught.value.code == code
