"""The smallest request body that an operation's own schema accepts."""

from typing import Any

#: Where the schema is looser than the rules behind it (patterns, formats, permission names), by property name.
EXAMPLES: dict[str, Any] = {
    "email": "someone@example.org",
    "key": "example",
    "scopes": ["assets:read"],
    "permissions": ["assets:read"],
    "role": "viewer",
    "text": "status:deployed",
    "module": "assets",
}


def smallest_body(described: dict[str, Any], document: dict[str, Any]) -> dict[str, Any]:
    """Keyword arguments for the test client: `json`, or `files` and `data` for a form; nothing without a body."""
    content = described.get("requestBody", {}).get("content", {})
    if "application/json" in content:
        return {"json": _value("body", content["application/json"]["schema"], document)}
    if "multipart/form-data" in content:
        schema = _resolved(content["multipart/form-data"]["schema"], document)
        required = {name: schema["properties"][name] for name in schema.get("required", ())}
        files = dict.fromkeys(required, ("a.csv", b"name\nx\n", "text/csv"))
        return {"files": files}
    return {}


def _resolved(schema: dict[str, Any], document: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return schema


def _value(name: str, schema: dict[str, Any], document: dict[str, Any]) -> Any:
    schema = _resolved(schema, document)
    choices = [] if name in EXAMPLES else [*schema.get("anyOf", ()), *schema.get("oneOf", ())]
    if choices:
        return _value(name, choices[0], document)
    if name in EXAMPLES or "const" in schema or "enum" in schema:
        return EXAMPLES.get(name, schema.get("const", schema.get("enum", [None])[0]))
    if isinstance(schema.get("type"), list):
        return _value(name, {**schema, "type": schema["type"][0]}, document)
    if schema.get("type") == "object":
        properties = schema.get("properties", {})
        return {each: _value(each, properties[each], document) for each in schema.get("required", ())}
    if schema.get("type") == "array":
        return [_value(name, schema["items"], document)] * schema.get("minItems", 0)
    return _plain(schema)


def _plain(schema: dict[str, Any]) -> Any:
    if schema.get("format") == "uuid":
        return "01900000-0000-7000-8000-000000000000"
    if schema.get("format") == "date-time":
        return "2099-01-01T00:00:00Z"
    plain = {"string": "x" * max(schema.get("minLength", 1), 1), "boolean": False, "integer": 1, "number": 1}
    return plain.get(schema.get("type", ""), {})
