"""The catalogue and a worker, then commands and queries over the request socket."""

import time

import zmq

from anxin_client import DEADLINE, Answer, now_ms, pack
from world import DAY, HOUR, Remembering, case, equal, holds


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
    ask(world.manager, "duty.publish", kind="all", title="服务人员工作职责")
    ask(world.manager, "duty.accept", worker="w-1", version=1)
    ask(world.manager, "prejob.record", worker="w-1", hours=60, body="B")
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
    world.confirmed(made.get("subject"))
    header = world.partner.header("booking.cancel")
    world.done(world.partner.ask(header, {"source_ref": "A-3"}))
    answer = world.partner.ask(dict(header, type="booking.create"), {"source_ref": "A-3"})
    equal((answer.get("outcome"), answer.get("code")), ("conflict", "id_reused"), f"the answer {answer.data}")


@case("the same id of another source is another message")
def other_source(world):
    header = world.partner.header("booking.create")
    world.done(world.partner.ask(header, world.booking()))
    other = Remembering(world.folder, "otherapp", "partner")
    answer = world.done(other.ask(dict(header, source="otherapp", actorid="otherapp"), world.booking()))
    equal([event["stream"] for event in answer.get("events")], ["booking", "partner.otherapp"])


@case("the same source_ref in a new message names the booking that stands, and is a conflict if it asks for another")
def source_ref(world):
    data = world.booking(source_ref="A-4")
    made = world.done(world.partner.send("booking.create", data))
    again = world.done(world.partner.send("booking.create", data))
    equal((again.get("subject"), again.get("events")), (made.get("subject"), None))
    answer = world.partner.send("booking.create", world.booking(source_ref="A-4"))
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
