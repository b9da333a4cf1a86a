#!/bin/sh
# kill -9 of every service at random moments under load: what was acknowledged exists once, and every event is applied
# once (guarantees 1, 2 and 6). SEED=N repeats a run's choices; KILLS=N kills so often.
. "$(dirname "$0")/setup.sh"

KILLS=${KILLS:-54}
SEED=${SEED:-$(date +%s)}
SERVICES="booking matching roster training mediation notification"
DRAW=$((SEED % 2147483648))
echo "# seed $SEED"

draw() { # draw N: DRAWN is one of 0 .. N-1
    DRAW=$(((DRAW * 1103515245 + 12345) % 2147483648))
    DRAWN=$((DRAW / 65536 % $1))
}

draw_service() {
    draw 6
    SERVICE=$(echo "$SERVICES" | cut -d ' ' -f $((DRAWN + 1)))
}

killed=0
rounds=0
kill_one() { # the process of SERVICE, unless it is down; a process that was killed before is not counted again
    pid=$(cat "$DATA/run/$SERVICE.pid" 2>/dev/null) && [ -n "$pid" ] && kill -KILL "$pid" 2>/dev/null || return 1
    grep -q " $pid\$" "$WORK/killed" 2>/dev/null && return 1
    echo "$SERVICE $pid" >>"$WORK/killed"
    killed=$((killed + 1))
}

# After every third kill the victim must be back first; the others follow after 50 to 550 ms, whoever is down.
pause() {
    if [ $((killed % 3)) -eq 0 ]; then
        wait_until daemon_answers "$SERVICE" || not_ok "$SERVICE comes back after a kill"
    else
        draw 6
        sleep "0.$((DRAWN))5"
    fi
}

set_start
station_set
readers_set
workers_set
load_start 0 32 60
check "the load runs" wait_until acked_are 50
began=$(date +%s)
while [ $killed -lt "$KILLS" ] && [ $rounds -lt $((KILLS * 10)) ]; do
    rounds=$((rounds + 1))
    draw_service
    if kill_one; then pause; else sleep 0.05; fi
done
under_load=$(acked)
echo "# $killed kills in $(($(date +%s) - began)) s, then $under_load bookings were acknowledged"
same "S5, S6 $KILLS processes are killed" "$KILLS" "$killed"
for service in $SERVICES; do
    check "$service is one of them" grep -q "^$service " "$WORK/killed"
done
check "the load was still running" load_runs
load_finish
check "all services are up again" wait_until anxin status
once
verified
check "the set ends cleanly" set_stop
finish
