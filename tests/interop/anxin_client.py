"""A client of Anxin, written from proto/README.md alone, on Debian's python3-zmq and python3-msgpack.

    client = Client("./anxin-data", source="miniapp", role="partner")
    client = Client("./anxin-data", source="miniapp", role="partner", keys=Keys("./anxin-data/keys", "miniapp"))  # tcp
    answer = client.send("booking.create", {"service": "HH-01", ...})
    for event in client.tail("partner.miniapp"):
        ...

Sending repeats the same bytes until they are answered. Whoever reads a stream has its hash chain verified.
"""

import configparser
import hashlib
import os
import time
import uuid

import msgpack
import zmq

PATIENCE = 2.0  # seconds without an answer until the same bytes are sent again
DEADLINE = 30.0  # seconds until a matter is given up
FIRST_PAUSE_MS, LONGEST_PAUSE_MS = 200, 5000  # between publications, growing


class Unanswered(Exception):
    """Nothing was heard within the deadline."""


class Broken(Exception):
    """The other side broke the wire's rules: wrong frames, a gap, a fork."""


class Stopped(Exception):
    """A stream cannot be followed further: epoch_changed, diverged, truncated, denied."""

    def __init__(self, stream):
        super().__init__(f"{stream['name']}: {stream['outcome']}")
        self.stream = stream


def pack(value):
    return msgpack.packb(value, use_bin_type=True)


def unpack(data):
    return msgpack.unpackb(data, raw=False, strict_map_key=True)


def now_ms():
    return int(time.time() * 1000)


def chain_hash(header, data):
    """The hash of an event, from its two frames as they came."""
    return hashlib.blake2b(len(header).to_bytes(4, "big") + header + data, digest_size=32).digest()


class Event:
    """An event as it was stored: its bytes, and what they say."""

    def __init__(self, header, data):
        self.frames = (header, data)
        self.header = unpack(header)
        self.data = unpack(data)
        self.hash = chain_hash(header, data)

    def __getitem__(self, attribute):
        return self.header[attribute]


class Cursor:
    """Where a reader stands in a stream: the number, hash and epoch of the last event that it took."""

    def __init__(self, name, number=0, hash=None, epoch=None):
        self.name, self.number, self.hash, self.epoch = name, number, hash, epoch

    def position(self):
        position = {"name": self.name, "after": self.number, "hash": self.hash, "epoch": self.epoch}
        return {key: value for key, value in position.items() if value}

    def take(self, event):
        """Moves on by one event, which must be the next and chained to the last."""
        if event["stream"] != self.name or event["sequence"] != self.number + 1:
            raise Broken(f"{self.name}: {event['stream']}/{event['sequence']} came after number {self.number}")
        if event.header.get("prevhash") != self.hash:
            raise Broken(f"{self.name}: event {event['sequence']} is not chained to the one before")
        self.number, self.hash, self.epoch = event["sequence"], event.hash, event["epoch"]


class Answer:
    """An answer: its frames, and what they say."""

    def __init__(self, frames):
        if len(frames) != 3 or frames[0] != b"":
            raise Broken(f"an answer of {len(frames)} frames")
        self.frames = frames
        self.header, self.data = unpack(frames[1]), unpack(frames[2])

    @property
    def cause(self):
        return self.header.get("causationid")

    def get(self, field, default=None):
        return self.data.get(field, default)


class Keys:
    """Who we are on tcp, and the keys of the services, as the registry has them."""

    def __init__(self, folder, name, secret=None):
        self.folder, self.tries = folder, 0
        self.take_up(name, secret)

    def take_up(self, name, secret=None):
        """Reads our secret, also a new one while the old one is still valid."""
        self.secret = secret or open(f"{self.folder}/{name}.secret", "rb").read().strip()
        self.public = zmq.curve_public(self.secret)

    def server(self, service):
        """The newest key of a service that is valid; while it has two, each in turn."""
        registry = configparser.RawConfigParser(strict=False, dict_type=Lines, delimiters=("=",))
        registry.read(f"{self.folder}/registry")
        now = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime())
        keys = [line.split() for line in registry.get(service, "key").splitlines()]
        valid = sorted((key for key in keys if key[1] <= now < key[2]), key=lambda key: key[1], reverse=True)
        return valid[self.tries % len(valid)][0].encode()

    def put_on(self, socket, service):
        socket.curve_publickey, socket.curve_secretkey = self.public, self.secret
        socket.curve_serverkey = self.server(service)

    def unheard(self):
        """Nothing was answered: perhaps the service has another key by now."""
        self.tries += 1


class Lines(dict):
    """A section of the registry may give a key twice: both are kept."""

    def __setitem__(self, key, value):
        if key == "key" and isinstance(value, list) and isinstance(self.get(key), list):
            value = self[key] + value
        super().__setitem__(key, value)


