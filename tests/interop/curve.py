"""A stranger's client over tcp with CURVE: the wire is the same, only the door is another.

usage: curve.py DATA    (the folder of a set whose endpoints stand in the environment; who we are: keys/miniapp)
Prints "ok - sentence" or "not ok - sentence" for each.
"""

import sys
import time
import traceback

import zmq

from anxin_client import Client, Cursor, Keys, now_ms, pack
from world import DAY, HOUR, equal, holds

DATA = sys.argv[1]
KEYS = Keys(f"{DATA}/keys", "miniapp")
PARTNER = Client(DATA, "miniapp", "partner", keys=KEYS)
STREAM = "partner.miniapp"
FAILED = []


def play(sentence, function):
    try:
        function()
        print(f"ok - {sentence}", flush=True)
    except Exception:
        FAILED.append(sentence)
        print(f"not ok - {sentence}")
        print("".join(f"#   {line}\n" for line in traceback.format_exc(limit=-4).splitlines()), end="", flush=True)


def booking(days, ref):
    start = (now_ms() // DAY + days) * DAY + 2 * HOUR
    return {"service": "HH-01", "household": "hh-4711", "start": start, "source_ref": ref}


def is_answered():
    answer = PARTNER.send("booking.create", booking(3, "R-1"), id="curve-1")
    equal((answer.get("outcome"), answer.get("code")), ("refused", "unknown_service"), f"the answer {answer.data}")


def is_repeated():
    again = PARTNER.send("booking.create", booking(3, "R-1"), id="curve-2", time=1770597000000)
    twice = PARTNER.send("booking.create", booking(3, "R-1"), id="curve-2", time=1770597000000)
    equal(twice.frames[2], again.frames[2], "the same answer, byte for byte")
    told = [event for event in PARTNER.read(Cursor(STREAM)) if event.data.get("booking") == again.get("subject")]
    equal(len(told), 1, "one event of the repeated command")


def is_followed():
    cursor = Cursor(STREAM)
    PARTNER.read(cursor)
    PARTNER.send("booking.create", booking(4, "R-2"), id="curve-3")
    for event in PARTNER.tail(STREAM, cursor):
        equal(event["type"], "booking.rejected", "what is told")
        return


def is_taken_in():
    header = PARTNER.header("booking.create", id="curve-4")
    said = PARTNER.publish(header, booking(5, "R-3"))
    holds(said is not None, "an outcome on the partner stream")


def is_kept_from_the_stream():
    with PARTNER.socket(zmq.SUB, "stream") as socket:
        socket.subscribe(b"")
        holds(not socket.poll(3000), "a partner hears a service's stream")


def nobody_is_answered():
    public, secret = zmq.curve_keypair()
    stranger = Client(DATA, "miniapp", "partner", keys=Keys(f"{DATA}/keys", "", secret=secret))
    with stranger.socket(zmq.DEALER, "request") as socket:
        socket.send_multipart([b"", pack(stranger.header("booking.create")), pack(booking(6, "R-4"))])
        holds(not socket.poll(2000), "a key that nobody knows is answered")


def plain_is_not_answered():
    plain = Client(DATA, "miniapp", "partner")
    with plain.socket(zmq.DEALER, "request") as socket:
        socket.send_multipart([b"", pack(plain.header("booking.create")), pack(booking(6, "R-4"))])
        holds(not socket.poll(2000), "a client without CURVE is answered")


play("a client in another language is answered over tcp with CURVE", is_answered)
play("the same command again is the same answer, byte for byte", is_repeated)
play("it follows its own stream over tcp", is_followed)
play("it publishes to the intake over tcp", is_taken_in)
play("a partner is kept from the stream of a service", is_kept_from_the_stream)
play("a key that nobody knows gets nothing", nobody_is_answered)
play("a client without CURVE gets nothing", plain_is_not_answered)
sys.exit(bool(FAILED))
