"""Peers that do not read, or never end a message. Each says what it is about to leave undone ("ready") and stays until its
standard input ends.

    slow.py questions DATA N     N fetches at booking, of which no answer is read until the input ends; then all are
    slow.py live DATA            follows booking's live events and reads none
    slow.py frames DATA N        one message of N frames; prints the answer
    slow.py endless DATA         a message that never ends, until the connection is cut
"""

import pathlib
import socket
import struct
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "interop"))
import zmq

from anxin_client import now_ms, pack, unpack


def endpoint(data, name):
    return f"ipc://{data}/run/booking.{name}"


def question(number):
    header = {"specversion": "1.0", "id": f"slow-{number}", "source": "slow", "type": "anxin.fetch", "time": now_ms(),
              "actorid": "slow", "actorrole": "operator"}
    body = {"streams": [{"name": "booking"}], "max_events": 256, "max_bytes": 1048576}
    return [b"", pack(header), pack(body)]


def peer(data, kind, name):
    there = zmq.Context.instance().socket(kind)
    there.setsockopt(zmq.RCVHWM, 1)
    there.setsockopt(zmq.RCVBUF, 4096)
    there.setsockopt(zmq.LINGER, 0)
    if kind == zmq.SUB:
        there.setsockopt(zmq.SUBSCRIBE, b"")
    there.connect(endpoint(data, name))
    return there


def questions(data, count):
    there = peer(data, zmq.DEALER, "request")
    there.setsockopt(zmq.SNDTIMEO, 60000)
    for number in range(int(count)):
        there.send_multipart(question(number))
    ready()
    answers = 0
    there.setsockopt(zmq.RCVTIMEO, 2000)
    try:
        while True:
            assert unpack(there.recv_multipart()[2])["events"]
            answers += 1
    except zmq.Again:
        pass
    there.send_multipart(question("again"))  # it is not shut out: who reads is answered
    there.setsockopt(zmq.RCVTIMEO, 20000)
    assert len(unpack(there.recv_multipart()[2])["events"]) == 256
    print(answers, "answers were kept")


def live(data):
    peer(data, zmq.SUB, "stream")
    ready()


def frames(data, count):
    there = peer(data, zmq.DEALER, "request")
    there.setsockopt(zmq.RCVTIMEO, 30000)
    there.send_multipart([b""] * int(count))
    answer = unpack(there.recv_multipart()[2])
    print(answer["outcome"], answer["code"])


def endless(data):
    """ZMTP by hand: libzmq itself would gather the whole message before it sends any of it."""
    there = socket.socket(socket.AF_UNIX)
    there.connect(f"{data}/run/booking.request")
    there.sendall(b"\xff" + bytes(8) + b"\x7f\x03\x00" + b"NULL".ljust(20, b"\0") + b"\0" + bytes(31))
    there.recv(64)
    ready_command = b"\x05READY" + b"\x0bSocket-Type" + struct.pack(">I", 6) + b"DEALER"
    there.sendall(b"\x04" + bytes([len(ready_command)]) + ready_command)
    frame = b"\x03" + struct.pack(">Q", 60000) + bytes(60000)  # 3: long, and more of this message follows
    try:
        for _ in range(100000):
            there.sendall(frame)
        print("it was never cut")
    except (BrokenPipeError, ConnectionResetError):
        print("cut")


def ready():
    print("ready", flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    {"questions": questions, "live": live, "frames": frames, "endless": endless}[sys.argv[1]](*sys.argv[2:])
