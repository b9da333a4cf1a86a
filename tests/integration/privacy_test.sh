#!/bin/sh
# Nothing personal leaves its place (ruling 4, K9, N12): a marked value is planted in every personal field of every
# command, in messages that are taken and in messages that are refused. Afterwards the marks stand in the answers to those
# who deal with the person, and nowhere else: no file of a store or its keys, no stream, no log, no answer to another
# role.
# shellcheck disable=SC2317  # plant and has are called by check
. "$(dirname "$0")/../fault/setup.sh"

MARK=SECRET-QX7 # begins every marked value: no word of ours, nor of base64
PLACE=22.5071173,113.0471173 # one that is read as a position cannot hold it
ROLES='client partner receptionist dispatcher worker manager trainee trainer registrar mediator officer supervisor operator'
SERVICES='booking matching roster training mediation notification'
NOON=$((($(date +%s) / 86400 + 5) * 86400000 + 14400000)) # 12:00 local time, five days ahead

# taken, refused "sentence" TYPE ROLE:ID FIELD=VALUE...: a command of the desk; its answer stays in $WORK/said
plant() {
    type=$1 who=$2
    shift 2
    echo "$type $*" >>"$WORK/planted"
    anxin send "$type" "$@" --as "$who" --source desk --json >"$WORK/said" 2>&1
    code=$?
    cat "$WORK/said" >>"$WORK/answers"
    return "$code"
}
taken() {
    sentence=$1
    shift
    check "$sentence is taken" plant "$@"
}
refused() {
    sentence=$1
    shift
    refuse "$sentence is refused" plant "$@"
}
subject() { sed -n 's/.*"subject": *"\([^"]*\)".*/\1/p' "$WORK/said"; }
refuse_start() { # refuse_start WORDS: booking does not start, and says why
    ! ANXIN_DATA=$DATA "$BIN/anxin-booking" >"$WORK/refused" 2>&1 && grep -qF "$1" "$WORK/refused"
}
clean() { ! grep -n -e "$MARK" -e 22.5071173 "$1"; }
has() { # has FILE WORD...: each of them stands in it
    file=$1
    shift
    for word in "$@"; do grep -qF -- "$word" "$file" || return 1; done
}
has_line() { # has_line WORD COMMAND...: it says so
    word=$1
    shift
    "$@" >"$WORK/line" 2>&1 && grep -qF -- "$word" "$WORK/line"
}
readers() { # every role reads at the station, so that as many notices as can be are made
    for role in $ROLES; do
        echo "{\"type\":\"reader.put\",\"data\":{\"reader\":\"$role-1\",\"active\":true,\"roles\":[\"$role\"],\"station\":\"*\"}}"
    done
}

# ---- planting ----

printf '[anxin]\nlog_level = debug\n' >"$WORK/set.ini"
set_start --config "$WORK/set.ini"
station_set
workers_set
readers | sends "somebody of every role reads" manager

taken "a household" household.put partner:desk household=H-P community=CM1 consent=app \
    name="$MARK-household-name" phone="$MARK-household-phone" address="$MARK-household-address" \
    guardian="$MARK-household-guardian"
taken "a service for children" service.put manager:M1 service=HH-C active=true name=陪伴 line=household minutes=120 \
    workers=1 child=true
taken "a worker" worker.hire manager:M1 worker=W-P station=ST1 employment=employee kind=domestic \
    name="$MARK-hire-name" phone="$MARK-hire-phone"
taken "the worker, changed," worker.update manager:M1 worker=W-P station=ST1 employment=agency kind=domestic \
    name="$MARK-update-name" phone="$MARK-update-phone"
taken "a trainee" trainee.put registrar:R1 trainee=T-P name="$MARK-trainee-name" phone="$MARK-trainee-phone"
check "matching knows who can come" wait_until caught_up
taken "a booking of that household" booking.create partner:desk service=HH-C household=H-P station=ST1 \
    start="$NOON" source_ref=P-1 guardian="$MARK-booking-guardian"
