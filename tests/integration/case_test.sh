#!/bin/sh
# K9 with real daemons: private notes are the mediator's and their side's; a case goes to an authority as one file that the
# holder of its key alone opens, with a row in the trail of acts.
# shellcheck disable=SC2317  # what check calls
. "$(dirname "$0")/../fault/setup.sh"

note() { # note TEXT OPTION...
    text=$1
    shift
    echo "$text" | anxin case note "$CASE" "$@"
}
notes() { anxin case notes "$CASE" "$@"; }
tells() { # tells TEXT COMMAND...
    text=$1
    shift
    "$@" >"$WORK/said" 2>&1 && grep -qF -- "$text" "$WORK/said"
}
export_to() { # export_to FILE KEY OPTION...
    file=$1 key=$2
    shift 2
    anxin case export "$CASE" --for court-1 --key "$key" --to "$file" "$@"
}
opens() { anxin case open "$1" --secret "$2"; }

set_start
station_set
workers_set
check "every service has heard of the station" wait_until caught_up
anxin send case.file station=ST1 category=service relation=household_worker channel=counter filer=H-01 respondent=W-01 \
    happened=$(($(date +%s) * 1000 - 86400000)) subject=打碎花瓶 wish=赔偿 --as officer:O1 --json >"$WORK/filed"
CASE=$(sed -n 's/.*"subject": *"\([^"]*\)".*/\1/p' "$WORK/filed")
check "a case is filed" [ -n "$CASE" ]

# ---- private notes ----

check "a party writes a note" note 私下愿意赔一半 --as client:H-01
check "the mediator one for the other side" note 请带收据 --side respondent --as mediator:A1
refuse "a party none for the other side" note no --side respondent --as client:H-01
refuse "a mediator none without a side" note no --as mediator:A1
refuse "nor is an empty one taken" note "" --as client:H-01
check "the mediator reads both" tells 私下愿意赔一半 notes --as mediator:A1
check "each with its side" grep -q '被申请方 respondent' "$WORK/said"
check "its side reads its own" tells 请带收据 notes --as worker:W-01
refuse "and not the other's" grep -q 私下愿意赔一半 "$WORK/said"
refuse "the office reads none" notes --as officer:O1
refuse "a stranger none" notes --as client:H-02

# ---- the file for an authority ----

check "an authority makes a key" anxin case key "$WORK/court.secret"
cp "$WORK/check.out" "$WORK/court.public"
KEY=$(cat "$WORK/court.public")
same "for its eyes alone" 400 "$(stat -c %a "$WORK/court.secret")"
check "another one has another" anxin case key "$WORK/other.secret"
refuse "no key is written over" anxin case key "$WORK/court.secret"
refuse "an export needs a reason" export_to "$WORK/case.sealed" "$KEY" --as officer:O1
refuse "and the office" export_to "$WORK/case.sealed" "$KEY" --as mediator:A1 --why authority:court-1
refuse "and a key" export_to "$WORK/case.sealed" "${KEY%?}" --as officer:O1 --why authority:court-1
check "nothing was written so far" test ! -e "$WORK/case.sealed"
check "the office exports the case" export_to "$WORK/case.sealed" "$KEY" --as officer:O1 --why authority:court-1 --json
DIGEST=$(sed -n 's/.*"digest": *"\([0-9a-f]*\)".*/\1/p' "$WORK/check.out")
same "into one file of its owner" 600 "$(stat -c %a "$WORK/case.sealed")"
refuse "in which nobody reads anything" grep -qa -e 打碎花瓶 -e H-01 -e "$CASE" "$WORK/case.sealed"
refuse "an export is not written over" export_to "$WORK/case.sealed" "$KEY" --as officer:O1 --why authority:court-1
check "who holds the key reads what the case is about" tells 打碎花瓶 opens "$WORK/case.sealed" "$WORK/court.secret"
check "for whom and why it was made" grep -q 'authority:court-1' "$WORK/said"
refuse "but no private note" grep -q -e 私下愿意赔一半 -e 请带收据 "$WORK/said"
refuse "another key does not open it" opens "$WORK/case.sealed" "$WORK/other.secret"
{ head -c 200 "$WORK/case.sealed" && printf 'x' && tail -c +202 "$WORK/case.sealed"; } >"$WORK/changed.sealed"
refuse "one that was changed does not open" opens "$WORK/changed.sealed" "$WORK/court.secret"
head -c -1 "$WORK/case.sealed" >"$WORK/cut.sealed"
refuse "nor one that was cut" opens "$WORK/cut.sealed" "$WORK/court.secret"
chmod 0440 "$WORK/court.secret"
refuse "a secret that others may read is not taken" opens "$WORK/case.sealed" "$WORK/court.secret"

anxin audit mediation --object "$CASE" --json --as supervisor:V1 >"$WORK/rows"
check "the trail tells who exported it, why, for whom, and which file" grep -E \
    "\"actor\": *\"O1\".*\"what\": *\"case.export\".*\"fields\": *\"sealed,recipient=court-1,key=.*digest=$DIGEST\".*\"reason\": *\"authority:court-1\"" \
    "$WORK/rows"
check "and who wrote and read notes" grep -E '"actor": *"W-01".*"what": *"case.notes".*"fields": *"text"' "$WORK/rows"
refuse "but nothing of what they say" grep -e 私下愿意赔一半 -e 请带收据 "$WORK/rows" "$WORK/set.log"
check "the stores are sound" anxin verify
set_stop
refuse "no note stands in a file of the set" grep -rqa -e 私下愿意赔一半 -e 请带收据 "$DATA" --include='*.db*'
finish
