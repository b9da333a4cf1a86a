#!/bin/bash
# What DESIGN 7 asks of every command, by a table with a row for each: --json gives JSON alone, nothing but the answer in a
# pipe, exit 3 when nobody is reached, every option in the manual and in completion. A command without a row fails. Then
# what timers, pause and resume do.
. "$(dirname "$0")/../fault/setup.sh"

# rows NAME: how the command is tried, a line each: WITHOUT a set, exit code expected | WITH a set, exit code expected.
# "-" is not tried, with the reason behind it.
row() {
    case $1 in
    up) echo '-|-|it is what set_start runs' ;;
    send) echo 'send worker.start worker=W1 --id w-1|3|send worker.start worker=W1 --as manager:M1 --id w-1|0 1' ;;
    tail) echo 'tail booking|3|tail booking|0' ;;
    streams) echo 'streams|3|streams|0' ;;
    get) echo 'get worker W-1|3|get worker W-1 --as manager:M1|0' ;;
    list) echo 'list worker|3|list worker --as manager:M1|0' ;;
    status) echo 'status|3|status|0' ;;
    trace) echo 'trace W-1|3|trace W-1|0' ;;
    explain) echo "explain visit V1|3|explain visit V1|1" ;;
    serves) echo "serves CM1|3|serves CM1|0" ;;
    slots) echo "slots HH-01 H1|3|slots HH-01 H1|1" ;;
    check) echo "check ST1|3|check ST1|0" ;;
    day) echo "day ST1|3|day ST1|0" ;;
    plan) echo "plan $ROOT/tests/data/plan/two.txt --moves 100|0|plan $ROOT/tests/data/plan/two.txt --moves 100|0" ;;
    verify) echo 'verify|3|verify|0' ;;
    audit) echo 'audit|3|audit booking --who uid:0|0' ;;
    dead) echo 'dead list|3|dead list|0' ;;
    orphans) echo 'orphans list|3|orphans list|0' ;;
    timers) echo 'timers|3|timers|0' ;;
    pause) echo 'pause matching booking --reason why|3|pause matching booking --reason why|0' ;;
    resume) echo 'resume matching booking|3|resume matching booking|0' ;;
    keys) echo 'keys list|1|keys new one --role manager|0' ;;
    backup) echo "backup --to $WORK/none|3|backup --to $WORK/backup|0" ;;
    restore) echo "restore --from $WORK/none|1 2|restore --from $WORK/backup|1" ;;
    support) echo "support --to $WORK/down.tar --quick|0|support --to $WORK/up.tar|0" ;;
    config) echo 'config check|0|config check|0' ;;
    schema) echo 'schema booking.create|0|schema booking.create|0' ;;
    sample) echo 'sample --setup-only|0|sample --setup-only|0' ;;
    completion) echo '-|-|it prints a script' ;;
    man) echo '-|-|it prints a page' ;;
    demo) echo '-|-|demo_test plays it' ;;
    privacy) echo 'privacy status|3|privacy status|0' ;;
    case) echo 'case notes C1 --as mediator:M1|3|case notes C1 --as mediator:M1|1' ;;
    bench) echo 'bench --count 10|3|bench --count 10|0' ;;
    *) return 1 ;;
    esac
}

json_lines() {
    "$PYTHON" -c '
import json, sys
for line in open(sys.argv[1]):
    assert isinstance(json.loads(line), (dict, list)), line' "$1"
}

# try "sentence" CODES WORD...: the exit code is one of those, what it prints is JSON, no terminal is spoken to
try() {
    sentence=$1 codes=$2
    shift 2
    # shellcheck disable=SC2048,SC2086 # a row is a line of words
    timeout 60 "$BIN/anxin" $* --json --data "$DATA" --timeout "$PATIENCE" >"$WORK/out" 2>"$WORK/err" </dev/null
    got=$?
    case " $codes " in *" $got "*) ok "$sentence ends with $got" ;; *)
        not_ok "$sentence ends with one of $codes (not $got)"
        tail -n 5 "$WORK/out" "$WORK/err" | sed 's/^/#   /'
        ;;
    esac
    check "and prints nothing but JSON" json_lines "$WORK/out"
    refuse "nor a terminal's signs" grep -q "$(printf '[\033\r]')" "$WORK/out" "$WORK/err"
    if [ "$got" -eq 3 ]; then check "and says on stderr who is not reached" test -s "$WORK/err"; fi
}

