#!/bin/bash
# A subscriber of the live events with ten thousand subscriptions, which comes again and again, and one whose topics have
# the lengths that libzmq writes wrongly (MESSAGING 8: 24, 27): they cost the owner little memory, and the others nothing.
. "$(dirname "$0")/setup.sh"

SERVICES="booking matching roster training mediation notification"
MANY=10000
MOST_KIB=$((16 * 1024)) # for so many short subscriptions

resident() { awk '/^VmRSS:/ { print $2 }' "/proc/$(cat "$WORK/booking.hand")/status"; }
book() {
    anxin send booking.create service=HH-01 household=H-60 station=ST1 consent=voice --as manager:M1 --source desk \
        start="$((($(date +%s) / 86400 + $1) * 86400000 + 7200000))"
}
heard() { grep -c '^booking/booking.requested$' "$WORK/topics"; }
heard_are() { [ "$(heard)" -ge "$1" ]; }
# After a reconnection libzmq sends all its subscriptions anew; until the last of them is there the events pass by.
book_until_heard() {
    day=$((day + 1))
    book $day && heard_are "$1"
}

[ -n "$("$PYTHON" -c 'import zmq, msgpack; print(1)' 2>/dev/null)" ] || {
    skip "S24, S27 a subscriber of very many topics" "python3-zmq and python3-msgpack are missing"
    finish
}
for service in $SERVICES; do daemon_start "$service"; done
station_set
before=$(resident) day=2
mkfifo "$WORK/in"
"$PYTHON" "$ROOT/tests/fault/peers.py" topics "$DATA" $MANY <"$WORK/in" >"$WORK/topics" 2>&1 &
PEER=$!
exec 9>"$WORK/in"
check "S24 a subscriber with $MANY subscriptions is there" wait_until grep -q ready "$WORK/topics"
check "S27 beside one whose topics break its connection it hears what it asked for" wait_until book_until_heard 1
grown=$(($(resident) - before))
echo "# booking holds $grown KiB more"
check "S24 which costs the owner little memory" test "$grown" -le "$MOST_KIB"
check "S24 followers have everything" wait_until caught_up

for turn in 1 2 3; do
    { kill -KILL "$(cat "$WORK/booking.hand")" && wait "$(cat "$WORK/booking.hand")"; } 2>/dev/null
    daemon_start booking 9>&- # else it would hold open what tells the subscriber to end
    check "S24 all subscriptions come again at once: booking serves (turn $turn)" book $((day += 1))
    check "S24 and its followers have everything" wait_until caught_up
    check "S24 the subscriber hears again" wait_until book_until_heard $(($(heard) + 1))
done
check "S24 and the memory is bounded still" test $(($(resident) - before)) -le "$MOST_KIB"
exec 9>&-
wait "$PEER"
verified
for service in $SERVICES; do
    daemon_stop "$service"
    same "$service ends cleanly" 0 $?
done
finish
