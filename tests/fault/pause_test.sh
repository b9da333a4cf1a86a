#!/bin/sh
# A process that stands still (SIGSTOP, a machine that swaps, a debugger) and goes on: an owner that is silent so long that
# its followers rebuild their sockets and say so, then a follower that wakes up far behind (MESSAGING 8: 16).
. "$(dirname "$0")/setup.sh"

pause() { # pause SERVICE: it stands still until its followers have found that out
    before=$(rebuilds "$1")
    pid=$(pid_of "$1")
    kill -STOP "$pid"
    check "S16 $1 stands still until a follower rebuilds its socket" wait_until rebuilds_more_than "$before" "$1"
    check "S16 and shows in the status that it is silent" wait_until is_silent "$1"
    kill -CONT "$pid"
    check "$1 is the same process afterwards" same_pid "$1" "$pid"
}
rebuilds() { grep -c "event=follower.rebuild source=$1" "$WORK/set.log"; }
rebuilds_more_than() { [ "$(rebuilds "$2")" -gt "$1" ]; }
is_silent() { anxin status --json --timeout 500 | grep "\"source\": *\"$1\",[^}]*\"state\": *\"silent\""; }
same_pid() { wait_until daemon_answers "$1" && [ "$(pid_of "$1")" = "$2" ]; }

set_start
station_set
readers_set
workers_set
load_start 0 32 60
check "the load runs" wait_until acked_are 200
pause booking
pause matching
load_finish
once
verified
check "the set ends cleanly" set_stop
finish
