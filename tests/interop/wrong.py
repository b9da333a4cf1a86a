"""Messages that are wrong; after each the service answers on the same socket."""

import struct

import zmq

from anxin_client import pack
from world import case, equal, holds


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
