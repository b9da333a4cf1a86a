#!/bin/sh
# Dead letters (guarantee 4): a handler of matching that fails, because a trigger planted in its store (while it is down)
# refuses the visits of one household. Its events are set aside with the later ones of their booking behind them, others
# pass; the operator lists, tries, mends, drops; when the cause is gone everything follows in order, as without the failure.
. "$(dirname "$0")/setup.sh"

SERVICES="booking matching roster training mediation notification"

matching_sql() {
    "$PYTHON" - "$DATA/matching.db" "$1" <<'PY'
import sqlite3, sys
store = sqlite3.connect(sys.argv[1])
store.executescript(sys.argv[2])
store.close()
PY
}

matching_restart_with() {
    daemon_stop matching
    check "$1" matching_sql "$2"
    daemon_start matching
}

# book HOUSEHOLD DAY: the id of a new booking
book() {
    anxin send booking.create service=HH-01 household="$1" station=ST1 consent=voice --json --as manager:M1 --source desk \
        start="$((($(date +%s) / 86400 + $2) * 86400000 + 7200000))" |
        sed -n 's/.*"subject": *"\([^"]*\)".*/\1/p'
}
cancel() { anxin send booking.cancel booking="$1" reason=client_wish --as manager:M1 --source desk >/dev/null; }

# letters FILTER FIELD: a field of the letters of the park whose JSON line matches
letters() {
    anxin dead list matching --json | grep -- "$1" | sed -n "s/.*\"$2\": *\"\{0,1\}\([^\",}]*\).*/\1/p"
}
story() { anxin tail matching | grep -- "$1" | sed -n 's/.*"type": *"\([^"]*\)".*/\1/p' | tr '\n' ' '; }
shows() { anxin dead show matching "$1" --json | grep -q -- "$2"; }
household_of() {
    visit=$(anxin list visit booking="$1" --json | sed -n 's/.*"visit": *"\([^"]*\)".*/\1/p')
    anxin get visit "$visit" --json | sed -n 's/.*"household": *"\([^"]*\)".*/\1/p'
}
park_is() { [ "$(anxin dead list matching --json | wc -l)" -eq "$1" ]; } # for wait_until
tried_out() { # for wait_until
    anxin dead retry matching "$1"
    [ "$(letters "\"number\":$1," state)" = stopped ]
}

for service in $SERVICES; do daemon_start "$service"; done
station_set
same "nothing is set aside at first" "" "$(anxin dead list --json)"
matching_restart_with "a failure is planted in matching" "CREATE TRIGGER planted BEFORE INSERT ON visit
    WHEN NEW.household = 'H-07' BEGIN SELECT RAISE(ABORT, 'planted failure'); END;"

FAILING=$(book H-07 20)
cancel "$FAILING"
MENDED=$(book H-07 21)
DROPPED=$(book H-07 22)
PASSING=$(book H-08 20)
cancel "$PASSING"
check "S12 the events of a failing handler are set aside with the later ones of their booking" wait_until park_is 4
check "S12 matching goes on with the others" wait_until caught_up
check "the booking of another household was planned and cancelled" wait_event matching "visit.cancelled.*$PASSING"
FIRST=$(letters "booking.requested.*$FAILING" number)
same "S12 the later one of its booking waits behind it" "waiting" "$(letters "booking.cancelled.*$FAILING" state)"
same "behind that number" "$FIRST" "$(letters "booking.cancelled.*$FAILING" front)"
same "three failed for one cause, one waits" "booking.cancelled/waiting 1 booking.requested/trouble 3 " \
    "$(anxin dead groups matching --json |
        sed 's/.*"type": *"\([^"]*\)", *"cause": *"\([^"]*\)", *"count": *\([0-9]*\).*/\1\/\2 \3/' | tr '\n' ' ')"
check "show tells the reason" shows "$FIRST" "planted failure"
check "and the event itself, for the booking" shows "$FIRST" "\"partitionkey\":\"$FAILING\""

check "tries that are used up leave it to the operator" wait_until tried_out "$FIRST"
anxin dead retry matching "$FIRST" --dry-run >"$WORK/dry"
same "a dry run that fails ends with 1" 1 $?
anxin dead drop matching "$FIRST" >/dev/null 2>&1
same "without a reason nothing is dropped: wrong usage" 2 $?
anxin dead drop matching --reason why >/dev/null 2>&1
same "nor without saying which" 2 $?
refuse "nor by another than an operator" anxin dead drop matching "$FIRST" --reason why --as manager:M1
check "everything is still set aside" park_is 4

check "one is mended with another household" anxin dead mend matching \
    "$(letters "booking.requested.*$MENDED" number)" household=H-11 --reason "the household had moved"
same "its visit is planned for that household" "H-11" "$(household_of "$MENDED")"
check "one is dropped with a reason" anxin dead drop matching "$(letters "booking.requested.*$DROPPED" number)" \
    --reason "told by telephone"
same "the history says who did what and why" "mended $(id -un) the household had moved;dropped $(id -un) told by telephone;" \
    "$(anxin dead history matching --json |
        sed 's/.*"action": *"\([^"]*\)".*"actor": *"\([^"]*\)", *"why": *"\([^"]*\)".*/\1 \2 \3/' | tr '\n' ';')"

