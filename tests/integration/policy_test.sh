#!/bin/sh
# The policy while the set runs: a file takes the place of the table that is built in, is read again on SIGHUP, and one
# with an error is told with its line while the old one stands (guarantee 8). On ipc, and on tcp, where roles that are
# lent (A9.6) and stations that stand by somebody (V24) count as well.
# shellcheck disable=SC2317  # what check calls
. "$(dirname "$0")/../lib.sh"

SERVICES="booking matching roster training mediation notification"
policy=$WORK/policy
read_again() { kill -HUP "$(pid_of "$1")"; }
log_lines() { grep -c "event=$1" "$WORK/set.log"; }
logged() { [ "$(log_lines "$1")" -ge "$2" ]; } # logged EVENT TIMES
told() { grep -q -- "$1" "$WORK/set.log"; }
book() { # its answer is in $WORK/said
    anxin send booking.create service=HH-01 household=H-1 start="$(date -u -d '+3 days' +%FT02:00:00Z)" --as partner:desk \
        --source desk --json >"$WORK/said" 2>&1
    true
}
answer() { sed -n 's/.*"outcome": *"\([^"]*\)".*"code": *"\([^"]*\)".*/\1 \2/p' "$WORK/said"; }
books() { # books "sentence" "OUTCOME CODE"
    book
    same "$1" "$2" "$(answer)"
}
trail_has() { anxin audit booking --json --as supervisor:V1 | grep -q "\"what\": *\"$1\""; }

# ---- ipc: nobody needs a key, and the table counts all the same ----

anxin keys policy >"$policy"
printf '[anxin]\npolicy = %s\n' "$policy" >"$WORK/set.ini"
printf 'allow partner send booking.create\n' >>"$policy"
start() { ANXIN_DATA=$DATA timeout 20 "$BIN/anxin-booking" --config "$WORK/set.ini"; }
refuse "a policy with an error refuses the start" start
cp "$WORK/check.out" "$WORK/why"
check "and its line is named" grep -q "policy:$(wc -l <"$policy"): must be: allow ROLES ACTION WHAT SCOPE" "$WORK/why"
anxin keys policy >"$policy"
chmod 0666 "$policy"
refuse "a policy that others may change refuses the start" start
cp "$WORK/check.out" "$WORK/why"
check "and its mode is named" grep -q "policy: has mode 0666, so that others can change it" "$WORK/why"
chmod 0644 "$policy"

set_start --config "$WORK/set.ini"
books "a partner is heard" "refused unknown_service"
sed -i 's/^allow client,partner send booking.create/allow client,partner send booking.creates,booking.create.x/' "$policy"
echo 'deny partner sent booking.create' >>"$policy"
for service in $SERVICES; do read_again "$service"; done
check "a policy with an error is told by every service, also when nobody speaks tcp" wait_until logged policy.wrong 6
check "with file, line and word" told "reason=.*policy:$(wc -l <"$policy"): sent: actions are send, ask, fetch and admin.* the old one stands"
books "and the old one stands" "refused unknown_service"
sed -i '$ s/.*/deny partner send booking.create/' "$policy"
for service in $SERVICES; do read_again "$service"; done
check "one that is mended is read" wait_until logged policy.read 6
books "and holds from then on" "denied role"
check "the answer names the row" grep -q "The policy says in line $(wc -l <"$policy"): deny partner send booking.create" "$WORK/said"
check "the trail says that it was read" trail_has policy.reloaded
chmod 0662 "$policy"
read_again booking
check "one that others may change is not read" wait_until told "policy: has mode 0662"
books "and the old one stands" "denied role"
mv "$policy" "$policy.away"
read_again booking
check "a policy that is gone is told" wait_until logged policy.wrong 8
books "and the old one stands still" "denied role"
anxin keys policy --config /dev/null >"$policy"
read_again booking
check "the one that was is read again" wait_until logged policy.read 7
books "and holds" "refused unknown_service"
check "the set ends" set_stop

# ---- tcp ----

rm -r "$DATA"
: >"$WORK/set.log"
set_on_tcp
ANXIN_RENEW_S=2 ANXIN_LOG_LEVEL=debug # a day, in tests two seconds
export ANXIN_RENEW_S ANXIN_LOG_LEVEL
set_start --config "$WORK/set.ini"
echo 'allow nobody send booking.create own' >>"$policy"
read_again booking
check "on tcp too a policy with an error is told" wait_until logged policy.wrong 1
same "and the set answers" 0 "$(anxin status >/dev/null; echo $?)"
sed -i '$ d' "$policy"

as() { # as NAME WORD...: the tool with the key of NAME
    who=$1
    shift
    anxin "$@" --identity "$who" --source "$who"
}
known() { [ "$(grep -c "event=keys.read identities=$1\$" "$WORK/set.log")" -ge 6 ]; }
for words in "M1 --role manager --station * --community * --district *" "R-1 --role receptionist --station ST1" \
    "R-2 --role receptionist --station ST2" "L-1 --role officer,manager --station ST1 --community CM1"; do
    set -f
    # shellcheck disable=SC2086
    check "keys new ${words%% *}" anxin keys new $words
    set +f
