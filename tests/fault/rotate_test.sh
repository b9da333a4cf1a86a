#!/bin/sh
# Keys of services and partners are exchanged under load: nothing is lost, nothing is done twice, and who holds the old
# key is served until it ends.
. "$(dirname "$0")/../lib.sh"

if ! "$PYTHON" -c 'import msgpack, zmq, sys; sys.exit(not zmq.has("curve"))' 2>/dev/null; then
    skip "keys are exchanged under load" "python3-zmq with CURVE or python3-msgpack is missing"
    finish
fi

PYTHONDONTWRITEBYTECODE=1
export PYTHONDONTWRITEBYTECODE
set_on_tcp
set_start
anxin keys new partner-1 --role partner >"$WORK/new"
anxin keys new partner-2 --role partner >>"$WORK/new"
known() { [ "$(grep -c "event=keys.read identities=9\$" "$WORK/set.log")" -ge 6 ]; }
check "both partners are known" wait_until known

"$PYTHON" "$ROOT/tests/fault/rotate.py" "$DATA" 50 "$WORK/stop" >"$WORK/load.out" 2>&1 &
LOAD=$!
rejected() { [ "$(anxin tail booking | wc -l)" -ge "$1" ]; }
used() { [ "$(grep -c 'event=keys.rotated' "$WORK/set.log")" -ge "$1" ]; }
check "the load has begun" wait_until rejected 5
check "the key of the service that takes the load is exchanged" anxin keys rotate booking
check "and used within a second or so" wait_until used 1
check "the tool reaches it by its new key" wait_until anxin status
check "that of a follower is" anxin keys rotate notification
check "that of a partner that goes on with the old one is" anxin keys rotate partner-1
check "that of a partner that takes up the new one is" anxin keys rotate partner-2
check "the follower uses it" wait_until used 2
refuse "a third key beside two that are valid is refused" anxin keys rotate booking
before=$(anxin tail booking | wc -l)
check "the load goes on" wait_until rejected $((before + 20))
touch "$WORK/stop"
check "every command was answered, with one answer and one effect" wait "$LOAD"
sed 's/^/# /' "$WORK/load.out"
check "the followers have everything" wait_until caught_up
check "the stores are sound" anxin verify

anxin keys revoke partner-1 >"$WORK/revoked"
anxin keys allow partner-1 >"$WORK/allowed"
same "allowed again it has the keys that it had" rotating \
    "$(anxin keys show partner-1 --json | sed -n 's/.*"state":"\(rotating\)","roles".*/\1/p')"
check "the set ends cleanly" set_stop
finish
