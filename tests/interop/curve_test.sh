#!/bin/sh
# The stranger's client over tcp with CURVE.
. "$(dirname "$0")/../lib.sh"

if ! "$PYTHON" -c 'import msgpack, zmq, sys; sys.exit(not zmq.has("curve"))' 2>/dev/null; then
    skip "a client in another language works over tcp" "python3-zmq with CURVE or python3-msgpack is missing"
    finish
fi

set_on_tcp
set_start
check "a partner gets a key" anxin keys new miniapp --role partner
known() { [ "$(grep -c 'event=keys.read identities=8' "$WORK/set.log")" -ge 6 ]; }
check "and all services know it within a second" wait_until known
# shellcheck disable=SC2034  # finish, in lib.sh, reads it
PYTHONDONTWRITEBYTECODE=1 "$PYTHON" "$ROOT/tests/interop/curve.py" "$DATA" || FAILED=1
check "the set ends cleanly" set_stop
finish
