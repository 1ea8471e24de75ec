"""Write the generated half of the Python client from the API description: ``make clients``.

Types become ``TypedDict``: what goes over the wire is plain JSON, and stays it. The half that is
written by hand (sending, repeating, refusals) is ``clients/python/src/doorstep_client``.
"""

import json
import keyword
import re
import textwrap
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
DESCRIPTION = ROOT / "web/packages/api-client/openapi.json"
PACKAGE = ROOT / "clients/python/src/doorstep_client"
_PREFIX = "/api/v1"
_HEAD = "# Written by tools/python_client.py from the API description; do not edit.\n"
_WIDTH = 95
_REFUSAL = 400
_PLAIN = {"string": "str", "integer": "int", "number": "float", "boolean": "bool", "null": "None"}
_TEXT = ("text/", "application/toml", "application/zpl", "application/geo+json")


def main() -> None:
    """Write the generated files."""
    folder = PACKAGE / "generated"
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.py"):
        old.unlink()
    for name, text in generate(json.loads(DESCRIPTION.read_text())).items():
        (folder / name).write_text(text)


def generate(document: dict[str, Any]) -> dict[str, str]:
    """Return the files of ``doorstep_client/generated``, by their names."""
    schemas = document["components"]["schemas"]
    groups: defaultdict[str, list[str]] = defaultdict(list)
    titles: dict[str, str] = {}
    for path, item in sorted(document["paths"].items()):
        for method, operation in sorted(item.items()):
            if path.startswith(f"{_PREFIX}/"):
                (tag,) = operation["tags"]
                groups[_snake(tag)].append(_method(path, method, operation, document))
                titles[_snake(tag)] = tag
    files = {
        "__init__.py": f'{_HEAD}"""What is made from the API description."""\n',
        "models.py": _models(schemas),
        "client.py": _client(titles),
    }
    for group, methods in sorted(groups.items()):
        files[f"{group}.py"] = _group(titles[group], methods, sorted(schemas))
    return files


def _models(schemas: dict[str, Any]) -> str:
    parts = [
        f'{_HEAD}"""The shapes that go over the wire."""\n',
        "# ruff: noqa: E501, RUF001, RUF002\n",
        "from typing import Any, Literal, NotRequired, TypeAlias, TypedDict\n",
    ]
    parts += [_model(name, schema) for name, schema in sorted(schemas.items())]
    names = ["", *sorted(map(_class, schemas))]
    parts.append("__all__ = [" + "".join(f'\n    "{one}",' for one in names if one) + "\n]\n")
    return "\n\n".join(parts)


def _model(name: str, schema: dict[str, Any]) -> str:
    cls, about = _class(name), _docstring(schema.get("description", ""), "    ")
    if "properties" not in schema:
        comment = _docstring(schema.get("description", ""), "")
        return f"{cls}: TypeAlias = {_type(schema)}\n{comment}"
    required = set(schema.get("required", []))
    fields = {
        key: _type(one) if key in required else f"NotRequired[{_type(one)}]"
        for key, one in schema["properties"].items()
    }
    if any(keyword.iskeyword(key) or not key.isidentifier() for key in fields):
        lines = "".join(f'        "{key}": "{kind}",\n' for key, kind in fields.items())
        return f'{cls} = TypedDict(\n    "{cls}",\n    {{\n{lines}    }},\n)\n'
    lines = "".join(f'    {key}: "{kind}"\n' for key, kind in fields.items())
    return f"class {cls}(TypedDict):\n{about}\n{lines or '    pass'}"


def _type(schema: dict[str, Any]) -> str:
    if "$ref" in schema:
        return _class(schema["$ref"].rpartition("/")[2])
    if "enum" in schema or "const" in schema:
        values = schema.get("enum", [schema.get("const")])
        return f"Literal[{', '.join(repr(one) for one in values)}]"
    for key in ("anyOf", "oneOf", "allOf"):
        if key in schema:
            return " | ".join(dict.fromkeys(_type(one) for one in schema[key]))
    kind = schema.get("type")
    if kind == "array":
        items = schema.get("prefixItems") or [schema.get("items", {})]
        inner = " | ".join(dict.fromkeys(_type(one) for one in items))
        return f"list[{inner}]"
    if kind == "object":
        more = schema.get("additionalProperties")
        return f"dict[str, {_type(more) if isinstance(more, dict) else 'Any'}]"
    return _PLAIN.get(str(kind), "Any")


