#!/bin/sh
# A stranger's client, written in Python from proto/README.md alone, works against the running set.
. "$(dirname "$0")/../lib.sh"

if ! "$PYTHON" -c 'import msgpack, zmq' 2>/dev/null; then
    skip "a client in another language works against the set" "python3-zmq or python3-msgpack is missing"
    finish
fi

set_start
# shellcheck disable=SC2034  # finish, in lib.sh, reads it
PYTHONDONTWRITEBYTECODE=1 "$PYTHON" "$ROOT/tests/interop/cases.py" "$DATA" "$ROOT/proto/README.md" || FAILED=1
check "the stores are sound after all that" anxin verify
check "and the set ends cleanly" set_stop
finish
