#!/bin/bash
# The trail of acts with real daemons (X4): who did what is listed; what is changed, taken out, cut or made anew with the
# file in hand is found by anxin verify and named; a killed process leaves exactly the rows of what it kept.
. "$(dirname "$0")/../lib.sh"

listed() { anxin audit "$@" --json --as supervisor:V1; }
tamper() { # tamper STORE SQL...: with the file in hand, while no daemon has it
    "$PYTHON" - "$@" <<'END'
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
for statement in sys.argv[2:]:
    db.execute(statement)
db.commit()
print(db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone())
END
}
# Rows of the trail about stored commands against the answers that are stored: the same (source, id), each once.
same_acts() {
    "$PYTHON" - "$1" <<'END'
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
acts = db.execute("SELECT source, message FROM audit WHERE kind = 'command' AND message IS NOT NULL"
                  " AND coalesce(code, '') <> 'id_reused' AND decision <> 'denied' ORDER BY 1, 2").fetchall()
kept = db.execute("SELECT source, id FROM answer ORDER BY 1, 2").fetchall()
assert acts == kept and kept, (len(acts), len(kept))
END
}
unsound() { ! anxin verify >"$WORK/verified" 2>&1; }
names() { check "$1" grep -E -- "$2" "$WORK/verified"; }
anchored() { anxin tail "$1" --json | grep -q '"audit.anchored"'; }
hire() {
    anxin send worker.hire worker="$1" name=心平 phone=555-0100-77 station=ST1 kind=matron employment=employee sex=f \
        --as manager:M1 --id "$1" >/dev/null
}

set_start
check "a worker is hired" hire W-1
check "her name is read, and why is said" anxin get worker W-1 --as manager:M1 --why staffing:W-1
refuse "a phone is no reason" anxin get worker W-1 --as manager:M1 --why staffing:5550100
refuse "somebody asks who may not" anxin get worker W-1 --as client:C1
listed roster >"$WORK/rows"
check "X4 the act is there with who, role, object and names of fields" \
    grep -E '"who": *"uid:[0-9]+".*"role": *"manager".*"what": *"worker.hire".*"object": *"W-1".*name,.*"accepted"' "$WORK/rows"
check "X4 the reading of her name and phone is there" grep -E '"what": *"worker.get".*"object": *"W-1".*"name,phone"' "$WORK/rows"
check "X4 with why, and the row of the policy that allowed it" \
    grep -E '"what": *"worker.get".*"reason": *"staffing:W-1".*"policy": *"[0-9]+: allow .*worker.get' "$WORK/rows"
check "X4 the denial is there" grep -E '"what": *"worker.get".*"denied"' "$WORK/rows"
refuse "X4 nothing personal is there" grep -E '心平|555-0100-77' "$WORK/rows"
check "rows are listed by object" sh -c "ANXIN_DATA='$DATA' '$BIN/anxin' audit roster --object W-1 --json | grep -c W-1"
refuse "nobody else may read the trail" anxin audit roster --as receptionist:R1
check "anxin verify finds the trail sound" anxin verify

# Killed at work: the trail says exactly what was kept.
(for number in $(seq 2 60); do hire "W-$number" || true; done) 2>/dev/null &
load=$!
wait_until anxin get worker W-20 --as manager:M1 >/dev/null
kill -9 "$(pid_of roster)"
wait $load
check "roster is back" wait_until anxin get worker W-1 --as manager:M1
set_stop
check "X4 after kill -9 a row is there exactly for each act that was kept" same_acts "$DATA/roster.db"

set_start
export WAIT_SECONDS=90
check "X4 within a minute the head of the trail is told on the service's own stream" wait_until anchored roster
check "its followers have it" wait_until caught_up
check "anxin verify finds the set sound" anxin verify
check "and has compared it with what others noted" sh -c "ANXIN_DATA='$DATA' '$BIN/anxin' verify | grep -E 'ok +anchors'"
set_stop
cp "$DATA/roster.db" "$WORK/sound.db"

again() { # again SQL...: the sound store, changed
    set_stop >/dev/null 2>&1
    rm -f "$DATA/roster.db-wal"
    cp "$WORK/sound.db" "$DATA/roster.db"
    tamper "$DATA/roster.db" "$@" >/dev/null
    set_start
}
again "UPDATE audit SET actor = 'M2' WHERE number = 5"
check "a changed row is found" unsound
names "X4 and named" 'row 5 of the trail of acts was changed'
again "UPDATE audit SET reason = 'care' WHERE number = 2"
check "a reason that was put in later is found" unsound
names "X4 and named" 'row 2 of the trail of acts was changed'
again "DELETE FROM audit WHERE number = 7"
check "S28 a row of the trail that was taken out is found" unsound
names "S28 and named" 'row 7 of the trail of acts is missing'
again "DELETE FROM audit WHERE number > 9"
check "S28 a tail that was cut is found by what others noted" unsound
names "X4 and said by whom" 'trail of acts was cut|is not the one that (matching|mediation|notification|booking|training) has noted'
again "DELETE FROM audit"
check "S28 a trail that was emptied is found" unsound
set_stop
finish
