#!/bin/sh
# The tool `anxin`: every command, every exit code (0 done, 1 refused, 2 usage, 3 unreachable), wrong usage, owners that lie.
. "$(dirname "$0")/../lib.sh"

# code N "sentence" COMMAND...: ok when the command ends with that exit code; what it said stays in $WORK/said
code() {
    wanted=$1 sentence=$2
    shift 2
    "$@" >"$WORK/said" 2>&1 </dev/null
    got=$?
    if [ "$got" -eq "$wanted" ]; then ok "$sentence"; else
        not_ok "$sentence (exit $got, not $wanted)"
        tail -n 10 "$WORK/said" | sed 's/^/#   /'
    fi
}

# says "sentence" PATTERN: what the last command said has a line with the pattern
says() {
    if grep -qE -- "$2" "$WORK/said"; then ok "$1"; else
        not_ok "$1"
        tail -n 10 "$WORK/said" | sed 's/^/#   /'
    fi
}

officer() { anxin "$@" --as manager:M1; }

hire() { # hire WORKER [OPTION...]
    worker=$1
    shift
    officer send worker.hire worker="$worker" employment=employee kind=domestic station=ST1 name=阿榕 phone=10000000001 \
        languages=yue,cmn "$@"
}

# ---- without a set ----

for command in up send tail get list status trace explain verify config schema completion man; do
    code 0 "anxin $command --help tells how to use it" anxin "$command" --help
    says "and names the options of $command" '--data DIR'
done
code 0 "anxin --help lists the commands" anxin --help
code 2 "anxin alone is wrong usage" anxin
code 2 "an unknown command is wrong usage" anxin sned
says "and it is named" 'unknown command sned'
code 2 "an unknown option is wrong usage" anxin status --wath
says "and it is named" 'unknown option --wath'
code 2 "a number out of bounds is wrong usage" anxin status --timeout 0
code 2 "a missing argument is wrong usage" anxin get booking
code 2 "an unknown kind is wrong usage" anxin get unicorn U1
says "and the kinds there are, are listed" '^  worker$'
code 2 "an unknown type is wrong usage" anxin send worker.fire worker=W1
code 2 "an event cannot be sent" anxin send worker.onboarded worker=W1
code 2 "a missing field is wrong usage" anxin send worker.hire worker=W1
says "and it is named" 'missing .*field station'
code 2 "a yes or no that is asked for is not taken as no" anxin send pair.set household=H1 worker=W1
says "and it is named" 'prohibited is missing'
code 2 "nor is a time that is asked for taken as 0" anxin send worker.eligible service=HH-01 end=2026-02-10T10:00+08:00
says "and it is named" 'start is missing'
code 2 "an unknown field is wrong usage" anxin send worker.hire wroker=W1
says "and it is named" 'field wroker'
code 2 "a word that is no field=value is wrong usage" anxin send worker.hire W1
code 2 "a field given twice is wrong usage" anxin send worker.hire worker=W1 worker=W2
says "and it is named" 'worker is given twice'
code 2 "an unknown filter is wrong usage" anxin list worker wroker=W1
says "and where the filters stand is told" 'anxin schema worker.list'
code 2 "a missing file is wrong usage" anxin send --file "$WORK/none"
printf '\nnonsense\n' >"$WORK/lines"
code 1 "a line that is no JSON is not sent" anxin send --file "$WORK/lines"
says "and its number is told" 'line 2 is not a JSON object'
code 2 "a stream of nobody is wrong usage" anxin tail weather
code 2 "only visits are explained" anxin explain booking B1
code 2 "an actor without a role is wrong usage" anxin status --as :M1
code 2 "a role that does not exist is wrong usage" anxin status --as king:K1
says "and the roles there are, are listed" 'unknown role king; roles are client, partner'
code 2 "a configuration file that is not there is wrong usage" anxin status --config "$WORK/none.ini"
says "and it is named" 'none.ini'
code 0 "the reference is written" anxin schema --markdown
code 0 "the fields of a type are shown" anxin schema worker.hire
says "with their bounds" '^  worker +id +required +1\.\.64'

