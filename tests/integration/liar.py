"""An owner of streams that lies, on the request endpoint given: what it does wrong is the second half of the stream's name.

    booking.good    two events, well chained      booking.hole   number 2 is missing     booking.chain  a wrong hash before
    booking.frames  four frames                   booking.bytes  a header that is none   booking.type   an unknown type
    booking.other   the answer to somebody else   booking.twice  number 1 again and again
"""
import hashlib
import struct
import sys

import msgpack
import zmq

EPOCH = "0123456789abcdef"


def pack(value):
    return msgpack.packb(value, use_bin_type=True)


def event(stream, number, before):
    header = {"specversion": "1.0", "id": "e%d" % number, "source": "booking", "type": "room.released", "subject": "H1",
              "time": 1770566400000, "sequence": number, "stream": stream, "epoch": EPOCH}
    if before:
        header["prevhash"] = before
    packed, data = pack(header), pack({"hold": "H1", "object": "O1"})
    chained = struct.pack(">I", len(packed)) + packed + data
    return {"header": packed, "data": data}, hashlib.blake2b(chained, digest_size=32).digest()


def events(stream, after):
    kind = stream.split(".")[1]
    first, hash1 = event(stream, 1, None)
    second, hash2 = event(stream, 2, b"x" * 32 if kind == "chain" else hash1)
    if kind == "hole":
        second, _ = event(stream, 3, hash2)
    if kind == "twice":
        return [first]
    return [first, second][after:]


def answer(request, question):
    stream = question["streams"][0]["name"]
    kind = stream.split(".")[1]
    header = {"specversion": "1.0", "id": "a1", "source": "booking", "type": "anxin.fetched", "causationid": request["id"]}
    if kind == "other":
        header["causationid"] = "somebody-else"
    if kind == "type":
        header["type"] = "anxin.nonsense"
    body = {"epoch": EPOCH, "streams": [{"name": stream, "outcome": "ok", "first": 1, "last": 2}]}
    given = events(stream, question["streams"][0].get("after", 0))
    if given:
        body["events"] = given
    frames = [b"", b"\xdf\xff\xff\xff\xff" if kind == "bytes" else pack(header), pack(body)]
    return frames + [b"more"] if kind == "frames" else frames


def main():
    socket = zmq.Context.instance().socket(zmq.ROUTER)
    socket.bind(sys.argv[1])
    while True:
        route, _, header, data = socket.recv_multipart()
        socket.send_multipart([route] + answer(msgpack.unpackb(header), msgpack.unpackb(data)))


main()