def _client(titles: dict[str, str]) -> str:
    imports = "".join(
        f"from doorstep_client.generated.{group} import {_class(titles[group])}\n"
        for group in sorted(titles)
    )
    lines = "".join(
        f"        self.{group} = {_class(titles[group])}(transport)\n" for group in sorted(titles)
    )
    return (
        f'{_HEAD}"""All groups of operations."""\n\n{imports}'
        "from doorstep_client.transport import Transport\n\n\n"
        "class Groups:\n"
        '    """The operations of the API, by group."""\n\n'
        "    def __init__(self, transport: Transport) -> None:\n"
        f"{lines}"
    )


def _group(title: str, methods: list[str], schemas: list[str]) -> str:
    body = "\n".join(methods)
    code = re.sub(r'""".*?"""', "", body, flags=re.DOTALL)  # words are no types
    used = sorted({cls for cls in map(_class, schemas) if re.search(rf"\b{cls}\b", code)})
    models = "from doorstep_client.generated.models import (\n"
    models += "".join(f"    {one},\n" for one in used) + ")\n"
    iterator = "from collections.abc import Iterator\n\n" if "Iterator[" in body else ""
    typing = [one for one in ("Any", "Literal") if re.search(rf"\b{one}\b", code)]
    typed = f"from typing import {', '.join(typing)}\n\n" if typing else ""
    live = "Event, " if "Iterator[Event]" in body else ""
    return (
        f'{_HEAD}"""{title}: operations."""\n\n{iterator}{typed}'
        f"{models if used else ''}"
        f"from doorstep_client.transport import {live}Transport\n\n\n"
        f"class {_class(title)}:\n"
        f'    """{title}: reach it as ``doorstep.{_snake(title)}``."""\n\n'
        "    def __init__(self, transport: Transport) -> None:\n"
        "        self._transport = transport\n\n"
        f"{body}"
    )


def _method(path: str, method: str, operation: dict[str, Any], document: dict[str, Any]) -> str:
    parameters = operation.get("parameters", [])
    in_path = [one["name"] for one in parameters if one["in"] == "path"]
    query = [one for one in parameters if one["in"] == "query"]
    headers = {one["name"] for one in parameters if one["in"] == "header"}
    arguments = [f"{_safe(name)}: str" for name in in_path]
    call = [f'"{method.upper()}"', _address(path)]
    body = _body(operation)
    if body is not None:
        arguments.append(f"body: {body[0]}")
        call.append("json=body" if body[1] == "json" else "content=body")
        if body[1] != "json":
            call.append(
                f'media_type="{body[1]}"' if len(body[2]) == 1 else "media_type=media_type"
            )
    named = []
    if body is not None and len(body[2]) > 1:
        named.append(f'media_type: {_type({"enum": body[2]})} = "{body[2][0]}"')
    if "if-match" in headers:
        named.append("version: int")
        call.append("version=version")
    if "idempotency-key" in headers:
        named.append("idempotency_key: str | None = None")
        call.append("key=idempotency_key")
        call.append("once=True")
    for one in sorted(query, key=lambda one: not one.get("required")):
        kind = _type(one["schema"])
        if one.get("required"):
            named.append(f"{_safe(one['name'])}: {kind}")
        else:
            optional = kind if "None" in kind.split(" | ") else f"{kind} | None"
            named.append(f"{_safe(one['name'])}: {optional} = None")
    if query:
        pairs = ", ".join(f'"{one["name"]}": {_safe(one["name"])}' for one in query)
        call.append(f"query={{{pairs}}}")
    answer, how = _answer(operation)
    signature = ["self", *arguments, *(["*"] if named else []), *named]
    name = operation["operationId"]
    lines = [
        f"    def {name}(",
        *(f"        {one}," for one in signature),
        f"    ) -> {answer}:",
        *_docs(operation, document),
        f"        {_keep(answer)}self._transport.{how}(",
        *(f"            {one}," for one in call),
        "        )",
        *([] if answer == "None" else ["        return answer"]),
    ]
    return "\n".join(lines) + "\n"


