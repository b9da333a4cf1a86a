#!/bin/sh
# More connections than there are descriptors (MESSAGING 8, scenario 26): those that would take the last ones are turned
# away, the process lives, does not spin and serves again when the crowd has gone. libzmq alone would end it.
. "$(dirname "$0")/setup.sh"

cat >"$WORK/crowd.py" <<'PY'
# Opens so many connections, says how many, and keeps them until its input ends.
import socket, sys
kept = []
for _ in range(int(sys.argv[2])):
    one = socket.socket(socket.AF_UNIX)
    one.settimeout(0.2)
    try:
        one.connect(sys.argv[1])
        kept.append(one)
    except OSError:
        one.close()
print("open", len(kept), flush=True)
sys.stdin.read()
PY
mkfifo "$WORK/leave"
crowd() { "$PYTHON" "$WORK/crowd.py" "$DATA/run/booking.request" 50 <"$WORK/leave" >>"$WORK/crowd.out" 2>&1; }
crowd_is_there() { cat "$WORK/crowd.out" && [ "$(grep -c open "$WORK/crowd.out")" -eq 4 ]; }

said() { grep -q "event=$1" "$WORK/set.log"; }
processor() { awk '{ print $14 + $15 }' "/proc/$1/stat"; }

DESCRIPTORS=64 daemon_start booking # the daemon alone: the crowd's parts need theirs, however many were inherited
station_set
pid=$(cat "$WORK/booking.hand")
parts=
# shellcheck disable=SC2034
for part in 1 2 3 4; do
    crowd &
    parts="$parts $!"
done
exec 9>"$WORK/leave"
check "a crowd of 200 comes" wait_until crowd_is_there
check "booking says that it turns them away" wait_until said descriptors.full
before=$(processor "$pid")
check "its intake takes no more of them" test "$(ls "/proc/$pid/fd" | wc -l)" -le 64
same "it has said so once" 1 "$(grep -c event=descriptors.full "$WORK/set.log")"
check "it does not spin" test $(($(processor "$pid") - before)) -lt 100
exec 9>&-
# shellcheck disable=SC2086
wait $parts
check "when the crowd has gone it answers" wait_until daemon_answers booking
check "with what it has" anxin get station ST1
check "and says that there is room again" wait_until said descriptors.room
same "it is the same process" "$pid" "$(cat "$WORK/booking.hand")"
check "which lives" kill -0 "$pid"
daemon_stop booking
same "and ends cleanly" 0 $?
finish