class Client:
    def __init__(self, folder, source, role, actor=None, service="booking", keys=None):
        self.folder, self.source, self.role, self.service, self.keys = folder, source, role, service, keys
        self.actor = actor or source
        self.context = zmq.Context.instance()

    def endpoint(self, name, service=None):
        given = os.environ.get(f"ANXIN_{(service or self.service).upper()}_{name.upper()}")
        return given or f"ipc://{self.folder}/run/{service or self.service}.{name}"

    def socket(self, kind, name, service=None):
        socket = self.context.socket(kind)
        socket.linger = 0
        if self.keys:
            self.keys.put_on(socket, service or self.service)
        socket.connect(self.endpoint(name, service))
        return socket

    def header(self, type, **more):
        header = {"specversion": "1.0", "id": str(uuid.uuid4()), "source": self.source, "type": type,
                  "time": now_ms(), "actorid": self.actor, "actorrole": self.role}
        header.update(more)
        return {key: value for key, value in header.items() if value is not None}

    def ask(self, header, data, service=None, patience=PATIENCE, deadline=DEADLINE):
        """Sends the same bytes, each time on a new socket, until they are answered."""
        frames = [b"", pack(header), data if isinstance(data, bytes) else pack(data)]
        end = time.monotonic() + deadline
        while time.monotonic() < end:
            with self.socket(zmq.DEALER, "request", service) as socket:
                socket.send_multipart(frames)
                answer = self.await_answer(socket, header["id"], patience)
            if answer and answer.get("outcome") not in ("overloaded", "trouble"):
                return answer
            if not answer and self.keys:
                self.keys.unheard()
            if answer:  # the same message again after retry_ms: nothing else is awaited here
                time.sleep(answer.get("retry_ms", FIRST_PAUSE_MS) / 1000)
        raise Unanswered(f"{header['type']} {header['id']}")

    @staticmethod
    def await_answer(socket, id, patience):
        end = time.monotonic() + patience
        while socket.poll(max(0, int((end - time.monotonic()) * 1000))):
            answer = Answer(socket.recv_multipart())
            if answer.cause in (id, None):  # None: it could not read our header, and only we are in flight
                return answer
        return None

    def send(self, type, data, service=None, **header):
        """Sends a command; the answer is durable. `id=` of an earlier one repeats that."""
        return self.ask(self.header(type, **header), data, service)

    def query(self, type, data, service=None):
        return self.ask(self.header(type, time=None), data, service)

    def fetch(self, cursors, wait_ms=0, service=None, **bounds):
        """Asks for what comes after the cursors, moves them on, and returns (streams by name, events).

        A stream whose outcome is not ok keeps its cursor."""
        data = {"streams": [cursor.position() for cursor in cursors], **bounds}
        if wait_ms:
            data["wait_ms"] = wait_ms
        header = self.header("anxin.fetch", time=None, actorrole=None, actorid=None)
        answer = self.ask(header, data, service, patience=PATIENCE + wait_ms / 1000, deadline=DEADLINE + wait_ms / 1000)
        if answer.header["type"] != "anxin.fetched":
            raise Broken(f"fetch was answered {answer.header['type']}: {answer.data}")
        streams = {stream["name"]: stream for stream in answer.data["streams"]}
        events = [Event(event["header"], event["data"]) for event in answer.get("events", [])]
        by_name = {cursor.name: cursor for cursor in cursors}
        for event in events:
            if event["stream"] not in by_name or streams[event["stream"]]["outcome"] != "ok":
                raise Broken(f"an event of {event['stream']} was not asked for")
            by_name[event["stream"]].take(event)
        return streams, events

    def read(self, cursor, service=None, **bounds):
        """All events after the cursor, up to the end of the stream as it is now."""
        got = []
        while True:
            streams, events = self.fetch([cursor], service=service, **bounds)
            stream = streams[cursor.name]
            if stream["outcome"] != "ok":
                raise Stopped(stream)
            got += events
            if cursor.number >= stream.get("last", 0):
                return got
            if not events:
                raise Broken(f"{cursor.name}: nothing came after {cursor.number} of {stream['last']}")

    def tail(self, name, cursor=None, wait_ms=10000, deadline=DEADLINE, service=None):
        """Yields the events of a stream as they come; ends when none came for `deadline` seconds."""
        cursor = cursor or Cursor(name)
        heard = time.monotonic()
        while time.monotonic() - heard < deadline:
            streams, events = self.fetch([cursor], wait_ms=wait_ms, service=service)
            if streams[name]["outcome"] != "ok":
                raise Stopped(streams[name])
            for event in events:
                yield event
                heard = time.monotonic()

    def publish(self, header, data, deadline=DEADLINE, watch=None):
        """Publishes a message to the intake, again and again until its outcome stands on partner.<source>.

        Returns the intake.answered event and how often the message was published."""
        cursor = watch or Cursor(f"partner.{self.source}")
        frames = [header["type"].encode(), pack(header), pack(data)]
        end, pause, times = time.monotonic() + deadline, FIRST_PAUSE_MS, 0
        with self.socket(zmq.PUB, "intake") as socket:
            while time.monotonic() < end:
                socket.send_multipart(frames)
                times += 1
                outcome = self.outcome(cursor, header["id"], pause)
                if outcome:
                    return outcome, times
                pause = min(2 * pause, LONGEST_PAUSE_MS)
        raise Unanswered(f"{header['type']} {header['id']}")

    def outcome(self, cursor, id, wait_ms):
        """Waits for the outcome of a message of the intake; None when it did not come within that time."""
        end = time.monotonic() + wait_ms / 1000
        while (left := int((end - time.monotonic()) * 1000)) > 0:
            _, events = self.fetch([cursor], wait_ms=left)
            for event in events:
                if event["type"] == "intake.answered" and event.data["message"] == id:
                    return event
        return None
