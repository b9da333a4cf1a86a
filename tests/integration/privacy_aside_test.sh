#!/bin/sh
# What is set aside and what comes over the intake tells nothing of a person (issue: logs, streams, dead letters hold no
# personal field): marked values stand in a dead letter, in the one that was mended, in what an intake message brought,
# taken or refused; they are in the answer to who may see them and in no file, stream, log or trail.
# shellcheck disable=SC2317  # what check calls
. "$(dirname "$0")/../fault/setup.sh"

MARK=SECRET-QX9
SERVICES="booking matching roster training mediation notification"

letters() { anxin dead list matching --json | sed -n 's/.*"number": *\([0-9]*\).*/\1/p'; }
letters_are() { [ "$(letters | wc -l)" -eq "$1" ]; }
has() { grep -qF -- "$2" "$1"; }
plain() { find "$DATA" -type f ! -path '*/run/*' | sort | while read -r file; do ! grep -qa -- "$MARK" "$file" || echo "$file"; done; }
clean() { ! grep -n -- "$MARK" "$1"; }

if ! "$PYTHON" -c 'import msgpack, zmq' 2>/dev/null; then
    skip "what is set aside tells nothing of a person" "python3-zmq or python3-msgpack is missing"
    finish
fi

# ---- dead letters ----

# An owner of booking's stream that breaks the rules: its event lacks what it needs, and holds what it must not.
cat >"$WORK/owner.py" <<'PY'
import hashlib, struct, sys
import msgpack, zmq
mark = sys.argv[2]
pack = lambda value: msgpack.packb(value, use_bin_type=True)
events, before = [], None
for number in (1, 2):
    header = {"specversion": "1.0", "id": "e%d" % number, "source": "booking", "type": "booking.requested",
              "subject": "B%d" % number, "time": 1770566400000, "sequence": number, "stream": "booking",
              "epoch": "0123456789abcdef"}
    if before:
        header["prevhash"] = before
    header, data = pack(header), pack({"booking": "B%d" % number, "name": mark + "-name", "phone": mark + "-phone"})
    before = hashlib.blake2b(struct.pack(">I", len(header)) + header + data, digest_size=32).digest()
    events.append({"header": header, "data": data})
socket = zmq.Context.instance().socket(zmq.ROUTER)
socket.bind("ipc://" + sys.argv[1])
while True:
    route, _, header, data = socket.recv_multipart()
    header, data = msgpack.unpackb(header), msgpack.unpackb(data)
    if header["type"] != "anxin.fetch":
        continue
    at = data["streams"][0]
    body = {"epoch": "0123456789abcdef",
            "streams": [{"name": at["name"], "outcome": "ok", "first": 1, "last": 2 if at["name"] == "booking" else 0}]}
    given = events[at.get("after", 0):] if at["name"] == "booking" else []
    if given:
        body["events"] = given
    answer = {"specversion": "1.0", "id": "a", "source": "booking", "type": "anxin.fetched", "causationid": header["id"]}
    socket.send_multipart([route, b"", pack(answer), pack(body)])
PY
mkdir -p "$DATA/run"
"$PYTHON" "$WORK/owner.py" "$DATA/run/booking.request" $MARK 2>"$WORK/owner.err" &
OWNER=$!
daemon_start matching
check "events that cannot be read are set aside" wait_until letters_are 2
anxin dead show matching 1 --json >"$WORK/shown"
check "who mends is told what their type has" has "$WORK/shown" '"booking"'
check "and no more" clean "$WORK/shown"
refuse "mending keeps what is wrong out" anxin dead mend matching 1 household="$MARK-mended" --reason "mistyped"
check "one is dropped" anxin dead drop matching 1 --reason "told by telephone"
anxin dead history matching --json >"$WORK/history"
check "its history stays" has "$WORK/history" dropped
anxin audit matching --json --as supervisor:V1 >"$WORK/trail"
check "the trail tells of the dropping" has "$WORK/trail" '"dead.drop"'
check "and holds no mark" clean "$WORK/trail"
anxin status --full --json >"$WORK/status"
check "nor does the status" clean "$WORK/status"
anxin dead groups matching --json >"$WORK/groups"
check "nor do the groups" clean "$WORK/groups"
anxin support --quick --to "$WORK/bundle.tar" >/dev/null
check "nor what is sent to those who help" clean "$WORK/bundle.tar"
daemon_stop matching
kill $OWNER
wait $OWNER 2>/dev/null
check "no log line repeats a mark" clean "$WORK/set.log"
same "no file holds one: store, WAL, key file" "" "$(plain)"
rm -r "$DATA"

# ---- over the intake ----

for service in $SERVICES; do daemon_start "$service"; done
station_set
cat >"$WORK/intake.py" <<'PY'
import os, sys
sys.path.insert(0, sys.argv[2])
from anxin_client import Client
who = Client(sys.argv[1], "miniapp", "partner")
mark = sys.argv[3]
good = {"household": "H-Q", "community": "CM1", "consent": "app", "name": mark + "-name", "phone": mark + "-phone",
        "address": mark + "-address"}
for id, data in (("taken", good), ("long", {**good, "name": mark * 20}), ("unknown", {**good, "community": "CM9"}),
                 ("mistyped", {**good, "phone": 5, "address": [mark]}), ("strange", {**good, mark: mark})):
    event, _ = who.publish(who.header("household.put", id=id), data)
    print(id, event.data["outcome"], event.data.get("field", ""))
PY
come() { PYTHONDONTWRITEBYTECODE=1 "$PYTHON" "$WORK/intake.py" "$DATA" "$ROOT/tests/interop" "$MARK" >"$WORK/intake"; }
check "marked values come over the intake" come
check "the good one is taken" has "$WORK/intake" "taken done"
check "one that is too long is refused by its field" has "$WORK/intake" "long malformed name"
check "one that is mistyped too" has "$WORK/intake" "mistyped malformed phone"
anxin get household H-Q --as manager:M1 >"$WORK/said"
check "who deals with the person is told" has "$WORK/said" "$MARK-name"

# ---- everywhere else ----

: >"$WORK/events"
for stream in $SERVICES partner.miniapp partner.desk; do anxin tail "$stream" >>"$WORK/events" 2>&1; done
check "the events are there" has "$WORK/events" intake.answered
check "no stream carries a mark" clean "$WORK/events"
anxin audit booking --json --as supervisor:V1 >"$WORK/trail"
check "the trail tells of the household" has "$WORK/trail" '"household.put"'
check "and of its reading by names of fields alone" has "$WORK/trail" '"name,phone,address"'
check "and holds no mark" clean "$WORK/trail"
for service in $SERVICES; do daemon_stop "$service"; done
check "no log line repeats a mark" clean "$WORK/set.log"
same "no file holds a mark: store, WAL, key file" "" "$(plain)"
finish