done
check "all services know them" wait_until known 11

# ---- another station's booking (V24) ----

day() { echo "{\"weekday\":$1,\"close_min\":1440}"; }
hours="[$(day 1),$(day 2),$(day 3),$(day 4),$(day 5),$(day 6),$(day 7)]"
for station in 1 2; do
    check "station ST$station" as M1 send station.put station=ST$station active=true name=站 host_kind=company hours="$hours" \
        cell_lat=22505 cell_lon=113045 --as manager:M1
    check "its community" as M1 send community.put community=CM$station name=区 cell_lat=22506 cell_lon=113046 --as manager:M1
    check "which it covers" as M1 send coverage.put station=ST$station communities=CM$station --as manager:M1
done
check "a service" as M1 send service.put service=HH-01 active=true name=保洁 line=household minutes=120 workers=1 --as manager:M1
check "a household of ST1 by its receptionist" as R-1 send household.put household=H-1 community=CM1 consent=paper \
    name=阿甲 phone=555-0100-11 --as receptionist:R-1
check "and its booking" as R-1 send booking.create service=HH-01 household=H-1 station=ST1 consent=voice \
    start="$(date -u -d '+3 days' +%FT02:00:00Z)" --as receptionist:R-1 --json
booking=$(sed -n 's/.*"subject": *"\([^"]*\)".*/\1/p' "$WORK/check.out")
denies() { # denies "sentence" CODE NAME WORD...
    sentence=$1 code=$2
    shift 2
    as "$@" --json >"$WORK/said" 2>&1
    same "$sentence" "denied $code" "$(answer)"
}
check "who works at ST1 sees it" as R-1 get booking "$booking" --as receptionist:R-1
denies "V24 who works at ST2 does not see it" scope R-2 get booking "$booking" --as receptionist:R-2
denies "V24 nor cancels it" scope R-2 send booking.cancel booking="$booking" --as receptionist:R-2
denies "V24 nor sees the household" scope R-2 get household H-1 --as receptionist:R-2
denies "V24 nor changes it" scope R-2 send household.put household=H-1 community=CM1 consent=paper --as receptionist:R-2
same "V24 nor finds it in the list" 0 "$(as R-2 list booking --as receptionist:R-2 --json | grep -c "$booking")"
same "which who works at ST1 does" 1 "$(as R-1 list booking --as receptionist:R-1 --json | grep -c "$booking")"
same "V24 a phone of ST1 is found there" 1 "$(as R-1 privacy find 555-0100-11 --as receptionist:R-1 --json | grep -c H-1)"
same "V24 and not at ST2" 0 "$(as R-2 privacy find 555-0100-11 --as receptionist:R-2 --json | grep -c H-1)"
same "the story of a booking is told at ST1" 1 "$(as R-1 trace "$booking" --as receptionist:R-1 2>&1 | grep -c booking.requested)"
same "V24 and not at ST2" 0 "$(as R-2 trace "$booking" --as receptionist:R-2 2>&1 | grep -c booking.requested)"

# ---- in the place of another (A9.6) ----

accept() { as R-2 send case.accept case_id=C-99 --as officer:R-2 --json >"$WORK/said" 2>&1; true; }
answers() { accept && [ "$(answer)" = "$1" ]; }
accept
same "a receptionist accepts no case" "denied role" "$(answer)"
check "an officer's role is lent to her for a time" anxin keys delegate R-2 --from L-1 --role officer \
    --until "$(date -u -d '+1 hour' +%FT%TZ)"
check "A9.6 from then on she may: there is no such case" wait_until answers "refused unknown_case"
check "A9.6 the trail says for whom she acted" sh -c "ANXIN_DATA='$DATA' '$BIN/anxin' audit mediation --json --as supervisor:V1 |
    grep '\"who\": *\"R-2\".*\"actorfor\": *\"L-1\".*\"what\": *\"case.accept\"'"
check "it is taken back" anxin keys delegate R-2 --from L-1 --role officer --end
check "A9.6 and she may no more" wait_until answers "denied role"
check "lent until a moment that is near" anxin keys delegate R-2 --from L-1 --role officer --until "$(date -u -d '+5 seconds' +%FT%TZ)"
check "A9.6 she may until then" wait_until answers "refused unknown_case"
check "A9.6 and by itself no more" wait_until answers "denied role"

# ---- connections that are made anew (MESSAGING 7.1) ----

check "connections to other services are made anew" wait_until logged link.renewed 50
check "and nothing is lost by it" wait_until caught_up
check "nor unsound" anxin verify
check "the set ends" set_stop
finish