code 3 "no set: status is unreachable" anxin status
code 3 "no set: a command is unreachable" anxin send worker.start worker=W1 --timeout 200 --id try-1
says "and the id to try again with is said" '--id try-1'
code 3 "no set: get is unreachable" anxin get worker W1 --timeout 200
code 3 "no set: list is unreachable" anxin list worker --timeout 200
code 3 "no set: tail is unreachable" anxin tail roster --timeout 200
code 3 "no set: trace is unreachable" anxin trace W1 --timeout 200
code 3 "no set: explain is unreachable" anxin explain visit V1 --timeout 200
code 3 "no set: verify is unreachable" anxin verify --timeout 200
code 3 "status --wait gives up in the end" anxin status --wait 300
says "and says how a set is started" '`anxin up` starts a set'
refuse "none of this made a data folder" test -e "$DATA"

# ---- up ----

printf '[roster]\nprobation_dyas = 3\n' >"$WORK/bad.ini"
code 1 "a service that refuses its settings ends up" timeout 20 "$BIN/anxin" up --data "$WORK/other" --config "$WORK/bad.ini"
says "naming the service, file, line and key" 'roster does not start.*bad.ini:2: roster.probation_dyas'
refuse "and leaves no service behind" test -e "$WORK/other/run/roster.pid"

set_start
check "up says which services are ready" wait_until grep -q '^roster  *ready  pid' "$WORK/set.log"
check "and when all are" wait_until grep -q '^anxin  *ready  all' "$WORK/set.log"
code 1 "a second up on the same data is refused" anxin up
says "and says why" 'another .anxin up. runs on'
same "the process id stands in its file" "$(cat "$DATA/run/roster.pid")" "$(pid_of roster)"

# ---- send, get, list ----

code 0 "a command is done" hire W1 --id hire-1
says "with the events it caused" 'event +roster 1 +worker.onboarded'
cp "$WORK/said" "$WORK/first"
code 0 "the same id again is done" hire W1 --id hire-1
same "with the same answer" "$(cat "$WORK/first")" "$(cat "$WORK/said")"
code 1 "the same id with another body is refused" hire W2 --id hire-1
says "as a conflict" '^conflict'
code 1 "what the rules forbid is refused" hire W1
says "with the code and the field" '^refused  worker_exists  field worker'
code 1 "a role that may not is refused" anxin send worker.start worker=W1 --as client:C1
says "and the answer says denied" '^denied'
code 0 "--json prints one object" hire W2 --json --id hire-2
check "with outcome, id and events" "$PYTHON" -c '
import json, sys
answer = json.load(open(sys.argv[1]))
assert answer["outcome"] == "done" and answer["id"] == "hire-2" and answer["events"][0]["sequence"] >= 1' "$WORK/said"
code 1 "a stale revision is a conflict" officer send worker.update worker=W1 station=ST1 kind=domestic employment=employee --rev 77

{
    echo '{"type": "worker.hire", "id": "f1", "actorrole": "manager", "actorid": "M1", "data": {"worker": "W3",'\
        '"station": "ST1", "name": "阿葵", "kind": "domestic", "employment": "employee"}}'
    echo
    echo 'no JSON'
    echo '{"type": "worker.hire", "data": {"worker": "W4", "sation": "ST1"}}'
    echo '{"type": "worker.hire", "id": "f2", "actorrole": "manager", "actorid": "M1", "data": {"worker": "W5",'\
        '"station": "ST1", "name": "阿兰", "kind": "domestic", "employment": "employee"}}'
} >"$WORK/lines"
code 1 "a file of commands is sent to its end, whatever is wrong in it" anxin send --file "$WORK/lines" --json
same "each line has its answer" "done malformed malformed done" \
    "$(sed 's/^{"outcome":"\([a-z]*\)".*/\1/' "$WORK/said" | tr '\n' ' ' | sed 's/ $//')"
says "naming the field" '"field":"sation"'
check "the same from stdin is answered alike" sh -c "'$BIN/anxin' send --file - --json --data '$DATA' <'$WORK/lines' | grep -q f2"

