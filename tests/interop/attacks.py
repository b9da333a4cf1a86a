"""Attacks over tcp by somebody who has a key, against what the key allows (the wire alone: wrong.py).

usage: attacks.py DATA    (endpoints stand in the environment; keys: partner-a and partner-b, both partners)
Prints "ok - sentence" or "not ok - sentence" for each.
"""

import os
import socket as plain
import subprocess
import sys
import time
import traceback

import zmq
from zmq.utils.monitor import recv_monitor_message

from anxin_client import Answer, Client, Cursor, Keys, now_ms, pack
from world import DAY, HOUR, equal, holds

DATA = sys.argv[1]
FAILED = []


def client(name):
    return Client(DATA, name, "partner", keys=Keys(f"{DATA}/keys", name))


A, B = client("partner-a"), client("partner-b")


def play(sentence, function):
    try:
        function()
        print(f"ok - {sentence}", flush=True)
    except Exception:
        FAILED.append(sentence)
        print(f"not ok - {sentence}")
        print("".join(f"#   {line}\n" for line in traceback.format_exc(limit=-4).splitlines()), end="", flush=True)


def booking(days, ref=None):
    start = (now_ms() // DAY + days) * DAY + 2 * HOUR
    data = {"service": "HH-01", "household": "hh-4711", "start": start}
    return {**data, "source_ref": ref} if ref else data


def outcome(answer):
    return answer.get("outcome"), answer.get("code")


def told(who):
    return [(event["type"], event.data) for event in who.read(Cursor(f"partner.{who.source}"))]


def publish_until_told(link, id, data, topic=b"booking.create", before=(), who=A):
    """A connection drops what is published before its subscription has come: sent again until the outcome stands."""
    cursor, header = Cursor(f"partner.{who.source}"), who.header("booking.create", id=id)
    for _ in range(40):
        for frames in before:
            link.send_multipart(frames)
        link.send_multipart([topic, pack(header), pack(data)])
        if who.outcome(cursor, id, 500):
            return True
    return False


def until(function, what, seconds=20):
    """Asks again and again: what is waited for is a fact, and the limit only ends a test that hangs."""
    end = time.monotonic() + seconds
    while not function():
        holds(time.monotonic() < end, f"{what} within {seconds} s")


LET_IN = zmq.EVENT_HANDSHAKE_SUCCEEDED
ENDED = (zmq.EVENT_HANDSHAKE_FAILED_NO_DETAIL | zmq.EVENT_HANDSHAKE_FAILED_PROTOCOL | zmq.EVENT_HANDSHAKE_FAILED_AUTH
         | zmq.EVENT_DISCONNECTED)


def turned_away(link, end):
    """Connects; whether the door has turned it away, and nothing came."""
    monitor = link.get_monitor_socket(LET_IN | ENDED)
    link.connect(A.endpoint(end))
    holds(monitor.poll(10000), "the door says something")
    event = recv_monitor_message(monitor)["event"]
    link.disable_monitor()
    return event != LET_IN and not link.poll(0)


def anxin(*words):
    return subprocess.run([os.environ["ANXIN"], *words, "--data", DATA], check=True, capture_output=True, text=True).stdout


# ---- another's name ----

def spoofs_a_source():
    before = told(B)
    equal(outcome(A.send("booking.create", booking(3), source="partner-b")), ("denied", "source"), "the answer")
    equal(told(B), before, "what partner-b is told")


def spoofs_an_actor():
    equal(outcome(A.send("booking.create", booking(3), actorid="partner-b")), ("denied", "actor"), "as another")
    equal(outcome(A.send("booking.create", booking(3), actorfor="partner-b")), ("denied", "actor"), "for another")


def claims_a_role():
    for role in ("operator", "manager", "service", "king"):
        equal(outcome(A.send("booking.create", booking(3), actorrole=role))[0], "denied", f"as {role}")
    for role in ("operator", "manager"):
        header = A.header("store.copy", time=None, actorrole=role)
        equal(A.ask(header, {"path": "/tmp/stolen"}).get("outcome"), "denied", f"a copy as {role}")


def spoofs_over_the_intake():
    before = told(B)
    spoofed = [[b"x", pack(A.header(type, source="partner-b", id=id)), pack(data)]
               for type, id, data in (("booking.create", "spoofed-1", booking(4)), ("no.such_type", "spoofed-2", {}))]
    with A.socket(zmq.PUB, "intake") as link:  # when the second is sent, the way is open: what goes before it arrives
        for honest in ("honest-1", "honest-2"):
            holds(publish_until_told(link, honest, booking(4), before=spoofed), "what is honest has an outcome")
    equal(told(B), before, "what partner-b is told")
    holds(not any(data.get("message", "").startswith("spoofed") for _, data in told(A)), "its stream says nothing of it")
    equal(outcome(B.send("booking.create", booking(4), id="spoofed-2"))[0], "refused", "the id is its own still")


def reads_anothers_stream():
    for name in ("partner.partner-b", "booking", "matching", "feed.partner-b", "partner.", "partner.*"):
        streams, events = A.fetch([Cursor(name)])
        equal((streams[name]["outcome"], events), ("denied", []), name)


def learns_of_others():
    """How a service is is told to everybody; who else reads and sends there is not."""
    B.publish(B.header("booking.create", id="known-1"), booking(9))
    A.publish(A.header("booking.create", id="known-2"), booking(9))
    status = A.query("service.status", {"full": True}).data
    equal([stream["name"] for stream in status["streams"]], ["booking", "partner.partner-a"], "streams of the status")
    holds("partner-b" not in str(status), f"the status names nobody else: {status}")
    listed = A.query("stream.list", {}).data
    equal(sorted({row["name"] for row in listed["rows"]}), ["booking", "partner.partner-a"], "streams of the list")
    equal(A.query("stream.list", {"name": "partner.partner-b"}).get("rows", []), [], "another's by its name")


def repeats_anothers_command():
    """What partner-b sent, byte for byte, from partner-a's connection: no answer of partner-b's is told."""
    header = B.header("booking.create", id="replayed-1")
    data = booking(5, "R-5")
    first = B.ask(header, data)
    before = told(B)
    equal(outcome(A.ask(header, data)), ("denied", "source"), "the repeat by another")
    again = B.ask(header, data)
    equal(again.frames[2], first.frames[2], "its own repeat is the same answer")
    equal(told(B), before, "and no second event")


# ---- bytes, with a good key ----

def raw(frames, patience=3.0, id=None):
    with A.socket(zmq.DEALER, "request") as link:
        link.send_multipart(frames)
        return A.await_answer(link, id, patience)


def still_answered():
    equal(outcome(A.send("booking.create", booking(6)))[0], "refused", "an honest command afterwards")


def bytes_that_lie():
    header = pack(A.header("booking.create", id="lie"))
    for data in (bytes.fromhex("ddff000000"), bytes.fromhex("dfff000000"), b"\x91" * 60000 + b"\xc0", b"\x81\xa1a" * 17):
        equal(outcome(raw([b"", header, data], id="lie")), ("malformed", "malformed"), f"{data[:5].hex()} of {len(data)}")
    equal(outcome(raw([b"", bytes.fromhex("ddff000000"), b"\x80"])), ("malformed", "malformed"), "as the header")
    still_answered()


def thirty_frames():
    equal(outcome(raw([b""] * 30)), ("malformed", "frames"), "30 frames")
    equal(outcome(raw([b"", pack(A.header("booking.create")), pack(booking(3))] + [b"x"] * 27)), ("malformed", "frames"))
    still_answered()


def oversized_frames():
    header = pack(A.header("booking.create", id="large"))
    equal(outcome(raw([b"", header, b"\x00" * 70000], id="large")), ("malformed", "too_large"), "70,000 bytes")
    for size in (100_000, 5_000_000):  # over what a connection takes at all: it is closed
        with A.socket(zmq.DEALER, "request") as link:
            monitor = link.get_monitor_socket(zmq.EVENT_DISCONNECTED)
            link.send_multipart([b"", header, b"\x00" * size])
            holds(monitor.poll(10000), f"{size} bytes end their connection")
            link.disable_monitor()
            holds(not link.poll(0), f"{size} bytes are not answered")
    still_answered()


# ---- topics and subscriptions ----

LENGTHS = (244, 245, 246, 247, 254, 255, 256, 257, 1000)


def topics_of_any_length():
    """MESSAGING 8.27: a topic or a stream's name of these lengths breaks nobody."""
    for length in LENGTHS:
        with A.socket(zmq.PUB, "intake") as link:
            taken = publish_until_told(link, f"topic-{length}", booking(7), topic=b"t" * length)
            holds(taken, f"topic of {length} bytes is taken")
    for length in LENGTHS:
        answer = A.ask(A.header("anxin.fetch", time=None), {"streams": [{"name": "partner." + "n" * (length - 8)}]})
        holds(outcome(answer)[0] in ("malformed", "denied"), f"a stream of {length} bytes: {answer.data}")
    still_answered()


def subscriptions_of_any_length():
    """A service's key may subscribe; whatever it asks for, the others hear beats."""
    watcher = Client(DATA, "watcher", "operator", keys=Keys(f"{DATA}/keys", "watcher"))
    with watcher.socket(zmq.SUB, "stream") as link:
        link.subscribe(b"beat")  # first: libzmq drops what is more than its queue holds
        for length in LENGTHS:
            link.subscribe(b"s" * length)
            link.subscribe(b"booking/" + b"s" * (length - 8))
        for number in range(10000):
            link.subscribe(b"%d" % number)
        holds(link.poll(10000), "a beat is heard")
        for length in LENGTHS:
            link.unsubscribe(b"s" * length)
    with watcher.socket(zmq.SUB, "stream") as link:
        link.subscribe(b"beat")
        holds(link.poll(5000), "a beat is heard by another")
    still_answered()


def subscriptions_of_a_partner():
    """Who sends subscriptions where none belong: raw frames of a PUB/SUB at the intake and the request endpoint."""
    with A.socket(zmq.XPUB, "intake") as link:
        equal(link.poll(10000) and link.recv(), b"\x01", "what the intake subscribes to")
        for length in LENGTHS:
            link.send(b"\x01" + b"s" * length)
        holds(publish_until_told(link, "behind-them", booking(7)), "what is published behind them has an outcome")
    with A.socket(zmq.DEALER, "request") as link:
        for length in LENGTHS:
            link.send(b"\x01" + b"s" * length)
        for length in LENGTHS:
            holds(link.poll(10000), f"{length} bytes are answered")
            equal(outcome(Answer(link.recv_multipart())), ("malformed", "frames"), f"{length} bytes")
    still_answered()


# ---- the door ----

def address(end):
    host, port = os.environ[f"ANXIN_BOOKING_{end}"][len("tcp://"):].rsplit(":", 1)
    return host, int(port)


def broken_greetings():
    """Bytes that are no ZMTP, or half of it."""
    for start in (b"GET / HTTP/1.1\r\n\r\n", b"\xff" + b"\0" * 8 + b"\x7f\x03\x00NULL" + b"\0" * 48, os.urandom(64),
                  b"\xff" + b"\0" * 8 + b"\x7f\x03\x00CURVE" + b"\0" * 47 + b"\x04\xc8\x05HELLO" + os.urandom(194)):
        for end in ("REQUEST", "STREAM", "INTAKE"):
            with plain.create_connection(address(end)) as link:
                link.sendall(start)
                link.settimeout(10)
                try:
                    while link.recv(1000):
                        pass
                except ConnectionError:
                    pass
    still_answered()


def wrong_server_key():
    """Who has another key of the service than it has gets nothing."""
    public, _ = zmq.curve_keypair()
    with A.context.socket(zmq.DEALER) as link:
        link.linger = 0
        link.curve_publickey, link.curve_secretkey, link.curve_serverkey = A.keys.public, A.keys.secret, public
        holds(turned_away(link, "request"), "a client with a wrong key of the server is turned away")


def unknown_key():
    public, secret = zmq.curve_keypair()
    for kind, end in ((zmq.DEALER, "request"), (zmq.SUB, "stream"), (zmq.PUB, "intake")):
        with A.context.socket(kind) as link:
            link.linger = 0
            link.curve_publickey, link.curve_secretkey = public, secret
            link.curve_serverkey = A.keys.server("booking")
            if kind == zmq.SUB:
                link.subscribe(b"")
            holds(turned_away(link, end), f"an unknown key is turned away at {end}")


def streams_of_the_set():
    """A partner's key is good, and is none of a service's: it hears nothing of the stream that carries everything."""
    with A.context.socket(zmq.SUB) as link:
        link.linger = 0
        A.keys.put_on(link, "booking")
        link.subscribe(b"")
        holds(turned_away(link, "stream"), "a partner is turned away at the stream")


def floods():
    """More than the quota is told when to come again, and then is taken; another partner is answered meanwhile."""
    small = client("small")
    with small.socket(zmq.DEALER, "request") as link:
        link.sndhwm = 0
        for number in range(100):
            link.send_multipart([b"", pack(small.header("booking.create", id=f"flood-{number}")), pack(booking(3))])
        began = time.monotonic()
        equal(outcome(A.send("booking.create", booking(6)))[0], "refused", "another partner")
        holds(time.monotonic() - began < 2, "another partner waits")
        told = []
        while len(told) < 100 and link.poll(5000):
            told.append(Answer(link.recv_multipart()))
    held = [answer for answer in told if answer.get("outcome") == "overloaded"]
    equal(len(told), 100, "answers")
    holds(len(held) >= 50, f"{len(held)} of 100 are held back")
    holds(all(answer.get("code") == "quota" and answer.get("retry_ms") > 0 for answer in held), "with a time")
    time.sleep(max(answer.get("retry_ms") for answer in held) / 1000)
    equal(outcome(small.send("booking.create", booking(3), id="flood-99"))[0], "refused", "then it is taken")


def revoked_on_an_open_intake():
    """A connection that publishes is heard until its key is revoked, and again when it is allowed."""
    with B.socket(zmq.PUB, "intake") as link, B.socket(zmq.DEALER, "request") as asking:

        def denied():
            return A.query("service.status", {}).data.get("denied", 0)

        def known():
            header = B.header("booking.create")
            asking.send_multipart([b"", pack(header), pack(booking(8))])
            return outcome(B.await_answer(asking, header["id"], 10)) != ("denied", "unknown_identity")

        holds(publish_until_told(link, "intake-1", booking(8), who=B), "it is heard")
        anxin("keys", "revoke", "partner-b")
        until(lambda: not known(), "it is refused")
        before = denied()
        for _ in range(5):
            link.send_multipart([b"x", pack(B.header("booking.create", id="intake-2")), pack(booking(8))])
        until(lambda: denied() >= before + 5, "what it publishes is denied")
        anxin("keys", "allow", "partner-b")
        until(known, "it is answered")
        holds(publish_until_told(link, "intake-3", booking(8), who=B), "it is heard again")
        holds(not any(data.get("message") == "intake-2" for _, data in told(B)), "nothing of what it said meanwhile")


play("another's source is refused, and its owner is told nothing", spoofs_a_source)
play("so is another's name, as who acts and as for whom", spoofs_an_actor)
play("a role that is not its own is denied", claims_a_role)
play("over the intake another's source gets no word into its stream", spoofs_over_the_intake)
play("another's stream is denied, and those of the set", reads_anothers_stream)
play("nobody learns who else reads and sends", learns_of_others)
play("a command that was caught and sent again tells nothing and does nothing", repeats_anothers_command)
play("5 bytes that promise 4 billion, and depth, are refused", bytes_that_lie)
play("30 frames are refused", thirty_frames)
play("oversized frames are refused, or end their connection alone", oversized_frames)
play("topics and streams of 244 to 1000 bytes break nobody", topics_of_any_length)
play("nor do subscriptions of these lengths, nor ten thousand of them", subscriptions_of_any_length)
play("nor what a partner sends where it does not belong", subscriptions_of_a_partner)
play("a wrong key of the server gets nothing", wrong_server_key)
play("an unknown key gets nothing", unknown_key)
play("the stream of the set is for services alone", streams_of_the_set)
play("broken greetings are turned away", broken_greetings)
play("more than the quota is answered with a time to come again, and hinders nobody else", floods)
play("who publishes is heard until its key is revoked, and when it is allowed again", revoked_on_an_open_intake)
sys.exit(bool(FAILED))
