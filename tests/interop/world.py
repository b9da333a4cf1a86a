"""What the cases share: the list of them, the catalogue's clients, and the ways to look at what came of a message."""

import zmq

from anxin_client import DEADLINE, Answer, Client, Cursor, now_ms, pack

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