matching_restart_with "the cause is taken away" "DROP TRIGGER planted;"
check "what was given up is still set aside after a restart" park_is 2
check "a dry run passes and changes nothing" anxin dead retry matching "$FIRST" --dry-run
check "really nothing" park_is 2
check "retrying the group passes" anxin dead retry matching --group booking.requested/trouble
check "S13 the one behind it follows by itself" wait_until park_is 0
check "the end of its story is there" wait_event matching "visit.cancelled.*$FAILING"
same "S13 matching says of it what it said of the booking that never failed" "$(story "$PASSING")" "$(story "$FAILING")"
check "every follower has applied all of its source" wait_until caught_up
check "nothing is set aside" nothing_parked
verified
for service in $SERVICES; do
    daemon_stop "$service"
    same "$service ends cleanly" 0 $?
done

# ---- the same bookings twice, with a failure and without: the same end, to the last row. On a driven clock that stands
# still, since ids and instants are made of the time at which something is done ----

# tables_digest FOLDER: what the services' own tables hold, row by row. Left out: the ledger (it says how, not what, and
# who retried), the order in which things came (numbers of steps and feeds), and the door codes, drawn at random.
tables_digest() {
    "$PYTHON" - "$1" <<'PY'
import hashlib, json, sqlite3, sys
LEDGER = {"meta", "stream", "event", "fork", "cursor", "follower", "answer", "parked", "buried", "timer", "person",
          "recent_run", "orphan", "fork_met", "audit", "anchor", "sqlite_sequence"}
APART = {"number", "step", "place", "nth", "version", "door_code"}
rows = []
for service in ("booking", "matching", "mediation", "notification"):
    store = sqlite3.connect("file:%s/%s.db?mode=ro" % (sys.argv[1], service), uri=True)
    tables = [name for (name,) in store.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")]
    for table in tables:
        if table in LEDGER:
            continue
        cursor = store.execute('SELECT * FROM "%s"' % table)
        names = [column[0] for column in cursor.description]
        for row in cursor:
            fields = {name: value.hex() if isinstance(value, bytes) else value
                      for name, value in zip(names, row) if name not in APART}
            rows.append("%s.%s %s" % (service, table, json.dumps(fields, sort_keys=True, ensure_ascii=False)))
rows.sort()
open(sys.argv[1] + "/rows", "w").write("\n".join(rows) + "\n")
print(hashlib.blake2b("\n".join(rows).encode(), digest_size=16).hexdigest())
PY
}

stamp() { date -u -d "@$BEGAN" +%Y-%m-%dT%H:%M:%SZ; }
wishes() { # one line a booking, each with its own id and time, so that all that is derived of them is the same
    for number in 01 02 07 03 09 04 07 05 09 06; do
        COUNT=$((${COUNT:-0} + 1))
        echo "{\"type\":\"booking.create\",\"id\":\"wish-$COUNT\",\"time\":\"$(stamp)\"," \
            "\"data\":{\"service\":\"HH-01\",\"household\":\"H-$number\",\"station\":\"ST1\",\"consent\":\"voice\"," \
            "\"start\":$(((BEGAN / 86400 + 20 + COUNT) * 86400000 + 7200000))}}"
    done
}
calls_off() { # the third, a failing one, and the fourth
    for at in 3 4; do
        echo "{\"type\":\"booking.cancel\",\"id\":\"off-$at\",\"time\":\"$(stamp)\",\"data\":{\"reason\":\"client_wish\"," \
            "\"booking\":\"$(sed -n "${at}s/.*\"subject\": *\"\([^\"]*\)\".*/\1/p" "$WORK/taken")\"}}"
    done
}
desk() { anxin send --json --file "$1" --as manager:M1 --source desk >"$WORK/$2"; }
weeks() { # weeks NAME: plays them in a folder of that name; with a failure when that is its name
    DATA=$WORK/$1
    for service in $SERVICES; do
        daemon_start "$service"
        anxin send clock.set --to "$service" "to=${BEGAN}000" >/dev/null || not_ok "$1: the clock of $service is set"
    done
    station_set
    readers_set
    check "$1: every follower has applied the set-up" wait_until caught_up
    [ "$1" = plain ] || matching_restart_with "$1: a failure is planted in matching" "CREATE TRIGGER planted BEFORE INSERT ON visit
        WHEN NEW.household IN ('H-07', 'H-09') BEGIN SELECT RAISE(ABORT, 'planted failure'); END;"
    check "$1: matching waits until the desk has done all" anxin pause matching booking --reason "both runs alike"
    check "$1: ten bookings are taken" desk "$WORK/wishes" taken
    calls_off >"$WORK/off"
    check "$1: two are called off" desk "$WORK/off" called
    check "$1: matching goes on" anxin resume matching booking
    if [ "$1" = failing ]; then
        check "failing: four are set aside with what came behind them" wait_until park_is 5
        check "failing: the others go through" wait_until caught_up
        matching_restart_with "failing: the cause is taken away" "DROP TRIGGER planted;"
        check "failing: anxin dead retry takes all of them" anxin dead retry matching --all
        check "failing: that empties it" wait_until park_is 0
    fi
    check "$1: every follower has applied all of its source" wait_until caught_up
    nothing_parked || not_ok "$1: nothing is set aside at the end"
    for service in $SERVICES; do daemon_stop "$service" || not_ok "$1: $service ends cleanly"; done
}

export ANXIN_CLOCK=driven
BEGAN=$(date +%s)
wishes >"$WORK/wishes"
weeks plain
weeks failing
check "there is something to compare ($(tables_digest "$WORK/plain"))" test "$(wc -l <"$WORK/plain/rows")" -ge 60
same "the stores end as without the failure" "$(tables_digest "$WORK/plain")" "$(tables_digest "$WORK/failing")"
check "to the last row" diff "$WORK/plain/rows" "$WORK/failing/rows"
finish
