#!/bin/sh
# The end under load: SIGTERM to one daemon and to the whole set, while commands are under way. Each ends with code 0, in
# order and soon; what was acknowledged is there, what was not is taken after the next start.
. "$(dirname "$0")/setup.sh"

pid_changed() { now=$(pid_of "$1") && [ -n "$now" ] && [ "$now" != "$2" ]; }

set_start
station_set
readers_set
load_start 0 64 150
check "the load runs" wait_until acked_are 200

for service in booking matching notification; do
    pid=$(pid_of "$service")
    check "SIGTERM reaches $service" kill -TERM "$pid"
    check "$service is started again" wait_until pid_changed "$service" "$pid"
done
check "each of them ended in order" test "$(grep -c 'event=service.stopped.*clean=yes' "$WORK/set.log")" -eq 3
check "booking's three lives share the load" wait_until acked_are $(($(acked) + 100))

began=$(date +%s)
set_stop
same "S15 SIGTERM ends the set with code 0 while commands are under way" 0 $?
check "S15 within 5 seconds" test $(($(date +%s) - began)) -le 5
same "all nine ends were in order" 9 "$(grep -c 'event=service.stopped.*clean=yes' "$WORK/set.log")"
check "the load was still running" load_runs
set_start
load_finish
once
verified
check "the set ends cleanly" set_stop
finish
