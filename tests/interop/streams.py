"""Streams: fetched and chained, live on the stream socket, and holding what answers promised."""

import hashlib
import re
import struct
import time
import uuid

import zmq

from anxin_client import DEADLINE, Cursor, Event, chain_hash, pack, unpack
from world import ANSWERS, PARTNER, case, equal, holds


@case("the partner's stream is complete, in order and chained, however it is cut")
def chain(world):
    whole = world.stream(PARTNER)
    holds(len(whole) > 20, f"{len(whole)} events")
    equal([event["sequence"] for event in whole], list(range(1, len(whole) + 1)))
    for bounds in ({"max_events": 1}, {"max_events": 7}, {"max_bytes": 1024}):
        cut = world.partner.read(Cursor(PARTNER), **bounds)[: len(whole)]
        equal([event.frames for event in cut], [event.frames for event in whole], str(bounds))
    equal({event["stream"] for event in whole}, {PARTNER})
    equal(len({event["id"] for event in whole}), len(whole), "ids")
    equal({event["source"] for event in whole}, {"booking"})


@case("one changed byte breaks the chain")
def forged(world):
    first, second = world.stream(PARTNER)[:2]
    header, data = first.frames
    equal(chain_hash(header, data), second["prevhash"])
    holds(chain_hash(header, data[:-1] + bytes([data[-1] ^ 1])) != second["prevhash"], "the data are not in the chain")
    holds(chain_hash(header[:-1] + bytes([header[-1] ^ 1]), data) != second["prevhash"], "the header is not in the chain")


@case("every other event on the partner's stream is its own booking's or its own message's")
def own(world):
    for event in world.stream(PARTNER):
        holds(event["type"] == "intake.answered" or event.data.get("origin") == "miniapp", str(event.data))


@case("a wrong hash is told as diverged, of another epoch as epoch_changed, and no event comes")
def diverged(world):
    cursor = Cursor(PARTNER)
    world.partner.read(cursor, max_events=3)
    last = cursor.number
    for outcome, number, hash, epoch in [
        ("ok", last, cursor.hash, cursor.epoch),
        ("diverged", last, b"\x01" * 32, cursor.epoch),
        ("diverged", last - 1, cursor.hash, cursor.epoch),
        ("diverged", last + 5, None, None),  # beyond the end
        ("diverged", last + 5, cursor.hash, cursor.epoch),
        ("ok", last, cursor.hash, "0123456789abcdef"),  # both epochs share this event
        ("epoch_changed", last, b"\x01" * 32, "0123456789abcdef"),
        ("epoch_changed", last + 5, cursor.hash, "0123456789abcdef"),
    ]:
        streams, events = world.partner.fetch([Cursor(PARTNER, number, hash, epoch)])
        equal((streams[PARTNER]["outcome"], events), (outcome, []), f"after {number} of {last}")


@case("an unknown stream is ok and empty")
def unknown_stream(world):
    streams, events = world.partner.fetch([Cursor("partner.nobody")])
    equal((streams["partner.nobody"]["outcome"], streams["partner.nobody"].get("last", 0), events), ("ok", 0, []))


@case("several streams come in one fetch, one of them diverged without harm to the others")
def several(world):
    cursors = [Cursor("booking"), Cursor(PARTNER), Cursor("partner.otherapp", 1, b"\x01" * 32), Cursor("partner.nobody")]
    seen, lasts = {}, {}
    while not lasts or any(cursor.number < lasts[cursor.name] for cursor in cursors[:2]):
        streams, events = world.partner.fetch(cursors, max_events=50)
        equal([stream["outcome"] for stream in streams.values()], ["ok", "ok", "diverged", "ok"])
        lasts = {name: stream.get("last", 0) for name, stream in streams.items()}
        holds(events, f"nothing came after {[cursor.position() for cursor in cursors]}")
        for event in events:
            seen.setdefault(event["stream"], []).append(event.frames)
    for name in ("booking", PARTNER):
        equal(seen[name], [event.frames for event in world.stream(name)][: len(seen[name])], name)


@case("bounds of a fetch are kept: seventeen streams, 61 seconds and 257 events are refused by name")
def fetch_bounds(world):
    header = lambda: world.partner.header("anxin.fetch", time=None)
    stream = {"name": PARTNER}
    for code, field, data in [
        ("too_long", "streams", {"streams": [stream] * 17}),
        ("out_of_range", "wait_ms", {"streams": [stream], "wait_ms": 61000}),
        ("out_of_range", "max_events", {"streams": [stream], "max_events": 257}),
        ("too_short", "streams[0].hash", {"streams": [{**stream, "hash": b"\x00" * 31}]}),
        ("mistyped", "streams[0].hash", {"streams": [{**stream, "hash": "0" * 32}]}),
        ("missing", "streams", {}),
    ]:
        world.malformed(code, field, header=header(), data=data)


