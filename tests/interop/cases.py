"""What a stranger's client finds at the running set: one function a case, in the order in which they are told.

usage: cases.py DATA README    (the folder of the running set; proto/README.md, whose programs are run too)
Prints "ok - sentence" or "not ok - sentence" for each. Cases share one world: the stations' catalogue is put once.
"""

import re
import struct
import sys
import time
import traceback
import uuid

import zmq

from anxin_client import DEADLINE, Answer, Client, Cursor, Event, chain_hash, now_ms, pack, unpack

HOUR = 3600 * 1000
DAY = 24 * HOUR
CASES = []
ANSWERS = []  # every (service, header sent, answer) of the run
PARTNER = "partner.miniapp"


def case(sentence):
    def told(function):
        CASES.append((sentence, function))
        return function

    return told


def equal(got, expected, what=""):
    if got != expected:
        raise AssertionError(f"{what}: expected {expected!r}, got {got!r}")


def holds(condition, what):
    if not condition:
        raise AssertionError(what)


class Remembering(Client):
    """A client that keeps its answers, so that at the end every event that was promised can be looked for."""

    def ask(self, header, data, service=None, **limits):
        answer = super().ask(header, data, service, **limits)
        ANSWERS.append((service or self.service, header, answer))
        return answer


class World:
    def __init__(self, folder, readme):
        self.folder, self.readme = folder, readme
        self.partner = Remembering(folder, "miniapp", "partner")
        self.manager = Remembering(folder, "office", "manager", actor="li")
        self.second = Remembering(folder, "office", "manager", actor="wang")  # who verifies is not who registered
        self.days = 3

    def booking(self, **more):
        """Data of a booking that can be made: each on a day of its own, at ten in the morning in China."""
        self.days += 1
        start = (now_ms() // DAY + self.days) * DAY + 2 * HOUR
        return {"service": "HH-01", "household": "hh-4711", "start": start, **more}

    def done(self, answer):
        equal(answer.get("outcome"), "done", f"the answer {answer.data}")
        return answer

    def confirmed(self, booking, cursor=None):
        """Waits on the partner's stream until the booking is confirmed."""
        for event in self.partner.tail(PARTNER, cursor):
            if event.data.get("booking") == booking and event["type"] != "booking.requested":
                equal(event["type"], "booking.confirmed", f"what came of {booking}")
                return event
        raise AssertionError(f"{booking} was not confirmed")

    def stream(self, name, service="booking"):
        return self.partner.read(Cursor(name), service=service)

    def made(self, source_ref):
        """The booking.requested events of this number on the partner's stream."""
        return [event for event in self.stream(PARTNER)
                if event["type"] == "booking.requested" and event.data.get("source_ref") == source_ref]

    def raw(self, header=None, data=None, frames=None):
        """Sends frames as they are, once; then, on the same socket, a query, which must be answered too."""
        header = self.partner.header("booking.create") if header is None else header
        header = header if isinstance(header, bytes) else pack(header)
        data = self.booking() if data is None else data
        data = data if isinstance(data, bytes) else pack(data)
        with self.partner.socket(zmq.DEALER, "request") as socket:
            socket.send_multipart([b"", header, data] if frames is None else frames)
            answer = Answer(socket.recv_multipart()) if socket.poll(DEADLINE * 1000) else None
            self.still_answers(socket)
        holds(answer, "no answer")
        return answer

    def still_answers(self, socket):
        query = self.partner.header("service.list", time=None)
        socket.send_multipart([b"", pack(query), pack({})])
        answer = self.partner.await_answer(socket, query["id"], DEADLINE)
        holds(answer and answer.header["type"] == "service.list.answer", "the service no longer answers on this socket")

    def malformed(self, code, field, **sent):
        answer = self.raw(**sent)
        equal(answer.get("outcome"), "malformed", f"the answer {answer.data}")
        equal((answer.get("code"), answer.get("field", "")), (code, field), f"the reason in {answer.data}")
        return answer

    def without(self, *attributes, **more):
        return {name: value for name, value in self.partner.header("booking.create", **more).items()
                if name not in attributes}


# The catalogue, and a worker so that bookings can be confirmed


@case("a manager puts a community, a station, its coverage, a service and a household")
def catalogue(world):
    put = lambda type, **data: world.done(world.manager.send(type, data))
    put("community.put", community="C-1", name="社区", cell_lat=22500, cell_lon=113030)
    put("station.put", station="S-1", active=True, name="驿站", host_kind="company", cell_lat=22500, cell_lon=113030)
    put("coverage.put", station="S-1", communities=["C-1"])
    put("service.put", service="HH-01", active=True, name="保洁", line="household", minutes=120, workers=1)
    put("household.put", household="hh-4711", community="C-1", consent="voice", name="张", phone="000")
    equal(world.manager.query("station.get", {"id": "S-1"}).get("communities"), ["C-1"], "communities of the station")


@case("a list of a query comes in pages without a gap")
def pages(world):
    for number in range(2, 6):
        world.done(world.manager.send("community.put", {"community": f"C-{number}", "name": "社区"}))
    rows, after = [], {}
    while True:
        answer = world.manager.query("community.list", {"limit": 2, **after})
        rows += [row["community"] for row in answer.get("rows", [])]
        if not answer.get("next"):
            break
        after = {"after": answer.get("next")}
    equal(rows, ["C-1", "C-2", "C-3", "C-4", "C-5"], "the rows")


@case("a worker is hired, found in order and started at another service")
def worker(world):
    ask = lambda who, type, **data: world.done(who.send(type, data, "roster"))
    ask(world.manager, "worker.hire", worker="w-1", station="S-1", name="王", kind="domestic", employment="employee",
        cell_lat=22500, cell_lon=113030, travel="ebike")
    for kind in ("identity", "background", "health", "insurance"):
        cert = ask(world.manager, "cert.register", worker="w-1", cert_type=kind, number=f"DEMO-{kind}", body="B",
                   valid_from=now_ms() - DAY, valid_to=now_ms() + 300 * DAY).get("subject")
        ask(world.second, "cert.verify", cert=cert, evidence="original_seen")
    ask(world.manager, "worker.start", worker="w-1")
    end = time.monotonic() + DEADLINE
    while True:  # until matching has heard of it
        answer = world.manager.query("worker.eligible", {"service": "HH-01", "start": now_ms() + DAY, "household": "hh-4711",
                                                         "end": now_ms() + DAY + HOUR}, "matching")
        if answer.get("considered") and "not_active" not in str(answer.data):
            return
        holds(time.monotonic() < end, f"matching knows no worker: {answer.data}")


@case("a revision that is not the object's is a conflict, the right one is not")
def revision(world):
    station = {"station": "S-1", "active": True, "name": "驿站一", "host_kind": "company", "cell_lat": 22500,
               "cell_lon": 113030}
    version = world.manager.query("station.get", {"id": "S-1"}).get("version")
    equal(world.manager.send("station.put", station, expectedrev=version + 7).get("outcome"), "conflict")
    world.done(world.manager.send("station.put", station, expectedrev=version))


# Commands with an answer


@case("a partner's booking is done, confirmed, and found under its own number")
def book(world):
    answer = world.done(world.partner.send("booking.create", world.booking(source_ref="A-1")))
    event = world.confirmed(answer.get("subject"))
    equal((event["subject"], event.data["source_ref"]), (answer.get("subject"), "A-1"))
    status = world.partner.query("booking.status", {"source_ref": "A-1"})
    equal(status.header["type"], "booking.status.answer")
    equal((status.get("booking"), status.get("state")), (answer.get("subject"), "CONFIRMED"))


@case("the same message again gives the same answer byte for byte and no second booking")
def repeat(world):
    header, data = world.partner.header("booking.create"), world.booking(source_ref="A-2")
    first = world.done(world.partner.ask(header, data))
    for _ in range(3):
        equal(world.partner.ask(header, data).frames[2], first.frames[2], "the repeated answer")
    equal(len(world.made("A-2")), 1, "bookings made")


@case("a refusal is repeated as well")
def repeat_refusal(world):
    header, data = world.partner.header("booking.create"), world.booking(service="NO-99")
    first = world.partner.ask(header, data)
    equal(first.get("outcome"), "refused")
    equal(world.partner.ask(header, data).frames[2], first.frames[2], "the repeated refusal")


@case("another body with the same id is a conflict")
def reused(world):
    header, data = world.partner.header("booking.create"), world.booking()
    world.done(world.partner.ask(header, data))
    answer = world.partner.ask(header, world.booking())
    equal((answer.get("outcome"), answer.get("code")), ("conflict", "id_reused"))


@case("another type with the same id and data is a conflict")
def reused_type(world):
    made = world.done(world.partner.send("booking.create", world.booking(source_ref="A-3")))
    header = world.partner.header("booking.status", time=now_ms())
    world.confirmed(made.get("subject"))
    leave = world.partner.header("booking.cancel")
    world.done(world.partner.ask(leave, {"source_ref": "A-3"}))
    station = dict(leave, type="booking.create")
    answer = world.partner.ask(station, {"source_ref": "A-3"})
    equal((answer.get("outcome"), answer.get("code")), ("conflict", "id_reused"), f"the answer {answer.data}")


@case("the same id of another source is another message")
def other_source(world):
    header = world.partner.header("booking.create")
    world.done(world.partner.ask(header, world.booking()))
    other = Remembering(world.folder, "otherapp", "partner")
    answer = world.done(other.ask(dict(header, source="otherapp", actorid="otherapp"), world.booking()))
    equal([event["stream"] for event in answer.get("events")], ["booking", "partner.otherapp"])


@case("the same source_ref in a new message is a conflict and makes no booking")
def source_ref(world):
    data = world.booking(source_ref="A-4")
    world.done(world.partner.send("booking.create", data))
    for again in (data, world.booking(source_ref="A-4")):
        answer = world.partner.send("booking.create", again)
        equal((answer.get("outcome"), answer.get("code"), answer.get("field")),
              ("conflict", "conflict_source_ref", "source_ref"))
    equal(len(world.made("A-4")), 1, "bookings made")


@case("unknown fields in header and data are passed over")
def unknown_field(world):
    header = world.partner.header("booking.create", tomorrow={"a": [1, 2.5, None]})
    answer = world.done(world.partner.ask(header, world.booking(tomorrow=[{"x": b"\x00"}, 1.5, None])))
    holds(answer.get("subject"), "a booking is made")


@case("twenty queries in flight on one socket are each answered once")
def in_flight(world):
    headers = [world.partner.header("service.get", time=None) for _ in range(20)]
    with world.partner.socket(zmq.DEALER, "request") as socket:
        for header in headers:
            socket.send_multipart([b"", pack(header), pack({"id": "HH-01"})])
        causes = []
        while len(causes) < 20 and socket.poll(DEADLINE * 1000):
            causes.append(Answer(socket.recv_multipart()).cause)
    equal(sorted(causes), sorted(header["id"] for header in headers))


@case("a start in the past is refused and names the field")
def past(world):
    answer = world.partner.send("booking.create", world.booking(start=now_ms() - DAY, source_ref="A-5"))
    equal((answer.get("outcome"), answer.get("code"), answer.get("field")), ("refused", "in_past", "start"))
    status = world.partner.query("booking.status", {"source_ref": "A-5"})
    equal((status.get("state"), status.get("reason")), ("REJECTED", "in_past"))


@case("a booking is cancelled by the partner's own number, once")
def cancel(world):
    answer = world.done(world.partner.send("booking.create", world.booking(source_ref="A-6")))
    world.confirmed(answer.get("subject"))
    cancelled = world.done(world.partner.send("booking.cancel", {"source_ref": "A-6", "reason": "no_need"}))
    equal(cancelled.get("subject"), answer.get("subject"))
    status = world.partner.query("booking.status", {"source_ref": "A-6"})
    equal((status.get("state"), status.get("cancel_class")), ("CANCELLED", "free"))
    again = world.partner.send("booking.cancel", {"source_ref": "A-6", "reason": "no_need"})
    equal((again.get("outcome"), again.get("code")), ("refused", "not_cancellable"))


@case("a number that nobody used is told as unknown, and so is another partner's")
def unknown_number(world):
    other = Remembering(world.folder, "otherapp", "partner")
    for client, number in ((world.partner, "never"), (other, "A-1")):
        answer = client.query("booking.status", {"source_ref": number})
        equal((answer.get("outcome"), answer.get("code")), ("refused", "unknown_booking"))
    equal(other.send("booking.cancel", {"source_ref": "A-1"}).get("outcome"), "refused")
    equal(world.partner.query("booking.status", {"source_ref": "A-1"}).get("state"), "CONFIRMED")


# Messages that are wrong; after each the service answers on the same socket


@case("a missing, mistyped, too long, too short or strange field is refused by its name")
def fields(world):
    good = world.booking()
    missing = {name: value for name, value in good.items() if name != "household"}
    for code, field, data in [
        ("missing", "household", missing),
        ("missing", "service", {}),
        ("mistyped", "service", {**good, "service": 5}),
        ("mistyped", "household", {**good, "household": b"hh-4711"}),
        ("mistyped", "start", {**good, "start": "tomorrow"}),
        ("mistyped", "start", {**good, "start": float(good["start"])}),
        ("mistyped", "minutes", {**good, "minutes": None}),
        ("mistyped", "minutes", {**good, "minutes": True}),
        ("mistyped", "wish_languages", {**good, "wish_languages": "yue"}),
        ("mistyped", "wish_languages[1]", {**good, "wish_languages": ["yue", 5]}),
        ("too_long", "service", {**good, "service": "H" * 17}),
        ("too_long", "wish_languages", {**good, "wish_languages": ["yue"] * 5}),
        ("too_short", "source_ref", {**good, "source_ref": ""}),
        ("out_of_range", "minutes", {**good, "minutes": 100001}),
        ("out_of_range", "minutes", {**good, "minutes": 0}),
        ("out_of_range", "start", {**good, "start": 2**64 - 1}),
        ("out_of_range", "start", {**good, "start": -1}),
        ("unknown_word", "wish_sex", {**good, "wish_sex": "x"}),
    ]:
        world.malformed(code, field, data=data)


@case("bytes that lie are refused as malformed")
def lying_bytes(world):
    good = world.booking()
    body = pack(good)  # a map of three
    more = lambda *pairs: bytes([0x80 + 3 + len(pairs)]) + body[1:] + b"".join(pairs)
    z = pack("z")
    for data in [
        bytes.fromhex("ddff000000"),  # a list of 4 billion
        bytes.fromhex("dfff000000"),  # a map of 4 billion
        more(z + bytes.fromhex("ddff000000")),
        more(z + bytes.fromhex("dfff000000")),
        more(z + bytes.fromhex("dbff000000")),
        b"\x91" * 60000 + b"\xc0",
        more(z + b"\x91" * 60000 + b"\xc0"),
        more(z + b"\x81\xa1z" * 16 + b"\xc0"),
        more(pack("service") + pack("HH-02")),  # a key twice
        more(z + b"\x01", z + b"\x02"),
        more(z + b"\x82\xa1y\x01\xa1y\x02"),
        body + b"\xc0",  # bytes behind
        body + body,
        body[:-3],  # too short
        b"",
        b"\xc1",
        b"\xc0",
        pack([good]),
        more(b"\x01\x02"),  # a key that is no text
        more(z + b"\xc7\x01\x01\x00"),  # an ext
        more(z + b"\xd6\xff\x00\x00\x00\x00"),  # a MessagePack timestamp
        more(z + pack(float("nan"))),
        more(z + pack([1] * 5000)),
        pack({**good, **{f"k{number}": 1 for number in range(254)}}),
    ]:
        world.malformed("malformed", "", data=data)


@case("text that is not UTF-8 is refused, with its field when it is known")
def not_utf8(world):
    rest = pack(world.booking())[1:]
    for text in (b"\xa3\xff\xfe\xfd", b"\xa2\xc0\xaf", b"\xa3\xed\xa0\x80", b"\xa4\xf4\x90\x80\x80"):
        world.malformed("not_utf8", "source_ref", data=b"\x84" + rest + pack("source_ref") + text)
        world.malformed("not_utf8", "", data=b"\x84" + rest + pack("z") + text)


@case("sixteen levels within each other are read, and any order and width of integers")
def generous(world):
    data = world.booking()
    wide = b"\xde\x00\x04" + b"".join([
        pack("z") + b"\x91" * 15 + b"\xc0",
        b"\xdb" + struct.pack(">I", 9) + b"household" + b"\xda\x00\x07hh-4711",
        pack("start") + b"\xcf" + struct.pack(">Q", data["start"]),
        b"\xd9\x07service" + pack("HH-01")])
    equal(world.raw(data=wide).get("outcome"), "done")


@case("a header without id, source, type, specversion or time is refused by the name of what it lacks")
def header_lacks(world):
    for attribute in ("id", "source", "type", "specversion", "time"):
        answer = world.malformed("missing", attribute, header=world.without(attribute))
        equal("causationid" in answer.header, attribute == "time", f"causationid without {attribute}")


@case("a header that breaks its table is refused by name")
def header_wrong(world):
    for code, field, attribute in [
        ("too_long", "id", {"id": "x" * 65}), ("too_short", "id", {"id": ""}), ("mistyped", "id", {"id": 17}),
        ("mistyped", "time", {"time": 1.5}), ("unknown_word", "specversion", {"specversion": "2.0"}),
        ("out_of_range", "expectedrev", {"expectedrev": -1}), ("too_short", "traceparent", {"traceparent": "00-"}),
    ]:
        world.malformed(code, field, header={**world.partner.header("booking.create"), **attribute})


@case("a header of lying bytes is refused and answered without a cause")
def header_lies(world):
    good = pack(world.partner.header("booking.create"))
    for header in (b"", b"\xc0", bytes.fromhex("ddff000000"), b"\x91" * 4000, good + b"\xc0", good[:-2], pack([1]),
                   bytes([good[0] + 1]) + good[1:] + pack("id") + pack("another")):
        equal(world.malformed("malformed", "", header=header).cause, None)


@case("another number of frames than three is refused")
def frame_counts(world):
    header, data = pack(world.partner.header("booking.create")), pack(world.booking())
    for frames in ([header], [b""], [b"", header], [header, data], [b"", header, data, b""],
                   [b"", header, data] + [b"x"] * 5, [b"", header, data] + [b"x"] * 27, [b""] * 30):
        world.malformed("frames", "", frames=frames)


@case("a header over 4096 bytes and data over 65536 are refused, and at the bound they are taken")
def sizes(world):
    def padded(value, size):
        return pack({**value, "z": "x" * (size - len(pack({**value, "z": "x" * 300})) + 300)})

    header = world.partner.header("booking.create")
    world.malformed("too_large", "header", header=padded(header, 4097))
    world.malformed("too_large", "header", header=padded(header, 60000))
    world.malformed("too_large", "data", data=padded(world.booking(), 65537))
    taken = padded(header, 4096), padded(world.booking(), 65536)
    equal([len(frame) for frame in taken], [4096, 65536])
    equal(world.raw(header=taken[0], data=taken[1]).get("outcome"), "done")


@case("megabytes of data end nothing but their own connection")
def huge(world):
    with world.partner.socket(zmq.DEALER, "request") as socket:
        socket.send_multipart([b"", pack(world.partner.header("booking.create")), b"\x00" * 30_000_000])
    with world.partner.socket(zmq.DEALER, "request") as socket:
        world.still_answers(socket)


@case("an unknown type and another service's type are told apart")
def types(world):
    for type, code in (("booking.conjure", "unknown_type"), ("worker.hire", "not_served"), ("visit.get", "not_served"),
                       ("booking.requested", "not_served")):
        answer = world.raw(header=world.partner.header(type), data={"id": "x"})
        equal((answer.get("outcome"), answer.get("code")), ("unknown", code), type)


@case("a wrong, unknown or absent role is denied")
def roles(world):
    station = {"station": "S-2", "active": True, "name": "驿站", "host_kind": "company"}
    equal(world.raw(header=world.partner.header("station.put"), data=station).get("outcome"), "denied")
    for role in ("worker", "king", None):
        answer = world.raw(header=world.partner.header("booking.create", actorrole=role))
        equal((answer.get("outcome"), answer.get("code")), ("denied", "role"), f"role {role}")
    equal(world.manager.query("station.get", {"id": "S-2"}).get("outcome"), "refused")


@case("a partner's name with blanks or over 56 bytes is refused")
def names(world):
    for source in ("mini app", "m" * 57, "小程序"):
        answer = world.raw(header=world.partner.header("booking.create", source=source))
        holds(answer.get("outcome") in ("refused", "malformed"), f"{source}: {answer.data}")
        equal(answer.get("field"), "source")


# The intake: plain PUB, the outcome on the partner's stream


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
    cursor, outcome, end = Cursor(PARTNER), None, time.monotonic() + DEADLINE
    while not outcome and time.monotonic() < end:
        with world.partner.socket(zmq.PUB, "intake") as socket:
            outcome = world.partner.outcome(cursor, "none", 100)  # time for the connection to stand
            for frames in rubbish:
                socket.send_multipart(frames)
            outcome = world.partner.outcome(cursor, header["id"], 100)
        holds(not outcome, "rubbish had an outcome") if outcome else None
        outcome, _ = world.partner.publish(header, data)
    equal(outcome.data["outcome"], "done")
    equal(len(world.made("P-4")), 1, "bookings made")


# Streams


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


@case("a wrong hash is told as diverged, a wrong epoch as epoch_changed, and no event comes")
def diverged(world):
    cursor = Cursor(PARTNER)
    world.partner.read(cursor, max_events=3)
    last = cursor.number
    for outcome, number, hash, epoch in [
        ("ok", last, cursor.hash, cursor.epoch),
        ("diverged", last, b"\x00" * 32, cursor.epoch),
        ("diverged", last - 1, cursor.hash, cursor.epoch),
        ("diverged", last + 5, None, None),  # beyond the end
        ("diverged", last + 5, cursor.hash, cursor.epoch),
        ("epoch_changed", last, cursor.hash, "0123456789abcdef"),
    ]:
        streams, events = world.partner.fetch([Cursor(PARTNER, number, hash, epoch)])
        equal((streams[PARTNER]["outcome"], events), (outcome, []), f"after {number}")


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


# Live events


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


# What the answers promised


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
    import hashlib

    text = lambda value: struct.pack(">I", len(value.encode())) + value.encode()
    mask = ~(0xF << 76) & ~(0x3 << 62) & ((1 << 80) - 1)  # all of the last 80 bits but version and variant
    checked = 0
    for _, sent, answer in ANSWERS:
        ids = [told["id"] for told in answer.get("events", []) if "id" in told] if sent.get("actorrole") else []
        tails = [int.from_bytes(hashlib.blake2b(text(sent["source"]) + text(sent["id"]) + struct.pack(">I", ordinal),
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


def main():
    world, failed = World(*sys.argv[1:3]), False
    for sentence, function in CASES:
        try:
            function(world)
            print(f"ok - {sentence}", flush=True)
        except Exception:
            failed = True
            print(f"not ok - {sentence}")
            print("".join(f"#   {line}\n" for line in traceback.format_exc(limit=-4).splitlines()), end="", flush=True)
    sys.exit(failed)


if __name__ == "__main__":
    main()
