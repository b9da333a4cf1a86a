#!/bin/bash
# Ruling 12: what a service keeps of another one's records is as its owner has it, also while both work. Each field of each
# copy is damaged with the file in hand, and anxin verify names service, record, id and field.
. "$(dirname "$0")/../lib.sh"

day=$(date -d '+3 days' +%F)
book() { # book HOUSEHOLD HOUR
    anxin send booking.create service=HH-01 household="$1" start="${day}T$2:00+08:00" source_ref="R-$1-$2" \
        --source miniapp --as partner:miniapp --id "R-$1-$2"
}
verify() { anxin verify --timeout 30000 >"$WORK/verified" 2>&1 || { grep -v '^ok ' "$WORK/verified"; false; }; }
unsound() { ! verify; }
replicas() { grep -E '^(ok|broken) +replica' "$WORK/verified"; }

# damage STORES: in each copy, for each field, one row; prints "RECORD of SOURCE in KEEPER|ID|FIELD" for each.
damage() {
    "$PYTHON" - "$1" <<'END'
import sqlite3, sys
flip = lambda column: f"1 - {column}"
more = lambda column: f"{column} || 'x'"
up = lambda column: f"{column} + 1"
sex = lambda column: f"iif({column} = 'f', 'm', 'f')"
copies = [
    ("matching", "service of booking", "service", "service", "service", {
        "version": ("version", up), "workers": ("workers", up), "live_in": ("live_in", flip),
        "intimate": ("intimate", flip), "kinds": ("kinds", more), "risky": ("risky", flip)}),
    ("matching", "service of booking", "service_need", "service", "service", {"certs": ("level", lambda c: f"({c} + 1) % 6")}),
    ("matching", "station of booking", "station", "station", "station", {"active": ("open", flip)}),
    ("matching", "coverage of booking", "coverage", "station", "station", {"communities": ("community", more)}),
    ("matching", "booking of booking", "visit", "booking", "booking", {
        "station": ("station", more), "household": ("household", more), "service": ("service", more),
        "community": ("community", more), "cell_lat": ("lat", up), "cell_lon": ("lon", up), "wish_sex": ("wish_sex", sex),
        "wish_languages": ("wish_languages", more), "wish_cuisines": ("wish_cuisines", more),
        "wish_worker": ("wish_worker", more), "wish_nonsmoker": ("wish_nonsmoker", flip), "home_pets": ("home_pets", flip)}),
    ("matching", "worker of roster", "worker", "worker", "worker", {
        "station": ("station", more), "kind": ("kind", more), "employee": ("employee", flip),
        "part_time": ("part_time", flip), "sex": ("sex", sex), "languages": ("languages", more), "cell_lat": ("lat", up),
        "cell_lon": ("lon", up), "travel": ("travel", lambda c: f"{c} % 3 + 1"), "cuisines": ("cuisines", more),
        "pets": ("pets", lambda c: f"({c} + 1) % 3"), "smokes": ("smokes", lambda c: f"({c} + 1) % 3"),
        "green": ("green", flip), "gone": ("gone", flip), "active": ("active", flip), "suspended": ("suspended", flip),
        "employers": ("employers", more)}),
    ("matching", "cert of roster", "cert", "cert", "cert", {
        "worker": ("worker", lambda c: f"iif({c} = 'W-01', 'W-02', 'W-01')"), "cert_type": ("type", more),
        "level": ("level", up), "valid_from": ("valid_from", up), "valid_to": ("valid_to", up), "good": ("good", flip)}),
    ("matching", "leave of roster", "worker_leave", "leave", "leave", {
        "worker": ("worker", lambda c: "'W-03'"), "start": ("start", up), "until": ("until", up)}),
    ("roster", "visit of matching", "visit", "id", "id", {
        "worker": ("worker", more), "start": ("start", up), "state": ("state", lambda c: "'ended'")}),
    ("mediation", "booking of booking", "booking_copy", "booking", "booking", {
        "state": ("state", more), "station": ("station", more)}),
    ("mediation", "employment of roster", "employment", "iif(home AND lasts, worker, NULL)", "worker", {
        "station": ("employer", more), "employment": ("employment", lambda c: f"iif({c} = 'agency', 'partner', 'agency')")}),
    ("mediation", "employer of roster", "employment", "iif(home, NULL, worker || ' ' || employer)", "worker", {
        "employment": ("employment", lambda c: "'partner'")}),
    ("training", "proven of roster", "cert_fact", "id", "id", {
        "worker": ("worker", more), "cert_type": ("cert_type", more), "level": ("level", up),
        "valid_from": ("valid_from", lambda c: f"{c} - 1"), "valid_to": ("valid_to", up), "good": ("good", flip)}),
    ("booking", "case of mediation", "booking_hold", "case_id", "case_id", {
        "booking": ("booking", lambda c: "(SELECT max(b.booking) FROM booking b WHERE b.booking <> booking_hold.booking)")}),
]
for keeper, record, table, key, rest, fields in copies:
    db = sqlite3.connect(f"{sys.argv[1]}/{keeper}.db")
    ids = [row[0] for row in db.execute(f"SELECT DISTINCT {key} FROM {table} ORDER BY {key}") if row[0] is not None]
    assert ids, (keeper, table)
    for place, (field, (column, change)) in enumerate(fields.items()):
        at = ids[place % len(ids)]
        first = db.execute(f"SELECT min({column}) FROM {table} WHERE {key} = ?", (at,)).fetchone()[0]
        assert db.execute(f"UPDATE {table} SET {column} = {change(column)} WHERE {key} = ? AND {column} = ?",
                          (at, first)).rowcount == 1, (table, field, at)
        print(f"{record} in {keeper}|{at}|{field}")
    db.commit()
    db.close()
END
}
says() { grep -E -- "$1" "$WORK/verified" || { grep -v '^ok ' "$WORK/verified"; false; }; }
sql() { # sql STORE STATEMENT...
    "$PYTHON" - "$@" <<'END'
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
for statement in sys.argv[2:]:
    assert db.execute(statement).rowcount == 1, statement
db.commit()
END
}
# named KEEPER-LINE ID FIELD: the kind's line is broken, and below it stands the id with that field.
named() {
    awk -v line="$1:" -v id="$2:" -v field="$3" '
        /^(ok|broken) / { inside = $1 == "broken" && index($0, line) }
        inside && index($0, " " id " ") { for (i = 3; i <= NF; i++) found = found || $i == field }
        END { exit !found }' "$WORK/verified"
}
all_named() {
    missed=0
    while IFS='|' read -r line id field; do
        named "$line" "$id" "$field" || { echo "not named: $line $id $field"; missed=1; }
    done <"$WORK/damaged"
    return "$missed"
}

