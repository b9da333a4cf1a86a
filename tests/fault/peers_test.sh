#!/bin/bash
# Peers that send the same thing twice at once, that only sit there, and that are heard but do not hear (MESSAGING 8: 14,
# 26, 30).
. "$(dirname "$0")/setup.sh"

SERVICES="booking matching roster training mediation notification"
IDLE=600 # and what the daemon has open itself stays below the usual limit of 1024 descriptors

bookings() { anxin tail booking | grep -c '"type": *"booking.requested"'; }
state_is() { anxin status --json | grep '"service": *"matching"' | grep -q "\"source\": *\"booking\",[^}]*\"state\": *\"$1\""; }
applied() { anxin status --json | sed -n 's/.*"service": *"matching".*"source": *"booking", *"applied": *\([0-9]*\).*/\1/p'; }
book() {
    anxin send booking.create service=HH-01 household=H-60 station=ST1 consent=voice --as manager:M1 --source desk \
        start="$((($(date +%s) / 86400 + $1) * 86400000 + 7200000))"
}

[ -n "$("$PYTHON" -c 'import zmq, msgpack; print(1)' 2>/dev/null)" ] || {
    skip "peers of the request endpoint" "python3-zmq and python3-msgpack are missing"
    finish
}
for service in $SERVICES; do daemon_start "$service"; done
station_set

same "S14 the same command on two connections at once has one answer; another body is a conflict" "same 200" \
    "$("$PYTHON" "$ROOT/tests/fault/peers.py" twice "$DATA" 200)"
same "S14 and one effect" 200 "$(bookings)"

mkfifo "$WORK/in"
"$PYTHON" "$ROOT/tests/fault/peers.py" idle "$DATA" $IDLE <"$WORK/in" >"$WORK/idle" 2>&1 &
PEERS=$!
exec 9>"$WORK/in"
check "S26 $IDLE connections are there that say nothing" wait_until grep -q ready "$WORK/idle"
check "S26 others are served" book 40
check "S26 and followed" wait_until caught_up
exec 9>&-
wait "$PEERS"

daemon_stop matching
printf '[booking]\nrequest = ipc://%s/run/nobody.request\n' "$DATA" >"$WORK/matching.conf"
daemon_start matching
at=$(applied)
check "a booking is taken that matching hears of" book 41
check "S30 whoever hears the source but is not heard by it says so" wait_until state_is silent
same "S30 and applies nothing that it cannot ask about" "$at" "$(applied)"
daemon_stop matching
rm "$WORK/matching.conf"
daemon_start matching
check "S30 when it is heard again it catches up" wait_until caught_up
check "S30 and is live" wait_until state_is live
verified
for service in $SERVICES; do
    daemon_stop "$service"
    same "$service ends cleanly" 0 $?
done
finish
