# Checks for the fuzzer (scripts/fuzz) that its own checks cannot make.
"""What the fuzzer cannot know of this API, as a check in place of its own `negative_data_rejection`.

Two kinds of answers are no acceptance of what is wrong: a list says of each item what became of it, so a 200 may reject; and
spaces around a text are cut off before it is looked at, so a text is as long as it is without them.
"""

import json
import os

import jsonschema_rs
import schemathesis
from schemathesis.core.failures import AcceptedNegativeData
from schemathesis.specs.openapi.checks import negative_data_rejection

with open(os.environ["FUZZ_DOCUMENT"], encoding="utf-8") as file:
    DOCUMENT = json.load(file)
VALIDATORS = {}
# The doors that answer 200 and say of each item what became of it.
OUTCOMES = {"POST /v1/collect", "POST /v1/conversions", "POST /v1/hooks/{handle}", "GET /postback", "POST /postback"}


def list_at(told, name):
    """The list of this name, empty where there is none."""
    return told[name] if isinstance(told.get(name), list) else []


def tells_outcomes(door):
    """Whether the door ("METHOD /path") answers a list of outcomes; elsewhere `errors` in an item are what it lists."""
    return door in OUTCOMES or (not door.startswith("GET ") and door.endswith(("/bulk", "/import")))


def refused_inside(door, response):
    """Whether the answer names what is wrong, though its status is one of success."""
    if not tells_outcomes(door):
        return False
    try:
        told = response.json()
    except ValueError:
        return False
    if not isinstance(told, dict):
        return False
    items = [item for name in ("items", "rows", "links") for item in list_at(told, name) if isinstance(item, dict)]
    named = [told, *items]
    return any(one.get("errors") or one.get("outcome") in ("rejected", "refused") for one in named)


def trimmed(value):
    """The value as the API reads it: without spaces around its texts."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, list):
        return [trimmed(one) for one in value]
    if isinstance(value, dict):
        return {name: trimmed(one) for name, one in value.items()}
    return value


def fits_when_read(case):
    """Whether the body is what the document says once its texts are trimmed."""
    content = case.operation.definition.raw.get("requestBody", {}).get("content", {})
    if case.media_type not in content or not isinstance(case.body, (dict, list, str)):
        return False
    key = (case.operation.label, case.media_type)
    if key not in VALIDATORS:
        schema = DOCUMENT["paths"][case.operation.path][case.operation.method.lower()]["requestBody"]["content"][case.media_type]["schema"]
        VALIDATORS[key] = jsonschema_rs.Draft202012Validator({**schema, "components": DOCUMENT["components"]})
    return VALIDATORS[key].is_valid(trimmed(case.body))


@schemathesis.check
def nothing_wrong_is_taken(ctx, response, case):
    """What the document does not allow is refused."""
    try:
        return negative_data_rejection(ctx, response, case)
    except AcceptedNegativeData:
        if refused_inside(case.operation.label, response) or fits_when_read(case):
            return None
        raise


@schemathesis.serializer("application/x-ndjson")
def lines(ctx, value):
    """Lines as they are: the document says of them only that they are a text."""
    return value.encode("utf-8", "replace") if isinstance(value, str) else json.dumps(value).encode()
