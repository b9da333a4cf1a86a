#!/bin/sh
# Attacks over tcp by those who have a key and by those who have none; afterwards the set is sound, and what was tried
# stands in the log and in the trail. Services whose keys are revoked or mistaken say so, and go on by themselves.
# shellcheck disable=SC2317  # what check calls
. "$(dirname "$0")/../lib.sh"

if ! "$PYTHON" -c 'import msgpack, zmq, sys; sys.exit(not zmq.has("curve"))' 2>/dev/null; then
    skip "attacks over tcp are turned away" "python3-zmq with CURVE or python3-msgpack is missing"
    finish
fi

ANXIN=$BIN/anxin
export ANXIN PYTHONDONTWRITEBYTECODE=1
registry=$DATA/keys/registry
said() { grep -q -- "$1" "$WORK/set.log"; }
known() { [ "$(grep -c "event=keys.read identities=$1\$" "$WORK/set.log")" -ge 6 ]; }

set_on_tcp
set_start
for name in partner-a partner-b; do check "$name gets a key" anxin keys new $name --role partner; done
check "so does a watcher of streams" anxin keys new watcher --role service
check "and one that may send little" anxin keys new small --role partner
printf 'quota = 10 100000 50\n' >>"$registry" # of the last section
check "all services know them within a second" wait_until known 11
pids() { anxin status --json | sed -n 's/.*"pid": *\([0-9]*\).*/\1/p'; }
PIDS=$(pids)
# shellcheck disable=SC2034  # finish, in lib.sh, reads it
"$PYTHON" "$ROOT/tests/interop/attacks.py" "$DATA" || FAILED=1
same "nobody has gone down by it" "$PIDS" "$(pids)"

check "the log names the source that is another's" said 'event=request.denied peer=partner-a type=booking.create code=source'
check "and the stream" said 'event=request.denied peer=partner-a type=partner.partner-b code=stream'
check "an unknown key is logged with address and reason" \
    said 'event=door.refused endpoint=request peer=127.0.0.1 reason="unknown key"'
check "at the stream too" said 'event=door.refused endpoint=stream peer=127.0.0.1 reason="unknown key"'
check "and a partner that wanted to hear everything" \
    said 'event=door.refused endpoint=stream peer=127.0.0.1 reason="not a service" identity=partner-a'
check "so is one who has another key of the service" \
    said 'event=door.refused endpoint=request peer=127.0.0.1 reason="it has another key of this service"'
trail() { anxin audit booking --json --as supervisor:V1 >"$WORK/trail"; }
in_trail() { trail && grep -q -- "$1" "$WORK/trail"; }
check "the trail has the denial of another's source" in_trail '"who": *"partner-a".*"what": *"booking.create".*"decision": *"denied".*"code": *"source"'
check "and of who published with a key that was revoked" \
    in_trail '"who": *"partner-b".*"what": *"booking.create".*"decision": *"denied".*"code": *"unknown_identity"'
check "and of another's stream" in_trail '"who": *"partner-a".*"what": *"anxin.fetch".*"decision": *"denied".*"code": *"stream"'
check "and who was revoked" in_trail '"what": *"keys.revoked".*"object": *"partner-b"'

# ---- a service whose key is revoked, and one that is mistaken ----

matching_is() { anxin status --json | grep '"service": *"matching"' | grep -q "\"source\": *\"booking\",[^}]*\"state\": *\"$1\""; }
matching_hears_nothing() { ! matching_is live; }
check "matching is revoked" anxin keys revoke matching
check "it follows booking no more" wait_until matching_hears_nothing
check "it says that its key is refused" wait_until said 'service=matching event=link.refused source=booking .*reason="it refuses our key"'
check "it is allowed again" anxin keys allow matching
check "and follows again, by itself" wait_until matching_is live
check "and says that it is let in, when it has made new sockets" wait_until said 'service=matching event=link.admitted source=booking'
check "all have caught up" wait_until caught_up

"$BIN/anxin" tail partner.partner-a --follow --data "$DATA" --identity partner-a --source partner-a --as partner:partner-a \
    >"$WORK/tail" 2>"$WORK/tail.err" &
TAIL=$!
first() { [ -s "$WORK/tail" ]; }
check "a partner follows its stream" wait_until first
check "it is revoked" anxin keys revoke partner-a
shut_out() { grep -q "our key is refused" "$WORK/tail.err"; }
check "its client says so and waits" wait_until shut_out
lines=$(wc -l <"$WORK/tail")
check "it is allowed again" anxin keys allow partner-a
book() { anxin send booking.create service=XX-1 household=H-1 start="$(date -u -d '+3 days' +%FT02:00:00Z)" \
    --identity partner-a --source partner-a --as partner:partner-a; }
denied_no_more() { book 2>&1 | grep -q unknown_service; }
check "and is answered" wait_until denied_no_more
more() { [ "$(wc -l <"$WORK/tail")" -gt "$lines" ]; }
check "the client that waited goes on by itself" wait_until more
kill $TAIL
wait $TAIL 2>/dev/null

mistaken() { # another registry, in which booking has a key that it has not
    mkdir -p "$WORK/keys" && cp "$DATA"/keys/tool.secret "$WORK/keys/" || return 1
    "$PYTHON" -c 'import zmq; print(zmq.curve_keypair()[0].decode())' >"$WORK/other"
    "$PYTHON" - "$registry" "$WORK/keys/registry" "$WORK/other" <<'PY'
import re, sys
text, other = open(sys.argv[1]).read(), open(sys.argv[3]).read().strip()
open(sys.argv[2], "w").write(re.sub(r"(\[booking\][^\[]*?\nkey = )\S+", lambda m: m.group(1) + other, text, count=1))
PY
}
check "somebody has another key of booking than it has" mistaken
wrong() { ANXIN_KEYS=$WORK/keys anxin get station ST1 --timeout 2500 2>"$WORK/wrong"; }
refuse "the tool gets no answer with it" wrong
check "and says why" grep -q "it has another key than we know" "$WORK/wrong"

cp "$registry" "$WORK/registry.good"
cp "$WORK/keys/registry" "$WORK/registry.bad"
kill -STOP "$SET_PID" # its own supervisor would bring matching back with the good one
killed=$(cat "$DATA/run/matching.pid")
gone() { case $(sed 's/.*) //; s/ .*//' "/proc/$killed/stat" 2>/dev/null) in Z | X | '') ;; *) return 1 ;; esac }
kill -KILL "$killed"
check "matching is killed, and what it held is free" wait_until gone
ANXIN_REGISTRY=$WORK/registry.bad ANXIN_DATA=$DATA "$BIN/anxin-matching" >>"$WORK/set.log" 2>&1 &
MATCHING=$!
check "a service that has another key of its source says so" \
    wait_until said 'service=matching event=link.refused source=booking .*reason="it broke off: it has another key than our registry says"'
cp "$WORK/registry.good" "$WORK/registry.mended" && mv "$WORK/registry.mended" "$WORK/registry.bad"
check "when its registry is mended it follows, by itself" wait_until matching_is live
kill $MATCHING
wait $MATCHING
same "it ends cleanly" 0 $?
kill -CONT "$SET_PID"
check "the supervisor brings it back" wait_until matching_is live
check "who speaks no CURVE was logged; of a storm the number" \
    wait_until said 'event=door.refused \(endpoint=[a-z]* peer=127.0.0.1 reason="\(it does not speak CURVE\|broken handshake\)"\|more=[1-9]\)'
check "the stores are sound after all that" anxin verify --timeout 30000
check "and the set ends cleanly" set_stop
finish
