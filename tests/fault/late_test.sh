#!/bin/sh
# Followers that start after 10,000 events, and an owner that goes away while they catch up: they apply every event once
# and in order, from the first.
. "$(dirname "$0")/setup.sh"

# How far a follower of booking is: its cursor.
applied() {
    anxin status --json --timeout 1000 | grep "\"service\": *\"$1\"" |
        sed -n 's/.*"source": *"booking", *"applied": *\([0-9]*\).*/\1/p'
}
has_begun() { [ "$(applied "$1")" -gt 0 ] 2>/dev/null; }
applied_all() { [ "$(applied "$1")" -ge "$HEAD" ]; }

# The readers are known before the first event, so that they must be told of all.
daemon_start notification
readers_set
daemon_stop notification
same "notification ends cleanly" 0 $?

daemon_start booking
station_set
load_start 10000 128 0
load_finish
HEAD=$(anxin tail booking | wc -l)
check "booking has more than 10,000 events ($HEAD)" test "$HEAD" -ge 10000

began=$(date +%s%N)
daemon_start matching
daemon_start notification
check "S2 matching begins to catch up" wait_until has_begun matching
daemon_stop booking
same "booking ends cleanly while they fetch" 0 $?
echo "# booking went away when matching had applied $(applied matching) and notification $(applied notification)"
daemon_start booking
check "S1 matching catches up" wait_until applied_all matching
check "notification catches up" wait_until applied_all notification
echo "# caught up in $((($(date +%s%N) - began) / 1000000)) ms"

for service in roster training mediation; do daemon_start "$service"; done
once
verified
for service in booking matching roster training mediation notification; do
    daemon_stop "$service"
    same "$service ends cleanly" 0 $?
done
finish
