#!/bin/bash
# The tool without a set: the language for programs, what a configuration comes to, completion, the manual page.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"
HERE=$ROOT/tests/integration

# code N "sentence" COMMAND...: ok when the command ends with that exit code; what it said stays in $WORK/out and $WORK/err
code() {
    wanted=$1 sentence=$2
    shift 2
    "$@" >"$WORK/out" 2>"$WORK/err" </dev/null
    got=$?
    if [ "$got" -eq "$wanted" ]; then ok "$sentence"; else
        not_ok "$sentence (exit $got, not $wanted)"
        tail -n 10 "$WORK/out" "$WORK/err" | sed 's/^/#   /'
    fi
}

# says out|err "sentence" PATTERN: a line that the last command wrote there has the pattern
says() { check "$2" grep -E -- "$3" "$WORK/$1"; }

# A data folder name too long for sockets: what needs the set's settings fails, what does not goes on.
astray() { ANXIN_DATA=$(printf '%0200d' 0) "$BIN/anxin" "$@"; }

# ---- every command ----

"$BIN/anxin" --help >"$WORK/help"
names=$(sed -n '/^usage/,/^options/s/^  \([a-z]*\)  *.*/\1/p' "$WORK/help")
check "anxin --help names the commands" test "$(echo "$names" | wc -l)" -ge 15
for name in $names; do
    code 0 "anxin $name --help is a page" anxin "$name" --help
    says out "that says how to use $name" "^usage: anxin $name"
    code 2 "an unknown option of $name is wrong usage" anxin "$name" --no-such-option
    check "told on stderr alone" test ! -s "$WORK/out" -a -s "$WORK/err"
done
refuse "none of this made a data folder" test -e "$DATA"
code 0 "anxin help COMMAND is its page too" anxin help tail
says out "that says how to use it" '^usage: anxin tail'
code 2 "there is no help for what there is not" anxin help sned
if [ -w /dev/full ]; then
    lost() { anxin "$@" >/dev/full; }
    code 1 "output that cannot be written is no success" lost schema
    says err "and said" 'output could not be written'
else
    skip "output that cannot be written is no success" "there is no /dev/full"
fi

# ---- the language for programs ----

code 0 "schema --json-schema describes all types" anxin schema --json-schema
cp "$WORK/out" "$WORK/schema.json"
code 0 "schema --asyncapi describes the set" anxin schema --asyncapi
cp "$WORK/out" "$WORK/asyncapi.json"
check "as the committed document does" cmp "$WORK/asyncapi.json" "$ROOT/proto/asyncapi.json"
code 0 "schema --json-schema TYPE describes one" anxin schema --json-schema booking.create
says out "under its name" '"title": "booking.create"'
check "in JSON" "$PYTHON" -c 'import json, sys; json.load(open(sys.argv[1]))' "$WORK/out"
code 2 "an unknown type has no schema" anxin schema --json-schema booking.make
says err "and is named" 'unknown type booking.make'
code 2 "one document at a time" anxin schema --json-schema --asyncapi
code 2 "there is no AsyncAPI document of one type" anxin schema --asyncapi booking.create
code 0 "the language is told whatever the settings" astray schema booking.create
code 2 "what asks a service is not" astray status

if ! "$PYTHON" -c 'import jsonschema, msgpack' 2>/dev/null; then
    skip "golden bytes fit the schemas" "python3-jsonschema or python3-msgpack is missing"
elif ! make -s -C "$ROOT" "B=${B:-build}" "${B:-build}/unit/golden_test" >"$WORK/make" 2>&1; then
    skip "golden bytes fit the schemas" "golden_test is not built: $(tail -n 1 "$WORK/make")"
else
    (cd "$ROOT" && "$BUILD/unit/golden_test" --json) >"$WORK/goldens"
    check "every golden body in JSON fits the JSON Schema of its type" \
        "$PYTHON" "$HERE/schemas.py" json "$WORK/schema.json" "$WORK/goldens"
    check "every golden body on the wire fits its payload in the AsyncAPI document" \
        "$PYTHON" "$HERE/schemas.py" wire "$WORK/asyncapi.json" "$WORK/goldens"
    check "a body that lacks a required field or has a wrong one fits none" \
        "$PYTHON" "$HERE/schemas.py" refuse "$WORK/schema.json" "$WORK/goldens"
fi

# ---- config check ----

code 0 "defaults are a sound configuration" anxin config check
says out "with every setting" '^booking.min_notice_min +[0-9]+ +default$'
says out "also of the environment" "^anxin.data +$DATA +ANXIN_DATA\$"
same "and the shared ones once" 1 "$(grep -c '^anxin.clock ' "$WORK/out")"

printf '[anxin]\nlog_level = warning\n\n[booking]\nhorizon_days = 30\n' >"$WORK/good.ini"
code 0 "a sound file is sound" anxin config check "$WORK/good.ini"
says out "and named as the place of what it gives" "^booking.horizon_days +30 +$WORK/good.ini:5\$"
code 0 "--config names it too" anxin config check --config "$WORK/good.ini" --json
says out "and --json gives an object a line" "^\{\"section\":\"anxin\",\"key\":\"log_level\",\"value\":\"warning\",\"origin\":\"$WORK/good.ini:2\"\}\$"

