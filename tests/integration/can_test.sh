#!/bin/sh
# What the registry and the policy say, told without asking anybody: each kind of yes and no, with the row that decides
# (`anxin keys can`), and roles lent for a time (A9.6).
# shellcheck disable=SC2317  # what check calls
. "$(dirname "$0")/../lib.sh"

can() { anxin keys can "$@"; }
# says "sentence" DECISION PATTERN NAME ACTION WHAT [OPTION...]: the decision, the exit that fits, a line with the pattern
says() {
    sentence=$1 decision=$2 pattern=$3
    shift 3
    can "$@" >"$WORK/said" 2>&1
    code=$?
    expected=0
    [ "$decision" = allow ] || expected=1
    if [ "$(head -n 1 "$WORK/said")" = "$decision" ] && [ $code = $expected ] && grep -q -- "$pattern" "$WORK/said"; then
        ok "$sentence"
    else
        not_ok "$sentence (exit $code)"
        sed 's/^/#   /' "$WORK/said"
    fi
}
refuses() { # refuses "sentence" PATTERN COMMAND...: it fails and says so
    sentence=$1 pattern=$2
    shift 2
    if "$@" >"$WORK/said" 2>&1; then not_ok "$sentence"; else check "$sentence" grep -q -e "$pattern" "$WORK/said"; fi
}
usage() { # usage "sentence" NAME ACTION WHAT [OPTION...]
    sentence=$1
    shift
    can "$@" >"$WORK/said" 2>&1
    same "$sentence" 2 $?
}

for words in "partner-1 --role partner" "partner-2 --role partner --station huicheng,beijia" \
    "S-1 --role receptionist --station huicheng" "S-0 --role receptionist" "W-1 --role worker --self W-58" \
    "L-1 --role officer,manager --station huicheng --community c1" "A-2 --role receptionist --station beijia" \
    "V-1 --role supervisor --district xinhui" "O-1 --role operator" "matching-2 --role service"; do
    # shellcheck disable=SC2086
    check "keys new ${words%% *}" anxin keys new $words
done

# ---- yes ----

says "a partner books at any station while none stands by it" allow 'built in:[0-9]*  allow client,partner send booking.create.* own' \
    partner-1 send booking.create --station huicheng
says "one that has stations books at these" allow 'at huicheng, beijia' partner-2 send booking.create --station beijia
says "it reads its own stream" allow 'allow partner fetch partner' partner-1 fetch partner.partner-1
says "a receptionist books at the own station" allow 'stations huicheng' S-1 send booking.create --station huicheng
says "a worker reads the feed of who she is" allow 'that of W-58' W-1 fetch feed.W-58
says "an officer acts in a community" allow 'communities c1' L-1 send case.accept --community c1
says "a supervisor looks on in a set of the own district" allow 'districts xinhui' V-1 ask case.list --district xinhui
says "an operator copies stores" allow 'everywhere' O-1 admin store.copy
says "a service reads every stream" allow 'allow service fetch' matching-2 fetch booking

# ---- each kind of no ----

says "nobody of that name" deny 'nobody is called X-9' X-9 send booking.create
says "what no row allows" deny 'no row allows it to partner; what no row allows is denied' partner-1 send worker.hire
says "a role that it has not" deny 'S-1 has not that role' S-1 send booking.create --role manager
says "another's stream" deny 'not that of partner-1' partner-1 fetch partner.partner-2
says "a stream of the set" deny 'no row allows it' partner-1 fetch booking
says "a station outside those of a partner" deny 'outside what comes from .* at huicheng, beijia' \
    partner-2 send booking.create --station jianghai
says "another station's" deny 'outside stations huicheng' S-1 send booking.create --station beijia
says "another community's" deny 'outside stations huicheng, communities c1' L-1 send case.accept --community c2
says "a set of another district" deny 'outside districts xinhui' V-1 ask case.list --district pengjiang
says "who has no place has none" deny 'no place stands by it' S-0 send booking.create
says "and is nowhere that is named" deny 'no place stands by it' S-0 send booking.create --station huicheng

check "S-1 is revoked" anxin keys revoke S-1
says "who is revoked" deny 'S-1 is revoked since 20' S-1 send booking.create --station huicheng
check "S-1 is allowed" anxin keys allow S-1
says "who is allowed again" allow 'stations huicheng' S-1 send booking.create --station huicheng
says "a key that has expired" deny 'the key of S-1 expired at 20' S-1 send booking.create --station huicheng --at 2090-01-01
says "a key that is not yet valid" deny 'the key of S-1 is valid from' S-1 send booking.create --at 2020-01-01

usage "a type that does not exist is wrong usage" S-1 send booking.conjure
usage "a command is not asked" S-1 ask booking.create
usage "nor is there another action" S-1 conjure booking.create
usage "nor such a role" S-1 send booking.create --role emperor
usage "nor such a time" S-1 send booking.create --at soon