@case("a long poll wakes when an event arrives, and ends empty when none does")
def long_poll(world):
    cursor = Cursor(PARTNER)
    world.partner.read(cursor)
    settled = False
    while not settled:  # until what earlier bookings cause has come
        streams, events = world.partner.fetch([cursor], wait_ms=1500)
        settled = not events
    equal(streams[PARTNER]["last"], cursor.number)
    header = world.partner.header("anxin.fetch", time=None)
    with world.partner.socket(zmq.DEALER, "request") as socket:
        socket.send_multipart([b"", pack(header), pack({"streams": [cursor.position()], "wait_ms": 60000})])
        equal(socket.poll(300), 0, "answered before there was anything")
        made = world.done(world.partner.send("booking.create", world.booking()))
        answer = world.partner.await_answer(socket, header["id"], DEADLINE)
    holds(answer, "the long poll slept through the event")
    equal(Event(**{name: answer.get("events")[0][name] for name in ("header", "data")}).data["booking"],
          made.get("subject"))


@case("the stream endpoint gives beats and live events whose frames are those fetched")
def live(world):
    with world.partner.socket(zmq.SUB, "stream") as socket:
        socket.subscribe(b"")
        heard, beats, wanted, end = [], [], None, time.monotonic() + DEADLINE
        while time.monotonic() < end:
            holds(socket.poll(DEADLINE * 1000), "silence")
            topic, header, data = socket.recv_multipart()
            if topic == b"beat":
                beats.append((unpack(header), unpack(data)))
                if not wanted:  # connected: from here on something may be awaited
                    wanted = world.done(world.partner.send("booking.create", world.booking())).get("subject")
                elif any(event["type"] == "booking.confirmed" and event["subject"] == wanted for _, event in heard):
                    break
            else:
                heard.append((topic, Event(header, data)))
    fetched = {event["sequence"]: event for event in world.stream("booking")}
    holds(heard and len(beats) > 1, f"{len(heard)} events, {len(beats)} beats")
    for topic, event in heard:
        equal(topic.decode(), f"booking/{event['type']}")
        equal(event.frames, fetched[event["sequence"]].frames, f"event {event['sequence']}")
    for header, beat in beats:
        equal((header["type"], beat["epoch"]), ("anxin.beat", heard[0][1]["epoch"]))
        head = next(stream for stream in beat["streams"] if stream["name"] == "booking")
        equal(head["hash"], fetched[head["last"]].hash, f"hash of number {head['last']}")


@case("a subscription to one type gives only that")
def one_type(world):
    with world.partner.socket(zmq.SUB, "stream") as socket:
        socket.subscribe(b"booking/booking.requested")
        made, end = [], time.monotonic() + DEADLINE
        while not socket.poll(200) and time.monotonic() < end:
            made.append(world.done(world.partner.send("booking.create", world.booking())).get("subject"))
        topic, header, data = socket.recv_multipart()
    equal(topic, b"booking/booking.requested")
    holds(Event(header, data)["subject"] in made, "it is one of ours")


@case("every event that an answer told is on its stream, caused by the message")
def promised(world):
    streams, count = {}, 0
    for service, sent, answer in ANSWERS:
        for told in answer.get("events", []) if answer.header["type"] == "anxin.answer" else []:
            name = told["stream"]
            if name not in streams:
                streams[name] = {event["sequence"]: event for event in world.stream(name, service)}
            event = streams[name].get(told["sequence"])
            holds(event, f"{name} {told['sequence']} is missing")
            equal((event["id"], event["type"]), (told["id"], told["type"]))
            equal(event["causationid"], sent["id"], f"cause of {name} {told['sequence']}")
            count += 1
    holds(count > 50, f"{count} events told")


@case("the ids of what a command makes are derived from its source and id as the document says")
def derived(world):
    text = lambda value: struct.pack(">I", len(value.encode())) + value.encode()
    mask = ~(0xF << 76) & ~(0x3 << 62) & ((1 << 80) - 1)  # all of the last 80 bits but version and variant
    checked = 0
    for maker, sent, answer in ANSWERS:
        ids = [told["id"] for told in answer.get("events", []) if "id" in told] if sent.get("actorrole") else []
        tails = [int.from_bytes(hashlib.blake2b(text(maker) + text(sent["source"]) + text(sent["id"]) + struct.pack(">I", ordinal),
                                                digest_size=32).digest()[:10], "big") & mask for ordinal in range(32)]
        for id in ids:
            equal(uuid.UUID(id).version, 8, id)
            holds(uuid.UUID(id).int & mask in tails, f"{id} is not derived from {sent['source']}, {sent['id']}")
            checked += 1
    holds(checked > 50, f"{checked} ids")


@case("the document's own programs work as they stand")
def document(world):
    with open(world.readme, encoding="utf-8") as file:
        programs = re.findall(r"```python\n(.*?)```", file.read(), re.S)
    ask, check = {}, {}
    exec(programs[0].split("\nprint(")[0], ask)
    exec(programs[1], check)
    endpoint = f"ipc://{world.folder}/run/booking.request"
    equal(ask["ask"](endpoint, "booking.create", world.booking(source_ref="D-1"), "partner")["outcome"], "done")
    answer = ask["ask"](endpoint, "booking.create", world.booking(note="x" * 70000), "partner")
    equal((answer["outcome"], answer["code"]), ("malformed", "too_large"), "an answer without a cause")
    number, hash = 0, None
    for event in ask["ask"](endpoint, "anxin.fetch", {"streams": [{"name": PARTNER}]}, "partner")["events"]:
        number, hash = check["check"](event, number, hash)
    holds(number > 20, f"{number} events")
