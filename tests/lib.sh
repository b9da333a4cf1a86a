# shellcheck shell=sh
# What the test scripts share. Use: . "$(dirname "$0")/../lib.sh"
#
#   check "sentence" COMMAND...      ok when the command succeeds
#   refuse "sentence" COMMAND...     ok when it fails
#   same "sentence" EXPECTED GOT     ok when the texts are equal
#   skip "sentence" REASON           said, counted, not failed
#   finish                           ends the script: 0 when nothing was not ok
#
#   set_start [OPTION...]            runs the whole set in a temporary folder and waits until all services answer
#   set_on_tcp                       before set_start: all endpoints are free tcp ports of this machine, with keys
#   ends_on_tcp INSTANCE.END...      the same of these alone: booking.request, booking.xinhui.stream
#   set_stop                         ends it with SIGTERM; fails when that takes longer than STOP_SECONDS or is no clean end
#   set_down                         ends everything of it at once with SIGKILL
#   anxin WORD...                    the tool, talking to this set
#   wait_until COMMAND...            repeats the command until it succeeds; fails after WAIT_SECONDS with what it said last
#   wait_event STREAM PATTERN        waits until a line of the stream matches the pattern (grep -E); prints it
#   pid_of SERVICE                   the process of that daemon of the set
#   caught_up                        true when every follower has applied what its source has (for wait_until)
#
# Each script has its own $WORK folder, its data in $DATA, what the set said in $WORK/set.log; all of it goes when the
# script ends, unless KEEP=1. Waiting is for a fact, never for seconds: the limits only end a test that hangs.
set -u
umask 022 # a registry or policy that a group may write is refused

ROOT=$(cd "$(dirname "$0")/../.." && pwd)
BUILD=${B:-build}
case $BUILD in /*) ;; *) BUILD=$ROOT/$BUILD ;; esac
BIN=$BUILD/bin
WAIT_SECONDS=${WAIT_SECONDS:-60}
STOP_SECONDS=${STOP_SECONDS:-20}
PYTHON=/usr/bin/python3 # Debian's own, which sees Debian's modules
[ -x $PYTHON ] || PYTHON=python3
export PYTHON

WORK=$(mktemp -d "${TMPDIR:-/tmp}/anxin-test.XXXXXX") || exit 1
DATA=$WORK/data
SET_PID=
FAILED=0

ok() { echo "ok - $*"; }

not_ok() {
    echo "not ok - $*"
    FAILED=$((FAILED + 1))
}

skip() { echo "skip - $1: $2"; }

# Runs "$@" with its output kept; shown (as comments) only when the test fails.
check() {
    sentence=$1
    shift
    if "$@" >"$WORK/check.out" 2>&1; then ok "$sentence"; else
        not_ok "$sentence"
        tail -n 20 "$WORK/check.out" | sed 's/^/#   /'
    fi
}

refuse() {
    sentence=$1
    shift
    if "$@" >"$WORK/check.out" 2>&1; then
        not_ok "$sentence"
        tail -n 20 "$WORK/check.out" | sed 's/^/#   /'
    else ok "$sentence"; fi
}

same() {
    if [ "$2" = "$3" ]; then ok "$1"; else
        not_ok "$1"
        printf '#   expected: %s\n#   got:      %s\n' "$2" "$3"
    fi
}

finish() {
    if [ "$FAILED" -ne 0 ] && [ -s "$WORK/set.log" ]; then
        echo "# the set said last:"
        tail -n 20 "$WORK/set.log" | sed 's/^/#   /'
    fi
    [ "$FAILED" -eq 0 ]
    exit
}

wait_until() {
    deadline=$(($(date +%s) + WAIT_SECONDS))
    until "$@" >"$WORK/wait.out" 2>&1; do
        [ "$(date +%s)" -lt "$deadline" ] || {
            cat "$WORK/wait.out"
            return 1
        }
        sleep 0.05
    done
}

anxin() { ANXIN_DATA=$DATA "$BIN/anxin" "$@"; }

set_start() {
    [ -x "$BIN/anxin" ] || {
        not_ok "the set starts: $BIN/anxin is not built"
        finish
    }
    # A session of its own, so that set_down reaches every process of the set and no other.
    setsid "$BIN/anxin" up --data "$DATA" "$@" >>"$WORK/set.log" 2>&1 &
    SET_PID=$!
    wait_until anxin status && return 0
    not_ok "the set starts and all its services answer within $WAIT_SECONDS s"
    finish
}

set_on_tcp() {
    ends_on_tcp booking.request booking.stream booking.intake matching.request matching.stream roster.request roster.stream \
        training.request training.stream mediation.request mediation.stream notification.request notification.stream
}

ends_on_tcp() {
    "$PYTHON" - "$@" >"$WORK/endpoints.sh" <<'PY'
import socket, sys
sockets = [socket.create_server(("127.0.0.1", 0)) for name in sys.argv[1:]]
for name, free in zip(sys.argv[1:], sockets):
    print(f"export ANXIN_{name.upper().replace('.', '_')}=tcp://127.0.0.1:{free.getsockname()[1]}")
PY
    # shellcheck source=/dev/null
    . "$WORK/endpoints.sh"
}

set_stop() {
    [ -n "$SET_PID" ] || return 0
    kill -TERM "$SET_PID" 2>/dev/null
    ended=1
    if WAIT_SECONDS=$STOP_SECONDS wait_until set_ended; then
        wait "$SET_PID"
        ended=$?
    fi
    set_down
    return "$ended"
}

set_ended() { ! kill -0 "$SET_PID" 2>/dev/null; }

set_down() {
    [ -n "$SET_PID" ] || return 0
    kill -s KILL -- "-$SET_PID" 2>/dev/null # dash takes no "kill -KILL --"
    wait "$SET_PID" 2>/dev/null
    SET_PID=
}

pid_of() {
    anxin status --json | sed -n "s/.*\"service\": *\"$1\".*\"pid\": *\([0-9]*\).*/\1/p"
}

stream_has() { anxin tail "$1" | grep -E -m 1 -- "$2"; }

wait_event() {
    wait_until stream_has "$1" "$2" && cat "$WORK/wait.out"
}

caught_up() {
    anxin status --json >"$WORK/status.json" || return 1
    "$PYTHON" - "$WORK/status.json" <<'PY'
import json, sys
services = [json.loads(line) for line in open(sys.argv[1])]
last = {stream["name"]: stream.get("last", 0) for service in services for stream in service.get("streams", [])}
behind = any(follow.get("applied", 0) < last.get(follow["source"], 0)
             for service in services for follow in service.get("follows", []))
sys.exit(behind)
PY
}

clean_up() {
    set_down
    if [ "${KEEP:-0}" = 1 ]; then echo "# kept: $WORK"; else rm -rf "$WORK"; fi
}
trap clean_up EXIT
trap 'exit 130' INT TERM HUP