printf '[anxin]\nclok = system\n[booking]\nhorizon_days = many\n[roster]\nprobation_dyas = 3\n[bokking]\nx = 1\n' >"$WORK/bad.ini"
code 1 "a file with faults is refused" anxin config check "$WORK/bad.ini"
says err "every fault is told with file, line and key" "bad.ini:2: anxin.clok: unknown key"
says err "of every service" "bad.ini:4: booking.horizon_days: \"many\" is not a whole number"
says err "and not only the first" "bad.ini:6: roster.probation_dyas: unknown key"
same "a fault of the shared section once" 1 "$(grep -c clok "$WORK/err")"
says err "a section that nobody reads is pointed out" 'nobody here reads section \[bokking\]'
code 1 "--json tells faults as objects" anxin config check "$WORK/bad.ini" --json
says out "of the service that refuses" '^\{"service":"roster","fault":".*probation_dyas: unknown key"\}$'
code 2 "a file that cannot be read is wrong usage" anxin config check "$WORK/none.ini"
says err "and is named" 'none.ini: No such file'
code 2 "config does nothing else" anxin config mend
code 2 "a daemon refuses what it would not start with" "$BIN/anxin-roster" --check-config --config "$WORK/bad.ini"
code 0 "and shows what it would" "$BIN/anxin-roster" --check-config --config "$WORK/good.ini"
printf '[anxin]\ntravel_matrix = %s\n' "$WORK/ways" >"$WORK/ways.ini"
printf 'datum wgs84\narea A 22.5 113 600\nway A B any 5\nroad\n' >"$WORK/ways"
code 1 "a matrix of ways is checked, too (V3)" anxin config check "$WORK/ways.ini"
says err "each of its flaws is told with its line" "$WORK/ways:3: B: no area of this code stands above"
says err "and not only the first" "$WORK/ways:4: road: a line begins with datum, area or way"
same "once, though two services read it" 1 "$(grep -c 'ways:3' "$WORK/err")"
printf 'datum wgs84\narea A 22.5 113 600\nway A A any 5\n' >"$WORK/ways"
code 0 "a sound one is sound" anxin config check "$WORK/ways.ini"
rm "$WORK/ways"
code 1 "one that is missing is a fault" anxin config check "$WORK/ways.ini"
says err "and named" "$WORK/ways: No such file"
refuse "checking makes no data folder" test -e "$DATA"

# ---- completion ----

for shell in bash zsh; do
    code 0 "completion for $shell is a script" astray completion "$shell"
    cp "$WORK/out" "$WORK/complete.$shell"
    if command -v "$shell" >/dev/null; then check "that $shell can read" "$shell" -n "$WORK/complete.$shell"; else
        skip "that $shell can read" "$shell is not installed"
    fi
done
code 2 "there is none for other shells" anxin completion fish
says err "which is said" 'not for fish'

# completes "LINE": what bash offers at the end of the line
cat >"$WORK/complete" <<'BASH'
source "$1"
COMP_WORDBREAKS=$' \t\n"\'><=;|&(:' COMP_LINE=$2 COMP_POINT=${#2}
_anxin
echo "${COMPREPLY[*]}"
BASH
completes() { bash "$WORK/complete" "$WORK/complete.bash" "$1"; }

same "commands are completed" "tail" "$(completes 'anxin ta')"
same "types are" "booking.create" "$(completes 'anxin send booking.cre')"
same "only commands can be sent" "" "$(completes 'anxin send booking.get.ans')"
same "fields of the type are" "household=" "$(completes 'anxin send booking.create service=HH-01 house')"
same "words of the field are, behind its name" "voice" "$(completes 'anxin send booking.create consent=vo')"
same "options do not count as words" "household=" "$(completes 'anxin send --id 7 --json booking.create house')"
same "options are" "--follow" "$(completes 'anxin tail booking --fo')"
same "and those of every command" "--timeout" "$(completes 'anxin tail booking --ti')"
same "roles are" "dispatcher" "$(completes 'anxin list visit --as dis')"
same "kinds are" "booking" "$(completes 'anxin get boo')"
same "filters of the kind are" "station= state=" "$(completes 'anxin list worker sta')"
same "streams are" "matching" "$(completes 'anxin tail mat')"
same "shells are" "bash zsh" "$(completes 'anxin completion ')"
same "files are" "$WORK/good.ini" "$(completes "anxin config check $WORK/good")"
same "what is free text is left to the person" "" "$(completes 'anxin trace ')"
missing=
for name in $names; do case " $(completes 'anxin ') " in *" $name "*) ;; *) missing="$missing $name" ;; esac; done
same "every command is offered" "" "$missing"

# ---- the manual page ----

code 0 "man prints a page" astray man
cp "$WORK/out" "$WORK/anxin.1"
missing=
for name in $names; do grep -q "^\.SS \"anxin $name\"" "$WORK/anxin.1" || missing="$missing $name"; done
same "with a chapter for every command" "" "$missing"
if command -v man >/dev/null && printf '.TH A 1\n' | man -l - >/dev/null 2>&1; then
    man --warnings -E UTF-8 -l "$WORK/anxin.1" >"$WORK/page" 2>"$WORK/warnings"
    same "without a warning of man" "" "$(cat "$WORK/warnings")"
    check "that shows options as they are typed" grep -q -- '--json-schema' "$WORK/page"
else
    skip "without a warning of man" "man is not installed"
fi

# ---- quiet in a pipe ----

code 3 "no set: status is unreachable" anxin status
refuse "what goes into a pipe has no terminal's signs" grep -q "$(printf '\033')" "$WORK/out" "$WORK/err"
finish