BOOKING=$(subject)
check "mediation knows the booking" wait_until caught_up
taken "a complaint about the booking" case.file officer:O1 station=ST1 category=service relation=consumer_company \
    channel=counter booking="$BOOKING" happened=$((NOON - 604800000)) filer=H-P filer_name="$MARK-filer" \
    respondent=W-P respondent_name="$MARK-respondent" subject="$MARK-subject" story="$MARK-story" wish="$MARK-wish"
CASE=$(subject)
taken "its screening" case.screen officer:O1 case_id="$CASE" category=service relation=consumer_company
taken "its acceptance" case.accept officer:O1 case_id="$CASE"
taken "a private note for the filer" case.note mediator:A1 case_id="$CASE" side=filer text="$MARK-note"
refused "one by the office" case.note officer:O1 case_id="$CASE" side=filer text="$MARK-office"
taken "its agreement" case.agree mediator:A1 case_id="$CASE" terms=1 text="$MARK-agreement" \
    checks=capable,voluntary,lawful,harmless,clear dated='[{"who":"respondent","due":'$((NOON + 604800000))'}]'
taken "a cancellation" booking.cancel partner:desk source_ref=P-1 reason=client_wish

taken "the exact place of a home" household.locate partner:desk household=H-P place="$PLACE"

# A refusal says what is wrong without repeating it.
refused "a place that is none" household.locate partner:desk household=H-P place="$MARK-home"
refused "a check-in from a place that is none" visit.check_in worker:W-P visit=V-1 method=place place="$MARK-there"
refused "a household of an unknown community" household.put partner:desk household=H-Q community=CM9 consent=app \
    name="$MARK-refused-name" phone="$MARK-refused-phone" address="$MARK-refused-address"
refused "a household of somebody else" household.put partner:desk household=H-01 community=CM1 consent=app \
    name="$MARK-other-name"
refused "a worker who is there already" worker.hire manager:M1 worker=W-P station=ST1 employment=employee \
    kind=domestic name="$MARK-again-name"
refused "a hire by a client" worker.hire client:C1 worker=W-Q station=ST1 employment=employee kind=domestic \
    name="$MARK-denied-name"
refused "a trainee by a trainer" trainee.put trainer:R1 trainee=T-Q name="$MARK-denied-trainee"
refused "a complaint at an unknown station" case.file officer:O1 station=ST9 category=service \
    relation=consumer_company channel=counter happened=$((NOON - 604800000)) filer=H-P respondent=W-P \
    subject="$MARK-nowhere" wish="$MARK-nothing"
refused "an agreement that was made already" case.agree mediator:A1 case_id="$CASE" text="$MARK-twice"
check "all of it is applied" wait_until caught_up

anxin schema --markdown >"$WORK/schema"
"$PYTHON" - "$WORK/planted" "$WORK/schema" >"$WORK/unplanted" <<'PY'
import re, sys
planted = open(sys.argv[1]).read().splitlines()
name, command, seen = None, False, 0
for line in open(sys.argv[2]):
    if line.startswith("### "):
        name = line[4:].strip()
    elif re.match(r"[a-z]+: ", line):
        command = line.startswith("command: ")
    field = re.match(r"\| (\w+) \| PERSONAL \|", line)
    if field and command:
        seen += 1
        if not any(p.startswith(name + " ") and " %s=SECRET-QX7" % field.group(1) in p for p in planted):
            print(name, field.group(1))
if not seen:
    print("no personal field was found")
PY
same "every personal field of every command was planted" "" "$(cat "$WORK/unplanted")"

# ---- answers ----

check "no answer to a command repeats a mark" clean "$WORK/answers"

