"""Chance: repeatable for science, unguessable for secrets."""

from doorstep.kernel import SeededRng, SystemRng


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others() -> None:
    assert SeededRng(1).random_bytes(16) == SeededRng(1).random_bytes(16)
    assert SeededRng(1).random_bytes(16) != SeededRng(2).random_bytes(16)


def test_as_many_bytes_come_as_were_asked_for() -> None:
    assert len(SeededRng(1).random_bytes(5)) == 5
    assert len(SystemRng().random_bytes(32)) == 32


def test_secrets_do_not_repeat() -> None:
    assert SystemRng().random_bytes(16) != SystemRng().random_bytes(16)
