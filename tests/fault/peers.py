"""Peers at booking's request endpoint.

    peers.py twice DATA N    N commands, each sent at once by two connections: both get the same answer; then with
                             another body: a conflict
    peers.py idle DATA N     N connections that say nothing, until the standard input ends
    peers.py topics DATA N   a subscriber of booking's stream with N subscriptions that fit nothing and one that fits, and
                             another one with those of 246 to 255 bytes, which libzmq 4.3.4 writes wrongly (#4564); a
                             line for each event of the first, until the standard input ends
"""

import pathlib
import resource
import socket
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "interop"))
import zmq

from anxin_client import now_ms, pack, unpack

DAY = 86400000


def command(number, household):
    header = {"specversion": "1.0", "id": f"twice-{number}", "source": "desk", "type": "booking.create", "time": now_ms(),
              "actorid": "M1", "actorrole": "manager"}
    start = (now_ms() // DAY + 20 + number // 20) * DAY + 7200000 + number % 20 * 60000
    body = {"service": "HH-01", "household": household, "station": "ST1", "consent": "voice", "start": start}
    return [b"", pack(header), pack(body)]


def answer(peer):
    return unpack(peer.recv_multipart()[2])


def twice(data, count):
    peers = []
    for _ in range(2):
        peer = zmq.Context.instance().socket(zmq.DEALER)
        peer.setsockopt(zmq.LINGER, 0)
        peer.setsockopt(zmq.RCVTIMEO, 20000)
        peer.connect(f"ipc://{data}/run/booking.request")
        peers.append(peer)
    for number in range(int(count)):
        frames = command(number, f"H-{number % 60 + 1:02}")
        for peer in peers:
            peer.send_multipart(frames)
        one, other = answer(peers[0]), answer(peers[1])
        assert one == other and one["outcome"] == "done", (one, other)
    peers[1].send_multipart(command(0, "H-59"))
    assert answer(peers[1])["outcome"] == "conflict"
    print("same", count)


def idle(data, count):
    resource.setrlimit(resource.RLIMIT_NOFILE, (int(count) + 64, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
    peers = []
    for _ in range(int(count)):
        peer = socket.socket(socket.AF_UNIX)
        peer.connect(f"{data}/run/booking.request")
        peers.append(peer)
    print("ready", flush=True)
    sys.stdin.read()


def subscriber(data, topics):
    peer = zmq.Context.instance().socket(zmq.SUB)
    peer.setsockopt(zmq.LINGER, 0)
    peer.setsockopt(zmq.RCVHWM, 0)
    for topic in topics:
        peer.setsockopt(zmq.SUBSCRIBE, topic)
    peer.connect(f"ipc://{data}/run/booking.stream")
    return peer


def topics(data, count):
    odd = subscriber(data, [b"booking/".ljust(size, b"x") for size in range(246, 256)])
    fitting = [b"booking/".ljust(size, b"x") for size in (245, 256, 1000)] + [b"booking/booking.requested"]
    peer = subscriber(data, [b"nobody/%d" % number for number in range(int(count))] + fitting)
    poller = zmq.Poller()
    poller.register(peer, zmq.POLLIN)
    poller.register(sys.stdin, zmq.POLLIN)
    print("ready", flush=True)
    while True:
        for source, _ in poller.poll():
            if source is not peer:
                odd.close()
                return
            print(peer.recv_multipart()[0].decode(), flush=True)


if __name__ == "__main__":
    {"twice": twice, "idle": idle, "topics": topics}[sys.argv[1]](*sys.argv[2:])
