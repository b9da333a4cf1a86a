"""Who knocks at the door of a set on tcp: known, revoked, unknown, idle, slow.

usage: door.py DATA ACT [WORD...]    prints what came of it; exit 0 when it is as ACT says
"""

import os
import socket
import subprocess
import sys
import time

import zmq
from zmq.utils.monitor import recv_monitor_message

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "interop"))
from anxin_client import Client, Cursor, Keys, now_ms, pack  # noqa: E402

DATA, ACT, WORDS = sys.argv[1], sys.argv[2], sys.argv[3:]
HOUR, DAY = 3600 * 1000, 24 * 3600 * 1000


def client(name, role="partner"):
    return Client(DATA, name, role, keys=Keys(f"{DATA}/keys", name))


def command(who, id=None):
    start = (now_ms() // DAY + 3) * DAY + 2 * HOUR
    header = who.header("booking.create", **({"id": id} if id else {}))
    return header, [b"", pack(header), pack({"service": "HH-01", "household": "H-1", "start": start})]


def asked(who, link, patience=2.0):
    """One command on a connection that is open: its outcome and code, or None."""
    header, frames = command(who)
    link.sndtimeo = int(patience * 1000)
    try:
        link.send_multipart(frames)
    except zmq.Again:  # refused at the door: there is nobody to send to
        return None
    answer = who.await_answer(link, header["id"], patience)
    return answer and (answer.get("outcome"), answer.get("code"))


LET_IN = zmq.EVENT_HANDSHAKE_SUCCEEDED
TURNED_AWAY = (zmq.EVENT_HANDSHAKE_FAILED_NO_DETAIL | zmq.EVENT_HANDSHAKE_FAILED_PROTOCOL
               | zmq.EVENT_HANDSHAKE_FAILED_AUTH)


def happens(monitor, events, patience):
    """Waits until one of these events is told of a socket's connections: which, or 0 when patience ends."""
    end = time.monotonic() + patience
    while monitor.poll(max(0, int((end - time.monotonic()) * 1000))):
        event = recv_monitor_message(monitor)["event"]
        if event & events:
            return event
    return 0


def turned_away(who, kind, name, patience=5.0):
    """A new connection is judged at the door: whether it was turned away."""
    with who.context.socket(kind) as link:
        monitor = link.get_monitor_socket(LET_IN | TURNED_AWAY)
        link.linger = 0
        who.keys.put_on(link, who.service)
        link.connect(who.endpoint(name))
        if kind == zmq.SUB:
            link.subscribe(b"")
        judged = happens(monitor, LET_IN | TURNED_AWAY, patience)
        link.disable_monitor()
        if not judged:
            raise SystemExit("the door did not say a word")
        return judged != LET_IN


def anxin(*words):
    subprocess.run([os.environ["ANXIN"], *words, "--data", DATA], check=True, stdout=subprocess.DEVNULL)


def until(function, seconds):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if function():
            return seconds - (end - time.monotonic())
        time.sleep(0.02)
    raise SystemExit(f"not within {seconds} s")


def revoked_while_connected(name):
    """Answered; revoked; refused within a second and a half on the same connection; allowed; answered again."""
    who = client(name)
    with who.socket(zmq.DEALER, "request") as link:
        print("first", asked(who, link, 10))
        anxin("keys", "revoke", name)
        after = until(lambda: asked(who, link) == ("denied", "unknown_identity"), 1.5)
        print(f"refused after {after:.2f} s")
        anxin("keys", "allow", name)
        after = until(lambda: asked(who, link) == ("refused", "unknown_service"), 3)
        print(f"answered again after {after:.2f} s")


def revoked_while_waiting(name):
    """A long poll ends when its reader is revoked, long before its time is over."""
    who = client(name)
    header = who.header("anxin.fetch", time=None)
    with who.socket(zmq.DEALER, "request") as link:
        print("first", asked(who, link, 10))
        link.send_multipart([b"", pack(header), pack({"streams": [position(who, name)], "wait_ms": 20000})])
        after = who.header("station.list", time=None)  # what is asked on one connection is taken up in that order
        link.send_multipart([b"", pack(after), pack({})])
        if not who.await_answer(link, after["id"], 10):
            raise SystemExit("the question behind the poll was not answered")
        began = time.monotonic()
        anxin("keys", "revoke", name)
        answer = who.await_answer(link, header["id"], 5)
        print(answer and answer.data, f"after {time.monotonic() - began:.2f} s")
        if not answer or answer.get("code") != "unknown_identity":
            raise SystemExit("the poll did not end")
    anxin("keys", "allow", name)


def position(who, name):
    cursor = Cursor(f"partner.{name}")
    who.read(cursor)
    return cursor.position()


def stream_closed(name):
    """A service hears beats; revoked, its connection is closed and no other one is let in: it hears none any more."""
    who = client(name, "operator")
    with who.socket(zmq.SUB, "stream") as link:
        monitor = link.get_monitor_socket(zmq.EVENT_DISCONNECTED | LET_IN)
        link.subscribe(b"beat")
        if not link.poll(5000):
            raise SystemExit("no beat was heard")
        anxin("keys", "revoke", name)
        if not happens(monitor, zmq.EVENT_DISCONNECTED, 10):
            raise SystemExit("the connection was not closed")
        for _ in range(3):
            if not turned_away(who, zmq.SUB, "stream"):
                raise SystemExit("it was let in again")
        if happens(monitor, LET_IN, 0):
            raise SystemExit("it came in again by itself")
        link.disable_monitor()
    print("silent")


def answered(name):
    """Who is known is answered."""
    print(client(name).send("booking.create", {"service": "HH-01", "household": "H-1", "start": now_ms() + DAY}).data)


def expires(name):
    """Answered until its key ends, then refused, on one connection."""
    who = client(name)
    with who.socket(zmq.DEALER, "request") as link:
        print("first", asked(who, link, 2))
        after = until(lambda: asked(who, link) == ("denied", "unknown_identity"), 10)
        print(f"refused after {after:.2f} s")


def comes_back(name):
    """Refused at the door; a new socket is let in as soon as it is allowed: no restart of anybody."""
    who = client(name)
    anxin("keys", "revoke", name)
    after = until(lambda: turned_away(who, zmq.DEALER, "request"), 3)
    print(f"turned away after {after:.2f} s")
    with who.socket(zmq.DEALER, "request") as link:
        if asked(who, link, 1.5):
            raise SystemExit("a revoked key was let in")
    anxin("keys", "allow", name)
    answer = who.ask(*[part for part in (who.header("booking.create"), {"service": "HH-01", "household": "H-1",
                                                                      "start": now_ms() + DAY})])
    print(answer.get("outcome"))


def address():
    host, port = os.environ["ANXIN_BOOKING_REQUEST"][len("tcp://"):].rsplit(":", 1)
    return host, int(port)


def slow(name):
    """Connections that never finish their handshake are closed, bytes or no bytes."""
    links = [socket.create_connection(address()) for _ in range(20)]
    for link in links[10:]:
        link.sendall(b"\xff\0\0\0")  # the beginning of a greeting
    began = time.monotonic()
    for link in links:
        link.settimeout(8)
        while link.recv(100):
            pass
    print(f"all closed after {time.monotonic() - began:.1f} s")


def crowd(name):
    """A thousand connections that say nothing, renewed whenever they are closed; who is known is served meanwhile."""
    idle = []
    for _ in range(1000):
        idle.append(socket.create_connection(address(), timeout=10))
    who, worst = client(name), 0.0
    for turn in range(20):
        began = time.monotonic()
        answer = who.send("booking.create", {"service": "HH-01", "household": "H-1", "start": now_ms() + DAY})
        worst = max(worst, time.monotonic() - began)
        for at in range(turn * 50, turn * 50 + 50):  # others come in the place of those that were closed
            idle[at].close()
            idle[at] = socket.create_connection(address(), timeout=10)
        if answer.get("outcome") not in ("done", "refused"):
            raise SystemExit(f"{answer.data}")
    print(f"20 new connections answered beside 1000 idle ones, the slowest after {worst * 1000:.0f} ms")
    if worst > 2.0:
        raise SystemExit("too slow")


ACTS = [answered, revoked_while_connected, revoked_while_waiting, stream_closed, expires, comes_back, slow, crowd]
{act.__name__: act for act in ACTS}[ACT](*WORDS)
