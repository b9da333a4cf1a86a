#!/bin/sh
# A set on tcp: who is known, who is not any more, who never was, and that the crowd at the door stops nobody.
. "$(dirname "$0")/../lib.sh"

if ! "$PYTHON" -c 'import msgpack, zmq, sys; sys.exit(not zmq.has("curve"))' 2>/dev/null; then
    skip "who is known on tcp is served, and nobody else" "python3-zmq with CURVE or python3-msgpack is missing"
    finish
fi

ANXIN=$BIN/anxin
export ANXIN PYTHONDONTWRITEBYTECODE=1
door() { "$PYTHON" "$ROOT/tests/integration/door.py" "$DATA" "$@"; }
said() { grep -q -- "$1" "$WORK/set.log"; }
registry=$DATA/keys/registry

# ---- keys that the set makes itself ----

set_on_tcp
ANXIN_ROSTER_REQUEST=$(echo "$ANXIN_ROSTER_REQUEST" | sed s/127.0.0.1/localhost/)
ANXIN_ROSTER_BIND='*' # a host that is a name is reached by it, and listens where bind says
export ANXIN_ROSTER_REQUEST ANXIN_ROSTER_BIND
set_start
check "on tcp the set makes its own keys at its first start and all services answer" anxin status
check "and follow each other" wait_until caught_up
same "secret keys are for their owner alone" "400 400 400 400 400 400 400" \
    "$(stat -c %a "$DATA"/keys/*.secret | tr '\n' ' ' | sed 's/ $//')"
second() { # one more booking, with a store of its own, at the ports of the first
    ANXIN_DATA=$DATA ANXIN_BOOKING_STORE=$WORK/second.db timeout 20 "$BIN/anxin-booking" >"$WORK/second" 2>&1
    [ $? -eq 2 ]
}
check "a port that is in use refuses the start" second
check "and is named" grep -qF "endpoint $ANXIN_BOOKING_REQUEST: in use by another process" "$WORK/second"
secrets_told() { cat "$DATA"/keys/*.secret | grep -F -f - "$registry" "$WORK/set.log"; }
refuse "no secret key stands in the registry or in the log" secrets_told

# ---- new, revoke, allow ----

known() { [ "$(grep -c "event=keys.read identities=$1\$" "$WORK/set.log")" -ge 6 ]; }
check "a partner gets a key pair" anxin keys new partner-1 --role partner
check "a watcher of streams too, which has the role of a service" anxin keys new watcher --role service
check "all services read the registry again within a second" wait_until known 9
refuse "a second one of that name is refused" anxin keys new partner-1 --role partner
refuse "a role that does not exist is refused" anxin keys new x --role emperor
refuse "and leaves no secret" test -e "$DATA/keys/x.secret"
check "what is known of it is shown" sh -c "'$BIN/anxin' keys show partner-1 --data '$DATA' --json | grep -q '\"state\":\"valid\"'"
check "S18 the next command of a connected partner is refused within a second of its revocation, and answered when it is allowed" \
    door revoked_while_connected partner-1
check "the refusal is logged" wait_until said "event=request.denied peer=partner-1 type=booking.create"
check "S18 a long poll of who is revoked ends" door revoked_while_waiting partner-1
check "S20 who was refused at the door is let in when it is allowed" door comes_back partner-1
check "the refusal at the door is logged with address and reason" \
    wait_until said 'event=door.refused endpoint=request peer=127.0.0.1 reason="revoked" identity=partner-1'
check "S18 a stream goes silent for who is revoked" door stream_closed watcher
check "and the services go on following" wait_until caught_up

# ---- keys that are not good ----

anxin keys new brief --role partner --until "$(date -u -d '+6 seconds' +%FT%TZ)" >"$WORK/brief"
check "all services know it" wait_until known 10
check "a key that has expired is refused on an open connection" door expires brief
chmod 0644 "$DATA/keys/tool.secret"
refuse "a secret that others may read is not used" anxin status
check "and its mode is named" sh -c "'$BIN/anxin' status --data '$DATA' 2>&1 | grep -q 'tool.secret: has mode 0644.*chmod 0400'"
chmod 0400 "$DATA/keys/tool.secret"
check "in its right mode it is" anxin status

cp "$registry" "$WORK/registry"
printf '\n[partner-2]\nrole = emperor\n' >>"$registry"
wrong() { said "event=keys.wrong.*keys/registry:$(wc -l <"$registry"): role: there is no such role"; }
check "a registry with an error is told with its line" wait_until wrong
check "and the one before it stands" door answered partner-1
kill -HUP "$(cat "$DATA/run/booking.pid")"
check "also when the service is told to read it again" door answered partner-1
cp "$WORK/registry" "$registry"
check "a registry that is mended is taken" wait_until anxin status

# ---- strangers ----

check "connections that never finish their handshake are closed" door slow partner-1
check "and logged" wait_until said 'event=door.refused endpoint=request peer=127.0.0.1 reason="no handshake"'
check "S26 a thousand idle connections stop nobody who is known" door crowd partner-1

check "the set ends cleanly" set_stop

# ---- a start that is refused ----

check "the sample of a set on several machines is right" anxin config check "$ROOT/deploy/several.conf"
keys_elsewhere() { ANXIN_KEYS=$WORK/a/b/c anxin keys new x --role client && [ -s "$WORK/a/b/c/x.secret" ]; }
check "keys are made in a folder that is not there yet" keys_elsewhere

chmod 0640 "$DATA/keys/booking.secret"
refused() { timeout 20 "$BIN/anxin-booking" 2>&1 | grep -q "$1"; }
ANXIN_DATA=$DATA
export ANXIN_DATA
check "a daemon does not start with a secret that others may read" refused 'booking.secret: has mode 0640'
chmod 0400 "$DATA/keys/booking.secret"
anxin keys revoke booking >"$WORK/revoked"
check "nor with a key that is revoked" refused 'keys/booking.secret: revoked'
finish