set_start
anxin sample --setup-only --start today | anxin send --file - >/dev/null
for number in 80 81 82 83 84 85 86 87 88 89 90 91; do book "H-00$number" 10; done >"$WORK/booked"
booking=$(sed -n 's/^ *subject *//p' "$WORK/booked" | head -1)
check "a case about a booking is filed" anxin send case.file station=ST1 category=service relation=household_worker \
    booking="$booking" channel=counter filer=H-0080 respondent=W-56 subject=x wish=y happened="$(date +%s)000" --as officer:O1
check "leave is granted" anxin send leave.put worker=W-10 start="${day}T00:00+08:00" until="${day}T20:00+08:00" --as manager:M1
check "a worker has a further employer" anxin send worker.employ worker=W-10 employer=EN-02 employment=agency --as manager:M1
check "every follower has applied all" wait_until caught_up
check "ruling 12 all copies are as their owners have them" verify
same "each of the 16 kinds has records to be compared" 16 "$(replicas | grep -cE ': [1-9][0-9]* records, 0 differ$')"

# Owner and keepers at work: positions move, and nothing is wrong.
for number in $(seq 100 239); do
    echo "{\"type\":\"booking.create\",\"id\":\"L-$number\",\"data\":{\"service\":\"HH-01\",\"household\":\"H-0$number\"," \
        "\"source_ref\":\"L-$number\",\"start\":\"${day}T1$((number % 8)):00:00+08:00\"}}"
