#!/bin/sh
# What a daemon does at its start and its end: each wrong setting, store or endpoint refuses the start with exit code 2
# and a reason that names it; nothing of another is touched; SIGTERM ends cleanly.
. "$(dirname "$0")/../lib.sh"

CONF=$WORK/anxin.conf
DAEMON_PID=

daemon() { # daemon NAME [OPTION...]: runs one in the foreground until it refuses
    name=$1
    shift
    ANXIN_DATA=$DATA timeout 20 "$BIN/anxin-$name" "$@"
}

# The start must fail with code 2 and a reason that holds PATTERN (a fixed text).
refuses_with() { # refuses_with "sentence" PATTERN COMMAND...
    sentence=$1 pattern=$2
    shift 2
    "$@" >"$WORK/said" 2>&1
    code=$?
    if [ "$code" -eq 2 ] && grep -qF -- "$pattern" "$WORK/said"; then ok "$sentence"; else
        not_ok "$sentence"
        printf '#   expected code 2 and: %s\n#   code %s\n' "$pattern" "$code"
        sed 's/^/#   /' "$WORK/said"
    fi
}

configured() { # configured TEXT: a daemon started with this file
    printf '%b' "$1" >"$CONF"
    daemon roster --config "$CONF"
}

refuses_with "an unknown key is named with file and line" "$CONF:3: roster.probation_dayz: unknown key" \
    configured '[roster]\n# days\nprobation_dayz = 3\n'
refuses_with "a value out of bounds is named with its bounds" "$CONF:2: roster.probation_days: 0 is outside" \
    configured '[roster]\nprobation_days = 0\n'
refuses_with "a line that is no setting is named" "$CONF:2: neither a [section] nor key = value" \
    configured '[roster]\nprobation days\n'
refuses_with "a tcp endpoint is refused while there are no keys" "keys/registry: No such file" \
    configured '[roster]\nrequest = tcp://127.0.0.1:7001\n'
refuses_with "a missing configuration is named" "/no/such.conf: No such file" daemon roster --config /no/such.conf
refuses_with "a bad variable is named" "ANXIN_ROSTER_PROBATION_DAYS: \"soon\" is not a whole number" \
    env ANXIN_ROSTER_PROBATION_DAYS=soon ANXIN_DATA="$DATA" timeout 20 "$BIN/anxin-roster"
printf 'datum gcj02\narea A 22.5 113 600\n' >"$WORK/ways"
ways() { # ways NAME [VARIABLE=VALUE]: a daemon started with the matrix of ways
    name=$1
    shift
    env ANXIN_TRAVEL_MATRIX="$WORK/ways" ANXIN_DATA="$DATA" "$@" timeout 20 "$BIN/anxin-$name"
}
refuses_with "a matrix of ways with a flaw is named with file and line (V3)" "$WORK/ways:1: gcj02: is not the datum" \
    ways matching
refuses_with "also by booking, which tells how far a station is" "$WORK/ways:1: gcj02" ways booking
refuses_with "a datum that nobody knows is named" "ANXIN_DATUM: must be wgs84, gcj02 or bd09" ways matching ANXIN_DATUM=mars
refuses_with "a speed out of bounds is named" "ANXIN_TRAVEL_BUS_M_H: 1 is outside" ways matching ANXIN_TRAVEL_BUS_M_H=1
refuses_with "an unknown option is named" "--sideways" daemon roster --sideways
refuse "a start that was refused leaves no store" test -e "$DATA/roster.db"

printf 'this is a letter, not a store\n' >"$WORK/letter"
refuses_with "a file that is no store is named" "$WORK/letter is not a store" \
    env ANXIN_ROSTER_STORE="$WORK/letter" ANXIN_DATA="$DATA" timeout 20 "$BIN/anxin-roster"
same "and it is left as it was" "this is a letter, not a store" "$(cat "$WORK/letter")"

ready() { grep -q 'event=service.ready' "$WORK/daemon.log"; }
ANXIN_DATA=$DATA "$BIN/anxin-roster" >"$WORK/daemon.log" 2>&1 &
DAEMON_PID=$!
check "a daemon without a configuration becomes ready" wait_until ready
refuses_with "a second daemon on the same store is refused" "is in use by another process" daemon roster
refuses_with "a second daemon on the same endpoint is refused" "roster.request is in use by another process" \
    env ANXIN_ROSTER_STORE="$WORK/other.db" ANXIN_DATA="$DATA" timeout 20 "$BIN/anxin-roster"
answers() { anxin status --json | grep -q '"service": *"roster".*"up": *true'; }
check "the first one goes on answering" wait_until answers
kill -TERM "$DAEMON_PID"
wait "$DAEMON_PID"
same "SIGTERM ends a daemon with code 0" 0 $?

refuses_with "the store of another service is named" "belongs to service roster, not to mediation" \
    env ANXIN_MEDIATION_STORE="$DATA/roster.db" ANXIN_DATA="$DATA" timeout 20 "$BIN/anxin-mediation"
if "$PYTHON" -c 'import sqlite3' 2>/dev/null; then
    "$PYTHON" -c 'import sqlite3, sys; sqlite3.connect(sys.argv[1]).execute("PRAGMA user_version = 9999")' "$DATA/roster.db"
    refuses_with "a store with a newer schema is refused" "has a newer service schema (9999)" daemon roster
else
    skip "a store with a newer schema is refused" "python3 with sqlite3 is missing"
fi
finish