# sees "who" KIND ID ROLE...: these roles are told the marks of the object, all others none
sees() {
    kind=$1 id=$2
    shift 2
    told=
    for role in $ROLES; do
        anxin get "$kind" "$id" --as "$role:$role-1" --source desk --json >"$WORK/said" 2>&1
        if ! clean "$WORK/said" >/dev/null; then told="$told $role"; fi
    done
    same "a $kind is told in full to $* alone" " $*" "$told"
}
sees household H-P receptionist dispatcher manager
sees worker W-P receptionist dispatcher manager
sees trainee T-P receptionist manager registrar
sees case "$CASE" mediator officer
sees booking "$BOOKING" receptionist dispatcher manager

: >"$WORK/lists"
for role in $ROLES; do
    for kind in $(anxin list none --data "$DATA" 2>&1 | sed -n 's/^  //p'); do
        anxin list "$kind" --as "$role:$role-1" --source desk --json >>"$WORK/lists" 2>&1
    done
    for kind in visit session enrolment notice; do
        anxin get "$kind" "$BOOKING" --as "$role:$role-1" --source desk --json >>"$WORK/lists" 2>&1
    done
    anxin send case.by_booking id="$BOOKING" --as "$role:$role-1" --json >>"$WORK/lists" 2>&1
done
check "the lists are there" has "$WORK/lists" "$CASE" "$BOOKING"
check "no list and no other answer tells a mark to any role" clean "$WORK/lists"

# ---- the file for those who help ----

anxin pause matching booking --reason "$MARK-typed" >/dev/null
check "a support bundle is made" anxin support --to "$WORK/bundle.tar" --log "$WORK/set.log"
anxin resume matching booking >/dev/null
check "it has its parts" test "$(tar tf "$WORK/bundle.tar" | sed 's|.*/||' | sort | tr '\n' ' ')" = \
    "config.jsonl dead.jsonl integrity.jsonl log.txt manifest.json orphans.jsonl status.jsonl streams.jsonl timers.jsonl "
check "with every service in the status" test "$(tar xOf "$WORK/bundle.tar" --wildcards '*/status.jsonl' | wc -l)" = 6
check "no mark is in it, nor what somebody typed" clean "$WORK/bundle.tar"

# ---- what is kept, and the right to be forgotten (X5, K15, I24) ----

as_manager() { anxin privacy "$@" --as manager:M1; }
check "the export of a household" as_manager export H-P --json
as_manager export H-P --json >"$WORK/export"
check "holds what it told, from every service, and what it booked" has "$WORK/export" "$MARK-household-phone" \
    "$MARK-story" "$MARK-filer" "$MARK-agreement" "$MARK-household-guardian" "$MARK-booking-guardian" "$BOOKING"
refuse "and nobody else's" has "$WORK/export" "$MARK-respondent"
refuse "nor a private note, which is not for managers" has "$WORK/export" "$MARK-note"
note_of_side() { anxin case notes "$CASE" "$@" 2>&1 | grep -qF "$MARK-note"; }
check "its mediator reads it" note_of_side --as mediator:A1
check "and its side" note_of_side --as client:H-P
for other in worker:W-P officer:O1 supervisor:V1 manager:M1 operator:O1; do
    refuse "and no $other" note_of_side --as "$other"
done
refuse "an operator exports nothing" anxin privacy export H-P
taken "a household with a phone" household.put partner:desk household=H-R community=CM1 consent=app \
    name="阿榕-12" phone="138-0000-1234"
check "a phone is found by its digits" has_line "H-R" as_manager find 13800001234
check "a name by a part of it" has_line "H-R" as_manager find "榕-1"
check "the status counts what is kept" has_line '"keys":' anxin privacy status --json
check "the dry run of retention" anxin privacy retention --dry-run
check "names class, days and purpose" has_line 'case_file' anxin privacy retention

