#!/bin/bash
# Peers that do not read what they are sent, and messages without end (guarantee 5; MESSAGING 8: 4): they cost the owner no
# more memory than is stated (common/bus/README.md), and nobody else anything.
. "$(dirname "$0")/setup.sh"

PEER_KIB=$((8 * 1024 + 16 * 1024)) # BACKLOG_PEER, and what queues of small answers, buffers and the allocator may add

resident() { awk '/^VmRSS:/ { print $2 }' "/proc/$(cat "$DATA/run/booking.pid")/status"; }
dropped() { anxin status --json | sed -n 's/.*"service": *"booking".*"dropped": *\([0-9]*\).*/\1/p'; }
dropped_are() { [ "$(dropped)" -ge "$1" ] 2>/dev/null; }
said() { grep -qE "$1" "$WORK/set.log"; }

# slow WORD...: in the background, until slow_end; its output in $WORK/slow.out
slow() {
    rm -f "$WORK/slow.in"
    mkfifo "$WORK/slow.in"
    "$PYTHON" "$ROOT/tests/fault/slow.py" "$@" <"$WORK/slow.in" >"$WORK/slow.out" 2>&1 &
    SLOW_PID=$!
    exec 9>"$WORK/slow.in"
    check "a peer is there that does not read ($1)" wait_until grep -q ready "$WORK/slow.out"
}
slow_end() {
    exec 9>&-
    wait "$SLOW_PID"
}

[ -n "$("$PYTHON" -c 'import zmq, msgpack; print(1)' 2>/dev/null)" ] || {
    skip "slow peers" "python3-zmq and python3-msgpack are missing"
    finish
}

set_start
station_set
readers_set
load_start 2000 64 0
load_finish
before=$(resident)
pid=$(pid_of booking)

slow questions "$DATA" 6000
check "S4 what it does not read is dropped and counted" wait_until dropped_are 1000
check "S4 the log says who does not read" wait_until said 'event=answer.dropped peer=uid:'
check "S4 status says so" sh -c "ANXIN_DATA='$DATA' '$BIN/anxin' status | grep -q 'answers dropped'"
grown=$(($(resident) - before))
echo "# 6000 fetches of 256 events, none read: booking holds $grown KiB more"
check "S4 its backlog is bounded by bytes, not by messages" test "$grown" -le "$PEER_KIB"
load_start 2300 64 0 # the first 2000 are repeats
load_finish
check "S4 others are served meanwhile" test "$(pid_of booking)" = "$pid"
check "S4 who begins to read gets what was kept, and new answers" slow_end
sed 's/^/# /' "$WORK/slow.out"

before=$(resident)
slow live "$DATA"
load_start 4300 64 0
load_finish
grown=$(($(resident) - before))
echo "# 2000 bookings past a subscriber that reads none: booking holds $grown KiB more"
check "S4 a subscriber that does not read costs no more either" test "$grown" -le "$PEER_KIB"
check "S4 the others miss nothing" wait_until caught_up
slow_end

same "S4 a message of 20,000 frames is answered" "malformed frames" \
    "$("$PYTHON" "$ROOT/tests/fault/slow.py" frames "$DATA" 20000)"
same "S4 and ends nothing" "$pid" "$(pid_of booking)"

load_start 0 16 300
check "the load runs" wait_until acked_are 4350
same "S4 a message without end is cut off" cut "$("$PYTHON" "$ROOT/tests/fault/slow.py" endless "$DATA")"
check "S4 which the log says" wait_until said 'event=memory.flooded'
check "S4 the owner starts again" wait_until daemon_answers booking
refuse "S4 as another process" test "$(pid_of booking)" = "$pid"
load_finish
once
verified
check "the set ends cleanly" set_stop
finish
