"""Holds JSON Schema and AsyncAPI document against the golden bytes of every type.

usage: schemas.py json SCHEMA GOLDENS      each golden in JSON fits the schema of its type, and no type is without one
       schemas.py wire ASYNCAPI GOLDENS    likewise its MessagePack and the payload schema of its type
       schemas.py refuse SCHEMA GOLDENS    a golden without a required field, or with another type in it, does not fit
       schemas.py events SCHEMA EVENTS ASYNCAPI    each event of `anxin tail` fits, and stands on a stream that may have it

GOLDENS is what `golden_test --json` prints. Exit 0, or 1 with what is wrong."""
import json
import sys

import jsonschema

try:
    import msgpack
except ImportError:
    msgpack = None

TEXT_OR_BYTES = jsonschema.Draft202012Validator.TYPE_CHECKER.redefine(
    "string", lambda checker, value: isinstance(value, (str, bytes)))


validators = {}  # of the document in hand, by pointer


def validator_of(document, pointer, on_the_wire):
    if pointer not in validators:
        validators[pointer] = validator_made(document, pointer, on_the_wire)
    return validators[pointer]


def validator_made(document, pointer, on_the_wire):
    """A validator of one schema in a document that its references point into."""
    schema = dict(document, **{"$ref": pointer})
    schema.pop("$id", None)
    kind = jsonschema.Draft202012Validator
    if on_the_wire:
        kind = jsonschema.validators.extend(kind, type_checker=TEXT_OR_BYTES)
    return kind(schema)


def faults_json(document, golden):
    return validator_of(document, "#/$defs/" + golden["type"], False).iter_errors(golden["data"])


def faults_wire(document, golden):
    data = msgpack.unpackb(bytes.fromhex(golden["hex"]))
    return validator_of(document, "#/components/schemas/" + golden["type"], True).iter_errors(data)


def say(golden, why):
    print(f"{golden['type']}: {why}")
    return 1


def fits(document, goldens, types, faults):
    wrong = 0
    for golden in goldens:
        for fault in faults(document, golden):
            wrong += say(golden, f"{list(fault.absolute_path)}: {fault.message}")
    for missing in sorted(types - {golden["type"] for golden in goldens}):
        wrong += say({"type": missing}, "no golden")
    return wrong


def spoiled(schema, data):
    """The data with one thing wrong, for each field: left out when it is required, and of another type."""
    for name in schema["required"]:
        yield f"without {name}", {key: value for key, value in data.items() if key != name}
    for name in schema["properties"]:
        yield f"with a wrong {name}", dict(data, **{name: {"no": "such"}})


def refuses(document, goldens):
    wrong = count = 0
    for golden in goldens:
        for what, data in spoiled(document["$defs"][golden["type"]], golden["data"]):
            count += 1
            if not any(faults_json(document, dict(golden, data=data))):
                wrong += say(golden, f"fits {what}")
    return wrong or (say({"type": "all"}, "nothing was spoiled") if not count else 0)


def channel_of(stream):
    """booking -> booking.stream; partner.miniapp -> partner"""
    return stream.split(".")[0] if "." in stream else stream + ".stream"


def stand_right(document, events, channels):
    wrong = 0 if events else say({"type": "all"}, "no event was given")
    for event in events:
        for fault in faults_json(document, event):
            wrong += say(event, f"{list(fault.absolute_path)}: {fault.message}")
        if event["type"] not in channels[channel_of(event["stream"])]["messages"]:
            wrong += say(event, f"may not stand on {event['stream']}")
    return wrong


def main(what, document, goldens, asyncapi=None):
    with open(document, encoding="utf-8") as file:
        document = json.load(file)
    with open(goldens, encoding="utf-8") as file:
        goldens = [json.loads(line) for line in file]
    if what == "json":
        jsonschema.Draft202012Validator.check_schema(document)
        return fits(document, goldens, {name for name in document["$defs"] if "." in name}, faults_json)
    if what == "wire":
        return fits(document, goldens, set(document["components"]["messages"]), faults_wire)
    if what == "events":
        with open(asyncapi, encoding="utf-8") as file:
            return stand_right(document, goldens, json.load(file)["channels"])
    return refuses(document, goldens)


sys.exit(1 if main(*sys.argv[1:]) else 0)
