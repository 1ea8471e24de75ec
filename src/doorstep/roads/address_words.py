"""The words of street names that people shorten, leave out or mix up, in the languages we know."""


def _list(text: str) -> frozenset[str]:
    return frozenset(text.split())


LONG_FORMS = {
    # English
    "rd": "road",
    "ave": "avenue",
    "av": "avenue",
    "avda": "avenue",
    "avenida": "avenue",
    "blvd": "boulevard",
    "boul": "boulevard",
    "bd": "boulevard",
    "bvd": "boulevard",
    "dr": "drive",
    "drv": "drive",
    "ln": "lane",
    "ct": "court",
    "crt": "court",
    "cir": "circle",
    "crcl": "circle",
    "cres": "crescent",
    "cr": "crescent",
    "ter": "terrace",
    "terr": "terrace",
    "pkwy": "parkway",
    "pky": "parkway",
    "hwy": "highway",
    "sq": "square",
    "pl": "place",
    "trl": "trail",
    "wy": "way",
    "gdns": "gardens",
    "gdn": "garden",
    "grv": "grove",
    "hts": "heights",
    "mt": "mount",
    "ft": "fort",
    "jct": "junction",
    "xing": "crossing",
    # German
    "str": "strasse",
    "strase": "strasse",
    "pltz": "platz",
    # Spanish, Portuguese, French, Italian
    "pza": "plaza",
    "plza": "plaza",
    "cl": "calle",
    "ctra": "carretera",
    "trav": "travessa",
    "pca": "praca",
    "lgo": "largo",
    "estr": "estrada",
    "imp": "impasse",
    "chem": "chemin",
    "rte": "route",
    "fbg": "faubourg",
    "vle": "viale",
    "pzza": "piazza",
    "cso": "corso",
    # Danish, Norwegian, Swedish, Dutch, Finnish
    "gt": "gate",
    "vn": "veien",
    "st": "street",
    "ste": "saint",
}
"""Short forms, folded, and what they are short for; both spellings become one key."""

LAST_FORMS = {"n": "north", "e": "east", "s": "south", "w": "west"}
"""Short forms that mean something only as the last word."""

FIRST_FORMS = {"st": "saint", "r": "rua", "c": "calle", "v": "via", "p": "piazza"} | LAST_FORMS
"""Short forms that mean something else, or anything at all, only as the first word."""

DIRECTIONS = frozenset({"north", "east", "south", "west"})

LAST_TYPES = _list(
    "street road avenue boulevard drive lane court circle crescent terrace parkway highway "
    "square place trail way gardens garden grove close mews path walk row loop run hill garth "
    "strasse platz weg gasse allee ring ufer damm straat laan plein gade gate vej veien gatan "
    "katu tie kuja polku"
)
"""Words at the end of a street's name that say what kind it is."""

FIRST_TYPES = _list(
    "rua avenue travessa praca largo estrada alameda beco calle paseo plaza carretera camino "
    "ronda rue boulevard chemin impasse allee quai place route cours via viale piazza corso "
    "vicolo largo strada calcada rampa"
)
"""Words at the beginning that do."""

CONNECTORS = _list("de da do das dos del della dei delle di des du la las los le les")
"""What stands between such a word and the name proper."""