code 0 "get shows one object" officer get worker W1
says "as field and value" '^人员 worker +W1$'
says "with lists" '^语言 languages +yue, cmn$'
code 1 "get of what is not there is refused" officer get worker W99
says "and says so" 'There is no such worker'
code 2 "list by an unknown filter is wrong usage" officer list worker colour=red
code 0 "list shows a table" officer list worker
says "with a head" '^人员 worker +站点 station'
code 0 "list goes through all pages" officer list worker limit=1 --json
same "and finds everybody once, in order" "W1 W2 W3 W5" \
    "$(sed 's/.*"worker":"\([^"]*\)".*/\1/' "$WORK/said" | tr '\n' ' ' | sed 's/ $//')"
code 0 "list stops at --limit" officer list worker limit=1 --json --limit 3
same "with so many" 3 "$(wc -l <"$WORK/said" | tr -d ' ')"

# ---- tail, trace, status ----

code 0 "tail prints a stream" anxin tail roster
last=$(wc -l <"$WORK/said" | tr -d ' ')
same "as numbered events without a hole" "$(seq "$last" | tr '\n' ' ')" \
    "$(sed 's/.*"sequence":"\([0-9]*\)".*/\1/' "$WORK/said" | tr '\n' ' ')"
code 0 "tail begins where it is told" anxin tail roster --after 2
same "and not before" 3 "$(head -n 1 "$WORK/said" | sed 's/.*"sequence":"\([0-9]*\)".*/\1/')"
code 1 "tail after what is not there is refused" anxin tail roster --after 99999
code 0 "tail of an empty stream is empty" anxin tail partner.nobody
anxin tail roster --after "$last" --follow >"$WORK/followed" 2>&1 &
follower=$!
hire W6 >/dev/null
check "tail --follow prints what comes" wait_until grep -q '"subject":"W6"' "$WORK/followed"
kill "$follower" 2>/dev/null

code 0 "trace tells the story of an object" anxin trace W1
says "with the Chinese word first" '服务人员入职 +worker.onboarded +W1'
code 0 "trace --json gives CloudEvents" anxin trace W1 --json
says "one a line" '^\{"specversion":"1.0".*"subject":"W1".*\}$'
code 1 "trace of what nobody knows is refused" anxin trace nobody-knows
code 0 "status tells of all services" anxin status
says "up" '^roster +up '
code 0 "status --full tells of all streams" anxin status --full
code 0 "a question of the skeleton can be sent to any service" anxin send service.status --to roster
code 2 "but not to nobody in particular" anxin send service.status

# ---- verify ----

code 0 "verify finds the stores sound" anxin verify
says "and says so" '^sound: '
code 0 "verify --json ends with one object" anxin verify --json
check "that programs can read" sh -c "tail -n 1 '$WORK/said' | grep -q '\"sound\":true'"
refuse "and leaves no copy behind" sh -c "ls -d '$DATA'/verify-* 2>/dev/null"

# ---- a booking through the set ----

tell() { # tell ROLE TYPE FIELD=VALUE...
    role=$1
    shift
    anxin send "$@" --as "$role" >"$WORK/tell.out" 2>&1 || {
        echo "# $*" && sed 's/^/#   /' "$WORK/tell.out"
    }
}

ready_worker() { # ready_worker WORKER: hired, papers true, at work
    hire "$1" >/dev/null
    for type in identity background health insurance domestic; do
        level=
        [ "$type" = domestic ] && level=level=5
        tell receptionist:S1 cert.register worker="$1" cert="$1-$type" cert_type=$type number="DEMO-$1-$type" body=demo \
            valid_from="$(date -u -d '-10 days' +%FT%TZ)" valid_to="$(date -u -d '+300 days' +%FT%TZ)" $level
        tell manager:M1 cert.verify cert="$1-$type" evidence=original_seen
    done
    tell receptionist:S1 duty.accept worker="$1" version=1
    tell manager:M1 prejob.record worker="$1" hours=60 body=demo
    tell manager:M1 worker.start worker="$1"
}

booked() { anxin list visit --json | grep -q '"worker":"'; }

if [ -x "$BIN/anxin-booking" ] && [ -x "$BIN/anxin-matching" ]; then
    hours='[{"weekday":1,"close_min":1440},{"weekday":2,"close_min":1440},{"weekday":3,"close_min":1440},{"weekday":4,"close_min":1440},{"weekday":5,"close_min":1440},{"weekday":6,"close_min":1440},{"weekday":7,"close_min":1440}]'
    tell manager:M1 station.put station=ST1 active=true name=示范站 host_kind=company cell_lat=22505 cell_lon=113045 hours="$hours"
    tell manager:M1 community.put community=CM1 name=民和社区 cell_lat=22506 cell_lon=113046
    tell manager:M1 coverage.put station=ST1 communities=CM1
    tell manager:M1 service.put service=HH-01 active=true name=日常保洁 line=household minutes=120 workers=1
    tell receptionist:S1 household.put household=H1 community=CM1 consent=paper cell_lat=22506 cell_lon=113046
    tell manager:M1 duty.publish kind=all title=服务人员工作职责
    ready_worker W10
    ready_worker W11
    wait_until caught_up
    start=$(date -u -d '+2 days' +%FT06:00:00Z)
    code 0 "a booking is taken" anxin send booking.create service=HH-01 household=H1 station=ST1 start="$start" consent=voice \
        --as receptionist:S1 --id book-1
    booking=$(sed -n 's/^  subject *//p' "$WORK/said")
    check "and a worker is found" wait_until booked
    visit=$(anxin list visit --json | sed -n '1s/.*"visit":"\([^"]*\)".*/\1/p')
    wait_until caught_up
    code 0 "trace tells of it through the services" anxin trace "$booking"
    says "from the wish" '预约已提交 +booking.requested'
    says "over the visit" 'visit.planned'
    says "to the worker" 'visit.(assigned|offered)'
    code 0 "explain tells why this worker" anxin explain visit "$visit"
    says "term by term" '总分 total'
    says "for all who could" 'W1[01] '
    says "for which service, when, and how it stands" 'HH-01 .* – .*现在 now: '
    says "and since when and why it was looked for" '起因 because: 首次派单 \(first look\)'
    says "and what became of it, in both languages" '结果 outcome: (已派给|已询问) W1[01] \(is (assigned|offered) to W1[01]\)'
    code 0 "slots tells which starts can be offered" anxin slots HH-01 H1 --days 2 --as receptionist:S1
    says "day by day, with how many could come" '周[^ ]+ +[0-9][0-9]:[0-9][0-9]\([12]\)'
    code 1 "slots of a household that is not there are refused" anxin slots HH-01 H-none --as receptionist:S1
    day=$(TZ=Asia/Shanghai date -d "$start" +%F)
    code 0 "day tells who is with whom when" anxin day ST1 "$day" --svg "$WORK/day.svg"
    says "of the station, by worker and time" 'W1[01] +[0-9][0-9]:[0-9][0-9]–[0-9][0-9]:[0-9][0-9] +HH-01 +H1 '
    check "its picture is XML" "$PYTHON" -c 'import sys, xml.dom.minidom as x; x.parse(sys.argv[1])' "$WORK/day.svg"
    check "with the time of the clock" grep -q '>[0-9][0-9]:00<' "$WORK/day.svg"
    check "and who is where" grep -q '>HH-01 H1<' "$WORK/day.svg"
    code 1 "the day of a station that is not there is refused" anxin day ST-none
    code 2 "a day that is none is refused" anxin day ST1 2026-13-41
    code 0 "the running plan of a station breaks no rule" anxin check ST1 --as dispatcher:D1
    says "of all visits to come" '上门 visits 1 .*违规 rules broken 0'
    printf 'visit,worker,start\n%s,W10,%s\n' "$visit" "$(date -u -d "$start 30 minutes" +%FT%TZ)" >"$WORK/drawn.csv"
    code 1 "a plan made by hand that breaks a rule is told so" anxin check ST1 "$WORK/drawn.csv" --as dispatcher:D1
    says "by name, amount, worker and visit" "after the latest start +30 分钟 min +W10 .*$visit"
    printf '%s\n' "$visit" >"$WORK/drawn.csv"
    code 2 "a line that is no row is told by its number" anxin check ST1 "$WORK/drawn.csv"
    says "before anything is asked" 'drawn.csv line 1: must be VISIT,WORKER'
    printf 'V-none,W10\n' >"$WORK/drawn.csv"
    code 1 "a visit that is not there is refused" anxin check ST1 "$WORK/drawn.csv"
    says "by name" 'V-none'
    code 0 "explain --json is one object" anxin explain visit "$visit" --json
    says "with the candidates" '"candidates":\['
    code 1 "explain of what is not there is refused" anxin explain visit V-none
    code 0 "the stores are sound after it" anxin verify
    if "$PYTHON" -c 'import jsonschema' 2>/dev/null; then
        for stream in booking matching roster training mediation notification; do anxin tail $stream; done >"$WORK/events"
        anxin schema --json-schema >"$WORK/schema.json"
        anxin schema --asyncapi >"$WORK/asyncapi.json"
        check "every event fits its JSON Schema and stands where the AsyncAPI document has it" "$PYTHON" \
            "$ROOT/tests/integration/schemas.py" events "$WORK/schema.json" "$WORK/events" "$WORK/asyncapi.json"
    else
        skip "every event fits its JSON Schema and stands where the AsyncAPI document has it" "python3-jsonschema is missing"
    fi
else
    skip "a booking through the set" "booking or matching is not built"
fi

# ---- what dies, and the end ----

roster=$(pid_of roster)
kill -9 "$roster"
again() { [ -n "$(pid_of roster)" ] && [ "$(pid_of roster)" != "$roster" ]; }
check "up starts again what dies" wait_until again
check "and says so" grep -q '^roster  *ended  *by signal 9' "$WORK/set.log"
code 0 "and what was acknowledged is there" officer get worker W1
kill -STOP "$(pid_of roster)"
code 3 "one service that does not answer makes status 3" anxin status
says "and it is the one that is down" '^roster +down'
code 3 "a story without it says that it is not whole" anxin trace W1 --timeout 300
says "naming who is missing" 'roster does not answer'
kill -CONT "$(cat "$DATA/run/roster.pid")"
check "up ends in order" set_stop
set_start
kill -HUP "$SET_PID"
wait "$SET_PID"
same "a terminal that closes ends the set in order too" 0 $?
SET_PID=
code 3 "and no daemon is left behind" anxin status
refuse "and leaves no process id behind" test -e "$DATA/run/roster.pid"

set_start
code 0 "a command is taken" hire W20
pids=$(anxin status --json | sed -n 's/.*"pid": *\([0-9]*\).*/\1/p')
kill -9 "$SET_PID" # alone: its daemons are not in the way of this signal
all_gone() { for pid in $pids; do ! kill -0 "$pid" 2>/dev/null || return 1; done; }
same "a set has daemons" 6 "$(echo "$pids" | wc -l | tr -d ' ')"
check "an up that is killed takes its daemons along" wait_until all_gone
for name in booking roster notification; do
    refuse "$name drains then: nothing is left in its WAL" test -s "$DATA/$name.db-wal"
done
set_start
code 0 "the next up finds what was acknowledged" officer get worker W20
roster=$(pid_of roster)
kill -STOP "$roster"
kill -9 "$SET_PID"
wait "$SET_PID" 2>/dev/null
"$BIN/anxin" up --data "$DATA" >"$WORK/next" 2>&1 &
next=$!
check "an up that follows waits for a daemon that is slow to end" wait_until grep -q 'waiting for the services' "$WORK/next"
kill -CONT "$roster"
check "and then starts" wait_until grep -q '^anxin  *ready  all' "$WORK/next"
kill -TERM "$next"
wait "$next"
same "as any other" 0 $?
SET_PID=

# ---- an owner that lies ----

if "$PYTHON" -c 'import zmq, msgpack' 2>/dev/null; then
    mkdir -p "$WORK/liar/run"
    "$PYTHON" "$ROOT/tests/integration/liar.py" "ipc://$WORK/liar/run/booking.request" &
    liar=$!
    lied() { "$BIN/anxin" tail "booking.$1" --data "$WORK/liar" --timeout 2000; }
    code 0 "an owner that does not lie is believed" lied good
    same "event by event" 2 "$(wc -l <"$WORK/said" | tr -d ' ')"
    code 1 "tail refuses a stream with a hole" lied hole
    says "naming the number" 'booking.hole 2: does not continue'
    code 1 "tail refuses a broken chain" lied chain
    says "naming the number" 'booking.chain 2: does not continue'
    code 1 "tail refuses the same event twice" lied twice
    code 1 "an answer of four frames is refused" lied frames
    code 1 "an answer with bytes that lie is refused" lied bytes
    code 1 "an answer of an unknown type is refused" lied type
    says "and the type is named" 'anxin.nonsense'
    code 3 "the answer to somebody else is none for us" lied other
    kill "$liar"
else
    skip "an owner that lies" "python3-zmq or python3-msgpack is missing"
fi
finish
