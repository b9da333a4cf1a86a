#!/bin/sh
# A process that stands still for 8 seconds (SIGSTOP, a machine that swaps, a debugger) and goes on: an owner that is
# silent so long that its followers rebuild their sockets and say so, then a follower that wakes up far behind
# (MESSAGING 8: 16).
. "$(dirname "$0")/setup.sh"

PAUSE=8 # more than the silence that makes a follower rebuild its sockets

pause() { # pause "sentence" SERVICE
    before=$(grep -c 'event=follower.rebuild' "$WORK/set.log")
    pid=$(pid_of "$2")
    kill -STOP "$pid"
    sleep $PAUSE
    check "$1" test -d "/proc/$pid"
    marked=$(silent_of "$2")
    rebuilt=$(($(grep -c 'event=follower.rebuild' "$WORK/set.log") - before))
    kill -CONT "$pid"
    check "$2 is the same process afterwards" same_pid "$2" "$pid"
}
# How many followers show that source as silent.
silent_of() { anxin status --json --timeout 1000 | grep -o "\"source\": *\"$1\",[^}]*\"state\": *\"silent\"" | wc -l; }
same_pid() { wait_until daemon_answers "$1" && [ "$(pid_of "$1")" = "$2" ]; }

set_start
station_set
readers_set
workers_set
load_start 3000 32 150 90
check "the load runs" wait_until acked_are 200
pause "S16 booking stands still for $PAUSE s" booking
check "S16 its followers rebuilt their sockets meanwhile ($rebuilt)" test "$rebuilt" -ge 1
check "S16 and show in the status that it is silent ($marked)" test "$marked" -ge 1
pause "S16 matching stands still for $PAUSE s" matching
load_finish
once
verified
check "the set ends cleanly" set_stop
finish
