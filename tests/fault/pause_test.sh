#!/bin/sh
# A process that stands still for 8 seconds (SIGSTOP, a machine that swaps, a debugger) and goes on: an owner that is
# silent so long that its followers rebuild their sockets, then a follower that wakes up far behind.
. "$(dirname "$0")/setup.sh"

PAUSE=8 # more than the silence that makes a follower rebuild its sockets

pause() { # pause "sentence" SERVICE
    before=$(grep -c 'event=follower.rebuild' "$WORK/set.log")
    pid=$(pid_of "$2")
    kill -STOP "$pid"
    sleep $PAUSE
    check "$1" test -d "/proc/$pid"
    rebuilt=$(($(grep -c 'event=follower.rebuild' "$WORK/set.log") - before))
    kill -CONT "$pid"
    check "$2 is the same process afterwards" same_pid "$2" "$pid"
}
same_pid() { wait_until daemon_answers "$1" && [ "$(pid_of "$1")" = "$2" ]; }

set_start
station_set
readers_set
workers_set
load_start 3000 32 150 90
check "the load runs" wait_until acked_are 200
pause "booking stands still for $PAUSE s" booking
check "its followers rebuilt their sockets meanwhile ($rebuilt)" test "$rebuilt" -ge 1
pause "matching stands still for $PAUSE s" matching
load_finish
once
verified
check "the set ends cleanly" set_stop
finish