# ---- a policy of one's own ----

cat >"$WORK/policy" <<'P'
# of our own
allow partner send booking.*       own
deny  partner send booking.cancel
P
export ANXIN_POLICY="$WORK/policy"
says "the row of a file is named by file and line" allow "$WORK/policy:2  allow partner send booking" partner-1 send booking.create
says "a row that denies" deny "policy:3  deny partner send booking.cancel" partner-1 send booking.cancel
says "says that it does" deny "this row denies it" partner-1 send booking.cancel
printed() { anxin keys policy | grep -q "$1"; }
check "the table is printed" printed '^deny  partner send booking.cancel'
printf 'allow partner send booking.create\n' >>"$WORK/policy"
refuses "a policy with an error decides nothing and is named by line" "policy:4: must be: allow ROLES ACTION WHAT SCOPE" \
    can partner-1 send booking.create
unset ANXIN_POLICY
check "what is built in is printed" printed '^allow partner     fetch partner'

json() { can "$@" --json >"$WORK/said.json"; }
json partner-1 send booking.create --station huicheng
check "the decision is one object for programs" "$PYTHON" - "$WORK/said.json" <<'PY'
import json, sys
said = json.load(open(sys.argv[1]))
assert said["decision"] == "allow" and said["policy"] == "built in" and said["line"] > 0, said
assert said["role"] == "partner" and said["scope"] == "own" and said["holders"] == ["partner-1"], said
PY

# ---- roles that are lent (A9.6) ----

lend() { anxin keys delegate "$@"; }
soon=$(date -u -d '+1 hour' +%FT%TZ) later=$(date -u -d '+2 hours' +%FT%TZ)
says "a receptionist accepts no case" deny 'no row allows it to receptionist' A-2 send case.accept --community c1
check "an officer's role is lent to her" lend A-2 --from L-1 --role officer --at "$soon" --until "$later"
says "before it begins she may not" deny 'officer of L-1 .* not yet begun' A-2 send case.accept --community c1
says "while it lasts she may, where the officer may" allow 'officer of L-1 .* holds' A-2 send case.accept --community c1 \
    --at "$(date -u -d '+90 minutes' +%FT%TZ)"
says "and nowhere else" deny 'outside stations huicheng, communities c1' A-2 send case.accept --community c2 \
    --at "$(date -u -d '+90 minutes' +%FT%TZ)"
says "after its end she may not" deny 'officer of L-1 .* ended' A-2 send case.accept --community c1 \
    --at "$(date -u -d '+3 hours' +%FT%TZ)"
check "the roles that are lent are listed" sh -c "'$BIN/anxin' keys delegate --data '$DATA' | grep -q 'A-2 .*officer .*L-1 .*not yet begun'"
check "also for programs" sh -c "'$BIN/anxin' keys delegate A-2 --json --data '$DATA' | grep -q '\"name\":\"A-2\",\"role\":\"officer\",\"from\":\"L-1\"'"
check "one that has not begun is taken back" lend A-2 --from L-1 --end
refuse "and leaves no line" grep -q '^delegated' "$DATA/keys/registry"
check "it is lent from now on" lend A-2 --from L-1 --role officer --until "$soon"
says "and holds" allow 'officer of L-1 .* holds' A-2 send case.accept --community c1
anxin keys revoke L-1 >/dev/null
says "a revoked lender lends nothing" deny 'its lender is revoked' A-2 send case.accept --community c1
anxin keys allow L-1 >/dev/null
check "its end is now" lend A-2 --from L-1 --role officer --end
says "and it holds no more" deny 'officer of L-1 .* ended' A-2 send case.accept --community c1
refuses "what has ended is not ended again" 'no role of L-1 that is yet to end' lend A-2 --from L-1 --end

refuses "a role is lent for a time" '--until is missing' lend A-2 --from L-1 --role officer
refuse "not until the past" lend A-2 --from L-1 --role officer --until 2020-01-01
refuse "not a role that the lender has not" lend A-2 --from L-1 --role mediator --until "$later"
refuse "not to oneself" lend L-1 --from L-1 --role officer --until "$later"
refuse "not by nobody" lend A-2 --from X-9 --role officer --until "$later"
refuse "not to nobody" lend X-9 --from L-1 --role officer --until "$later"
check "a lent role is lent" lend A-2 --from L-1 --role officer --until "$later"
refuse "and not lent on" lend S-1 --from A-2 --role officer --until "$later"
for number in 2 3; do check "room for $number more" lend A-2 --from L-1 --role manager --until "$later"; done
check "the oldest that has ended makes room" lend A-2 --from L-1 --role manager --until "$later"
refuse "four that are yet to end are enough" lend A-2 --from L-1 --role manager --until "$later"
finish