done >"$WORK/load"
anxin send --file "$WORK/load" --json --source miniapp --as partner:miniapp >"$WORK/loaded" 2>&1 &
load=$!
rounds=0
while kill -0 $load 2>/dev/null || [ $rounds -eq 0 ]; do
    verify || break
    rounds=$((rounds + 1))
done
check "ruling 12 while bookings come in, the copies are compared all the same ($rounds times)" verify
wait $load
same "the bookings came in" 140 "$(grep -c '"done"' "$WORK/loaded")"

# Each field of each copy, with the files in hand.
check "the set ends cleanly" set_stop
mkdir "$WORK/sound"
cp -p "$DATA"/*.db "$WORK/sound/"
check "fields are changed by hand" damage "$DATA"
cp "$WORK/check.out" "$WORK/damaged"
set_start
check "ruling 12 anxin verify is not content" unsound
check "ruling 12 it names service, record, id and field of all $(wc -l <"$WORK/damaged")" all_named
check "and says that the set is unsound" grep -q '^UNSOUND' "$WORK/verified"
set_stop
cp -p "$WORK/sound"/*.db "$DATA/"

# What a version of before had passed over is heard once more: the same copies, as their owners have them.
passed_over() { # as that version left it: nothing kept, and nothing noted
    for store in "mediation employment complaint_doc_before" "training cert_fact"; do
        set -- $store
        "$PYTHON" - "$DATA" "$@" <<'END'
import sqlite3, sys
db = sqlite3.connect(f"{sys.argv[1]}/{sys.argv[2]}.db")
for table in sys.argv[3:]:
    db.execute(f"DELETE FROM {table}")
assert db.execute("DELETE FROM meta WHERE name LIKE 'relearn.%'").rowcount > 0
db.commit()
END
    done
}
check "copies are emptied" passed_over
set_start
check "ruling 12 what was heard before an upgrade is heard again" verify
same "all of it" 16 "$(replicas | grep -cE ': [1-9][0-9]* records, 0 differ$')"
set_stop

# What is lacking, and what nobody ever said.
sql "$DATA/mediation.db" "DELETE FROM station_copy WHERE station = 'ST2'" "INSERT INTO station_copy VALUES ('ST9')"
sql "$DATA/mediation.db" "UPDATE dispute SET accept_by = accept_by + 86400000, deadline = deadline + 86400000"
sql "$DATA/matching.db" "UPDATE pair SET worker = worker || 'x'"
set_start
check "ruling 12 anxin verify is not content with what is lacking" unsound
check "a record that the copy lacks is named" grep -E 'station ST2: the copy lacks it' "$WORK/verified"
check "a record that its owner does not have is named" grep -E 'station ST9: its owner does not have it' "$WORK/verified"
check "likewise one whose id is of two parts" grep -E 'pair H-[0-9]+ W-[0-9]+x: its owner does not have it' "$WORK/verified"
check "I19 a deadline that its calendar does not come to is named" \
    sh -c "grep -A 1 -E '^broken +I19.reckoned' '$WORK/verified' | grep -E 'case .* accept_by .* is 3 workdays from .* by cn-2026.1'"
set_stop
cp -p "$WORK/sound"/*.db "$DATA/"

# A keeper that does not come on is told, not passed over.
set_start
check "matching applies no more of booking" anxin pause matching booking --reason "test of verify"
book H-0095 16 >/dev/null
check "ruling 12 what cannot be compared is a fault" unsound
check "and said of each kind" says 'broken +replica +booking of booking in matching: .*the copy does not come on'
check "matching applies again" anxin resume matching booking
check "ruling 12 then all is sound" wait_until verify
set_stop
finish