def _keep(answer: str) -> str:
    return "" if answer == "None" else f"answer: {answer} = "


def _body(operation: dict[str, Any]) -> tuple[str, str, list[str]] | None:
    if "requestBody" not in operation:
        return None
    contents = operation["requestBody"]["content"]
    if "application/json" in contents:
        return _type(contents["application/json"]["schema"]), "json", ["application/json"]
    kinds = list(contents)
    return ("bytes | str" if kinds[0].startswith(_TEXT) else "bytes"), kinds[0], kinds


def _answer(operation: dict[str, Any]) -> tuple[str, str]:
    good = next(
        one for status, one in sorted(operation["responses"].items()) if int(status) < _REFUSAL
    )
    contents = good.get("content", {})
    if not contents:
        return "None", "send"
    if "text/event-stream" in contents:
        return "Iterator[Event]", "listen"
    if "application/json" in contents and contents["application/json"].get("schema"):
        kind = _type(contents["application/json"]["schema"])
        return kind, "ask"
    if all(one.startswith((*_TEXT, "application/json")) for one in contents):
        return "str", "ask_text"
    return "bytes", "ask_bytes"


def _docs(operation: dict[str, Any], document: dict[str, Any]) -> Iterator[str]:
    about = f"{operation['summary'].rstrip('.')}. {operation.get('description', '')}".strip()
    own = [
        code
        for status, answer in operation["responses"].items()
        if int(status) >= _REFUSAL
        for code in _codes(answer, document)
        if code not in _everywhere(document)
    ]
    paragraphs = textwrap.wrap(" ".join(about.split()), _WIDTH - 14)
    if not own:
        yield '        """' + "\n        ".join(paragraphs) + '"""'
        return
    yield '        """' + "\n        ".join(paragraphs)
    yield ""
    yield from textwrap.wrap(
        f"Refuses with {', '.join(own)}.",
        _WIDTH,
        initial_indent=" " * 8,
        subsequent_indent=" " * 8,
    )
    yield '        """'


def _codes(answer: dict[str, Any], document: dict[str, Any]) -> list[str]:
    if "$ref" in answer:
        answer = document["components"]["responses"][answer["$ref"].rpartition("/")[2]]
    return [code for one in answer.get("content", {}).values() for code in one.get("examples", {})]


def _everywhere(document: dict[str, Any]) -> frozenset[str]:
    """Return the codes that say nothing about one operation more than about others."""
    return frozenset(
        {"invalid_input", "storage_failed", "internal_error", "not_signed_in", "not_allowed"}
        | {"too_many_requests", "second_factor_required", "foreign_origin", "too_busy"}
        | {"storage_full", "http_413", "json_malformed", "duplicate_key", "version_missing"}
        | {code for code in document["components"]["examples"] if code.startswith("idempotency")}
    )


def _address(path: str) -> str:
    if "{" not in path:
        return f'"{path.removeprefix(_PREFIX)}"'
    filled = re.sub(
        r"{(\w+)}", lambda one: f"{{quote({_safe(one[1])})}}", path.removeprefix(_PREFIX)
    )
    return f'f"{filled}"'.replace("quote(", "self._transport.quote(")


def _docstring(text: str, indent: str) -> str:
    if not text:
        return ""
    lines = textwrap.wrap(" ".join(text.split()), _WIDTH - 8)
    return f'{indent}"""' + f"\n{indent}".join(lines) + '"""\n'


def _safe(name: str) -> str:
    return f"{name}_" if keyword.iskeyword(name) else name.replace("-", "_")


def _class(name: str) -> str:
    """Return a class's name: "address book" is AddressBook."""
    return "".join(part[:1].upper() + part[1:] for part in re.split(r"\W+", name))


def _snake(tag: str) -> str:
    return tag.lower().replace(" ", "_")


if __name__ == "__main__":
    main()