part() { row "$1" | cut -d '|' -f "$2"; }

names=$("$BIN/anxin" --help | sed -n '/^usage/,/^options/s/^  \([a-z]*\)  *.*/\1/p')
for name in $names; do
    check "$name has a row in this table" row "$name"
done

# ---- options, in the manual and in completion ----

"$BIN/anxin" man | sed 's/\\f[BRI]//g; s/\\-/-/g' >"$WORK/man"
"$BIN/anxin" completion bash >"$WORK/bash"
"$BIN/anxin" completion zsh >"$WORK/zsh"
for name in $names; do
    options=$("$BIN/anxin" "$name" --help | sed -n 's/^  \(--[a-z-]*\) .*/\1/p')
    awk -v mine=".SS \"anxin $name\"" '/^\.S[SH]/ { on = $0 == mine || /OPTIONS OF EVERY/ } on' "$WORK/man" >"$WORK/chapter"
    for shell in man bash zsh; do
        missing=
        grep -E "^    $name\) " "$WORK/$shell" >"$WORK/line"
        [ "$shell" != man ] || cp "$WORK/chapter" "$WORK/line"
        for option in $options; do grep -qE -- "$option([^a-z-]|\$)" "$WORK/line" || missing="$missing $option"; done
        same "every option of $name is in $shell" "" "$missing"
    done
done

# ---- without a set ----

PATIENCE=200
for name in $names; do
    if [ "$(part "$name" 1)" = - ]; then continue; fi
    try "without a set, $name" "$(part "$name" 2)" "$(part "$name" 1)"
done

# ---- with a set ----

PATIENCE=10000
set_start
station_set
workers_set
for name in $names; do
    if [ "$(part "$name" 1)" = - ]; then continue; fi
    try "with a set, $name" "$(part "$name" 4)" "$(part "$name" 3)"
    if [ "$(part "$name" 4)" = 0 ]; then check "and stderr is empty" test ! -s "$WORK/err"; fi
done

# ---- pause, resume ----

state_is() { anxin status --json | grep "\"service\": *\"matching\"" | grep -q "\"source\": *\"booking\"[^}]*\"state\": *\"$1\""; }
behind() { anxin status --json | sed -n 's/.*"service": *"matching".*"source": *"booking", *\("applied": *\([0-9]*\), *\)*"head": *\([0-9]*\).*/\3 \2/p'; }
# shellcheck disable=SC2046
is_behind() { set -- $(behind) && [ "${1:-0}" -gt "${2:-0}" ]; }
restarted() { now=$(pid_of matching) && [ -n "$now" ] && [ "$now" != "$1" ]; }
book() {
    anxin send booking.create service=HH-01 household=H-01 station=ST1 consent=voice --as manager:M1 --source desk \
        start="$((($(date +%s) / 86400 + $1) * 86400000 + 7200000))"
}

check "every follower has applied all" wait_until caught_up
check "a follower is paused" anxin pause matching booking --reason "the counter asks"
check "status says so" wait_until state_is paused
check "with who and why" sh -c "ANXIN_DATA='$DATA' '$BIN/anxin' status | grep -q 'paused since .*: the counter asks'"
check "a booking is taken" book 4
check "it waits at matching, which is seen" wait_until is_behind
pid=$(pid_of matching)
kill -KILL "$pid"
check "matching comes back" wait_until restarted "$pid"
check "still paused" wait_until state_is paused
refuse "a manager does not resume it" anxin resume matching booking --as manager:M1
refuse "what is not followed is not paused" anxin pause booking notification --reason no
refuse "a pause needs a reason" anxin pause matching booking
check "an operator resumes it" anxin resume matching booking
check "and what waited is applied" wait_until caught_up
check "live again" wait_until state_is live

# ---- timers ----

check "timers are listed" sh -c "ANXIN_DATA='$DATA' '$BIN/anxin' timers --json | grep -q '\"due\":'"
check "of one service too" sh -c "! ANXIN_DATA='$DATA' '$BIN/anxin' timers booking --json | grep -v '\"service\":\"booking\"'"
check "nothing is doubted, so nothing is confirmed" sh -c \
    "ANXIN_DATA='$DATA' '$BIN/anxin' timers confirm --json | grep -c not_doubted | grep -qx 6"
refuse "a manager does not list them" anxin timers --as manager:M1
check "the set ends cleanly" set_stop
finish
