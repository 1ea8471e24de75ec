"""What a driver is told, in every language from one table."""

from enum import StrEnum


class Turn(StrEnum):
    """What is to be done where an instruction stands."""

    DEPART = "depart"
    CONTINUE = "continue"
    SLIGHT_LEFT = "slight_left"
    LEFT = "left"
    SHARP_LEFT = "sharp_left"
    SLIGHT_RIGHT = "slight_right"
    RIGHT = "right"
    SHARP_RIGHT = "sharp_right"
    TURN_ROUND = "turn_round"
    ROUNDABOUT = "roundabout"
    ARRIVE = "arrive"
    ARRIVE_LEFT = "arrive_left"
    ARRIVE_RIGHT = "arrive_right"


LANGUAGES = ("en", "de", "es", "fr")
"""The languages of the table, in the order of its columns."""

# fmt: off
_SENTENCES: dict[Turn, tuple[str, str, str, str]] = {
    Turn.DEPART: (
        "Head {towards}", "Fahren Sie Richtung {towards}",
        "Diríjase hacia el {towards}", "Partez vers {towards}"),
    Turn.CONTINUE: (
        "Continue straight", "Fahren Sie geradeaus weiter",
        "Siga recto", "Continuez tout droit"),
    Turn.SLIGHT_LEFT: (
        "Bear left", "Halten Sie sich links",
        "Gire ligeramente a la izquierda", "Serrez à gauche"),
    Turn.LEFT: (
        "Turn left", "Biegen Sie links ab",
        "Gire a la izquierda", "Tournez à gauche"),
    Turn.SHARP_LEFT: (
        "Turn sharp left", "Biegen Sie scharf links ab",
        "Gire completamente a la izquierda", "Tournez franchement à gauche"),
    Turn.SLIGHT_RIGHT: (
        "Bear right", "Halten Sie sich rechts",
        "Gire ligeramente a la derecha", "Serrez à droite"),
    Turn.RIGHT: (
        "Turn right", "Biegen Sie rechts ab",
        "Gire a la derecha", "Tournez à droite"),
    Turn.SHARP_RIGHT: (
        "Turn sharp right", "Biegen Sie scharf rechts ab",
        "Gire completamente a la derecha", "Tournez franchement à droite"),
    Turn.TURN_ROUND: (
        "Turn round", "Wenden Sie",
        "Dé la vuelta", "Faites demi-tour"),
    Turn.ROUNDABOUT: (
        "At the roundabout, take exit {exit}", "Nehmen Sie im Kreisverkehr die Ausfahrt {exit}",
        "En la rotonda, tome la salida {exit}", "Au rond-point, prenez la sortie {exit}"),
    Turn.ARRIVE: (
        "You have arrived", "Sie haben das Ziel erreicht",
        "Ha llegado", "Vous êtes arrivé"),
    Turn.ARRIVE_LEFT: (
        "You have arrived, on the left", "Sie haben das Ziel erreicht, links",
        "Ha llegado, a la izquierda", "Vous êtes arrivé, à gauche"),
    Turn.ARRIVE_RIGHT: (
        "You have arrived, on the right", "Sie haben das Ziel erreicht, rechts",
        "Ha llegado, a la derecha", "Vous êtes arrivé, à droite"),
}
_ON = (
    "{said} onto {street}", "{said}: {street}",
    "{said} por {street}", "{said} sur {street}")
_DEPART_ON = (
    "{said} on {street}", "{said} auf {street}",
    "{said} por {street}", "{said} sur {street}")
_TOWARDS = (
    ("north", "north-east", "east", "south-east",
     "south", "south-west", "west", "north-west"),
    ("Norden", "Nordosten", "Osten", "Südosten",
     "Süden", "Südwesten", "Westen", "Nordwesten"),
    ("norte", "noreste", "este", "sureste",
     "sur", "suroeste", "oeste", "noroeste"),
    ("le nord", "le nord-est", "l'est", "le sud-est",
     "le sud", "le sud-ouest", "l'ouest", "le nord-ouest"),
)
# fmt: on

_ARRIVALS = frozenset({Turn.ARRIVE, Turn.ARRIVE_LEFT, Turn.ARRIVE_RIGHT})
_POINTS = 8


def say(
    turn: Turn, language: str, *, street: str = "", bearing_deg: float = 0.0, way_out: int = 0
) -> str:
    """Return what a driver is told.

    Parameters
    ----------
    turn
        What is to be done.
    language
        One of ``LANGUAGES``.
    street
        The street one gets on to; empty where it has no name.
    bearing_deg
        Where one sets out to, clockwise from north.
    way_out
        Which way out of a roundabout, from 1.

    Raises
    ------
    ValueError
        There is no such language.
    """
    if language not in LANGUAGES:
        message = f"there are no instructions in {language!r}; there are {', '.join(LANGUAGES)}"
        raise ValueError(message)
    column = LANGUAGES.index(language)
    towards = _TOWARDS[column][round(bearing_deg / 360 * _POINTS) % _POINTS]
    said = _SENTENCES[turn][column].format(towards=towards, exit=way_out)
    if street and turn not in _ARRIVALS:
        joined = _DEPART_ON if turn is Turn.DEPART else _ON
        said = joined[column].format(said=said, street=street)
    return said
