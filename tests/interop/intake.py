"""The intake: plain PUB, the outcome on the partner's stream."""

import time

import zmq

from anxin_client import DEADLINE, Cursor, now_ms, pack
from world import DAY, PARTNER, case, equal, holds


@case("a booking by plain PUB has its outcome on the partner's stream")
def publish(world):
    header = world.partner.header("booking.create")
    outcome, _ = world.partner.publish(header, world.booking(source_ref="P-1"))
    equal((outcome.data["outcome"], outcome.data["type"]), ("done", "booking.create"))
    equal([event.data["booking"] for event in world.made("P-1")], [outcome.data["subject"]])


@case("publishing it again and again makes one booking and tells one outcome")
def publish_again(world):
    header, data = world.partner.header("booking.create"), world.booking(source_ref="P-2")
    first, _ = world.partner.publish(header, data)
    frames = [b"booking.create", pack(header), pack(data)]
    last = world.partner.header("booking.create")
    with world.partner.socket(zmq.PUB, "intake") as socket:
        cursor, outcome = Cursor(PARTNER), None
        end = time.monotonic() + DEADLINE
        while not outcome and time.monotonic() < end:
            for _ in range(5):
                socket.send_multipart(frames)
            socket.send_multipart([b"booking.create", pack(last), pack(world.booking())])  # behind them all
            outcome = world.partner.outcome(cursor, last["id"], 300)
    holds(outcome, "no outcome of the message behind them")
    equal(len(world.made("P-2")), 1, "bookings made")
    told = [event for event in world.stream(PARTNER) if event.data.get("message") == header["id"]]
    equal([event["sequence"] for event in told], [first["sequence"]], "outcomes told")
    equal(world.partner.ask(header, data).get("subject"), first.data["subject"], "the same message over DEALER")


@case("what is wrong with a published message is told on the partner's stream")
def publish_wrong(world):
    send = lambda data, **header: world.partner.publish(world.partner.header(**header), data)[0].data
    reason = lambda data, **header: tuple(send(data, **header).get(name) for name in ("outcome", "code", "field"))
    create = {"type": "booking.create"}
    equal(reason({**world.booking(), "start": now_ms() - DAY}, **create), ("refused", "in_past", "start"))
    equal(reason({**world.booking(), "service": 5}, **create), ("malformed", "mistyped", "service"))
    equal(reason({**world.booking(), "source_ref": "P-1"}, **create), ("conflict", "conflict_source_ref", "source_ref"))
    equal(reason(world.booking(), type="booking.create", time=None), ("malformed", "missing", "time"))
    equal(reason({}, type="station.put"), ("denied", "role", "actorrole"))
    equal(reason({}, type="booking.conjure"), ("unknown", "unknown_type", "type"))
    equal(reason({"source_ref": "P-1"}, type="booking.status"), ("unknown", "not_served", "type"))


@case("a published cancellation by the partner's own number is carried out")
def publish_cancel(world):
    made, _ = world.partner.publish(world.partner.header("booking.create"), world.booking(source_ref="P-3"))
    world.confirmed(made.data["subject"])
    outcome, _ = world.partner.publish(world.partner.header("booking.cancel"), {"source_ref": "P-3"})
    equal((outcome.data["outcome"], outcome.data["subject"]), ("done", made.data["subject"]))
    equal(world.partner.query("booking.status", {"source_ref": "P-3"}).get("state"), "CANCELLED")


@case("rubbish at the intake is passed over, and a good message behind it is taken")
def publish_rubbish(world):
    header, data = world.partner.header("booking.create"), world.booking(source_ref="P-4")
    good = [b"booking.create", pack(header), pack(data)]
    rubbish = [[b"x"], [b""] * 30, [b"booking.create", b"", b""], good[:2], good + [b""],
               [b"booking.create", bytes.fromhex("ddff000000"), pack(data)], [b"booking.create", b"\x91" * 4000, pack(data)],
               [b"booking.create", good[1], b"\x00" * 3_000_000]]
    with world.partner.socket(zmq.PUB, "intake") as socket:
        connected = world.partner.header("booking.conjure")  # has its outcome once the connection stands
        cursor, outcome, end = Cursor(PARTNER), None, time.monotonic() + DEADLINE
        while not outcome and time.monotonic() < end:
            socket.send_multipart([b"booking.conjure", pack(connected), pack({})])
            outcome = world.partner.outcome(cursor, connected["id"], 300)
        for frames in rubbish:
            socket.send_multipart(frames)
        outcome, _ = world.partner.publish(header, data)
    equal(outcome.data["outcome"], "done")
    equal(len(world.made("P-4")), 1, "bookings made")