erase() { anxin privacy erase "$@" --json --timeout 30000 >"$WORK/erased" 2>&1; }
still=$(pid_of notification)
kill -STOP "$still"
anxin privacy erase H-R --timeout 2000 >"$WORK/erased" 2>&1
same "while a service stands still nobody is told that all is done" 3 $?
check "and that it is under way all the same" has "$WORK/erased" 'is under way all the same'
kill -CONT "$still"
check "a repeat waits for it" erase H-R
refuse "erasing a client with an open case is not done at once" erase H-P
check "mediation names what holds it" has "$WORK/erased" '"held"' open_case "$CASE"
check "the others have done it" test "$(grep -o '"outcome":"done"' "$WORK/erased" | wc -l)" -ge 4
taken "the closing of the case" case.close officer:O1 case_id="$CASE"
erased() { erase "$@"; } # a repeat shows how it stands
check "then it goes on by itself" wait_until erased H-P
check "with a report of every service" has "$WORK/erased" booking matching roster training mediation notification
anxin get household H-P --as manager:M1 >"$WORK/said" 2>&1
check "the household is still there" has "$WORK/said" H-P CM1
check "and nobody knows who it was" clean "$WORK/said"
anxin get booking "$BOOKING" --as manager:M1 >"$WORK/said" 2>&1
check "nor who answers for its child" clean "$WORK/said"
anxin get case "$CASE" --as officer:O1 >"$WORK/said" 2>&1
check "nor what the case was about" clean "$WORK/said"
anxin case notes "$CASE" --as mediator:A1 >"$WORK/said" 2>&1
check "nor what was noted of it in private" clean "$WORK/said"
check "but that there was a note" has "$WORK/said" '已删除 erased'
as_manager export H-P --json >"$WORK/export"
check "and nothing is left to export" clean "$WORK/export"
refused "that id, registered again," household.put partner:desk household=H-P community=CM1 consent=app name="again"
check "the stores are sound without it" anxin verify

# ---- streams, stores and logs ----

anxin status --full --json >"$WORK/status"
sed 's/{"name"/\n&/g' "$WORK/status" | sed -n 's/^{"name": *"\([^"]*\)".*/\1/p' | sort -u >"$WORK/streams"
check "partner and feed streams are among the streams" has "$WORK/streams" partner.desk feed.officer-1
: >"$WORK/events"
while read -r stream; do
    anxin tail "$stream" >>"$WORK/events" 2>&1 </dev/null || not_ok "stream $stream can be read"
done <"$WORK/streams"
check "the events are there" has "$WORK/events" booking.cancelled case.agreed worker.profile_changed notice.created
check "no stream carries a mark" clean "$WORK/events"

check "the set ends" set_stop
check "no log line repeats a mark" clean "$WORK/set.log"

# shellcheck disable=SC2086  # one word a service
# Which tables of which store hold a mark, in any column, text or bytes.
"$PYTHON" - "$DATA" "$MARK" $SERVICES >"$WORK/tables" <<'PY'
import glob, sqlite3, sys
data, mark = sys.argv[1], sys.argv[2].encode()
for service in sys.argv[3:]:
    paths = glob.glob("%s/**/%s.db" % (data, service), recursive=True)
    if len(paths) != 1:
        print("no store of", service)
        continue
    store = sqlite3.connect("file:%s?mode=ro" % paths[0], uri=True)
    store.text_factory = bytes
    for (table,) in store.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall():
        for row in store.execute('SELECT * FROM "%s"' % table.decode()):
            if any(isinstance(value, bytes) and mark in value for value in row):
                print(service, table.decode())
                break
PY
same "no table of any store holds a mark" "" "$(sort "$WORK/tables")"
files() { find "$DATA" -type f ! -path '*/run/*' | sort; }
files >"$WORK/files"
check "stores and key files are there" has "$WORK/files" booking.db booking.db.keys roster.db.keys mediation.db.keys
plain() { files | while read -r file; do ! grep -qa -e "$MARK" -e 22.5071173 "$file" || echo "$file"; done; }
same "no file of the data folder holds a mark: store, WAL, key file" "" "$(plain)"
same "the master key is for its owner alone" 400 "$(stat -c %a "$DATA/keys/master")"
chmod 0440 "$DATA/keys/master"
check "a key file that others may read refuses the start" \
    refuse_start "has mode 0440"
chmod 0400 "$DATA/keys/master"
finish
