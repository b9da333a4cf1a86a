#!/bin/sh
# Who is who on ipc: the peer's uid. Ours and root's are trusted, others when `trusted_uids` names them; the stream endpoint,
# which carries everything, stays ours alone.
. "$(dirname "$0")/../lib.sh"

OTHER=65534

as_other() { setpriv --reuid=$OTHER --regid=$OTHER --clear-groups env ANXIN_DATA="$DATA" "$TOOL" "$@"; }
mode_of() { stat -c %a "$1"; }

if [ "$(id -u)" -ne 0 ] || ! command -v setpriv >/dev/null; then
    skip "another user is refused or trusted by uid" "it takes root and setpriv to become another user"
    finish
fi

# A place that the other user can reach, with the tool in it.
chmod 711 "$WORK"
TOOL=$WORK/anxin
cp "$BIN/anxin" "$TOOL"
chmod 755 "$TOOL"

set_start
refuse "another user cannot even reach the sockets" as_other send community.put community=CM1 name=a --as manager:m --timeout 700
same "the sockets are ours alone" 700 "$(mode_of "$DATA/run/booking.request")"
set_stop

ANXIN_TRUSTED_UIDS=$OTHER
export ANXIN_TRUSTED_UIDS
set_start
check "a user that is trusted by name sends" as_other send community.put community=CM1 name=a --as manager:m
same "its sockets can be reached" 666 "$(mode_of "$DATA/run/booking.request")"
same "the stream with everything on it cannot" 700 "$(mode_of "$DATA/run/booking.stream")"
refuse "nor can the store" setpriv --reuid=$OTHER --regid=$OTHER --clear-groups cat "$DATA/booking.db"
set_stop

ANXIN_TRUSTED_UIDS=12345
set_start
refuse "a user that reaches the sockets but is not trusted is refused" as_other send community.put community=CM1 name=b --as manager:m --json
check "with the reason" sh -c "setpriv --reuid=$OTHER --regid=$OTHER --clear-groups env ANXIN_DATA='$DATA' '$TOOL' send community.put community=CM1 name=b --as manager:m | grep -q unknown_identity"

# Bytes of one's own making: a peer that says in its greeting who it wants to be.
cat >"$WORK/forge.py" <<'PY'
import socket, struct, sys, time
import msgpack
path, name, value = sys.argv[1:]
def frame(data, flags):
    return struct.pack(">BB", flags, len(data)) + data if len(data) < 256 else struct.pack(">BQ", flags | 2, len(data)) + data
def property(name, value):
    return bytes([len(name)]) + name + struct.pack(">I", len(value)) + value
link = socket.socket(socket.AF_UNIX)
link.connect(path)
link.settimeout(5)
link.sendall(b"\xff" + b"\0" * 8 + b"\x7f\x03\0" + b"NULL".ljust(20, b"\0") + b"\0" * 32)
link.sendall(frame(b"\x05READY" + property(b"Socket-Type", b"DEALER") + property(b"Identity", b"") +
                   property(name.encode(), value.encode()), 4))
got = b""
while b"READY" not in got:  # a message before that breaks the protocol
    got += link.recv(65536) or sys.exit("closed")
header = {"specversion": "1.0", "id": "forged", "source": "desk", "type": "community.put", "time": int(time.time() * 1000),
          "actorid": "m", "actorrole": "manager"}
for data, flags in ((b"", 1), (msgpack.packb(header), 1), (msgpack.packb({"community": "CM1", "name": "c"}), 0)):
    link.sendall(frame(data, flags))
got = b""
while b"unknown_identity" not in got and b"done" not in got:
    got += link.recv(65536) or sys.exit("closed")
print("refused" if b"unknown_identity" in got else "let in")
PY
chmod 644 "$WORK/forge.py"
forged() { setpriv --reuid=$OTHER --regid=$OTHER --clear-groups "$PYTHON" "$WORK/forge.py" "$DATA/run/booking.request" "$1" "$2" 2>&1; }
if "$PYTHON" -c 'import msgpack' 2>/dev/null; then
    same "what it says in its own greeting is not believed" refused "$(forged X-Peer nobody)"
    same "neither that it is root" refused "$(forged Peer-Address localhost:0:0:1)"
    same "nor that it has somebody's key" refused "$(forged User-Id "$(id -u)")"
else
    skip "what a peer says in its greeting is not believed" "python3-msgpack is missing"
fi
set_stop
finish
