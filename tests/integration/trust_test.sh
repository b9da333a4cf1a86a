#!/bin/sh
# Who is who on ipc: the peer's uid. Ours and root's are trusted, others when `trusted_uids` names them; the stream endpoint,
# which carries everything, stays ours alone.
. "$(dirname "$0")/../lib.sh"

OTHER=65534

as_other() { setpriv --reuid=$OTHER --regid=$OTHER --clear-groups env ANXIN_DATA="$DATA" "$TOOL" "$@"; }
mode_of() { stat -c %a "$1"; }

if [ "$(id -u)" -ne 0 ] || ! command -v setpriv >/dev/null; then
    skip "another user is refused or trusted by uid" "it takes root and setpriv to become another user"
    finish
fi

# A place that the other user can reach, with the tool in it.
chmod 711 "$WORK"
TOOL=$WORK/anxin
cp "$BIN/anxin" "$TOOL"
chmod 755 "$TOOL"

set_start
refuse "another user cannot even reach the sockets" as_other send community.put community=CM1 name=a --as manager:m --timeout 700
same "the sockets are ours alone" 700 "$(mode_of "$DATA/run/booking.request")"
set_stop

ANXIN_TRUSTED_UIDS=$OTHER
export ANXIN_TRUSTED_UIDS
set_start
check "a user that is trusted by name sends" as_other send community.put community=CM1 name=a --as manager:m
same "its sockets can be reached" 666 "$(mode_of "$DATA/run/booking.request")"
same "the stream with everything on it cannot" 700 "$(mode_of "$DATA/run/booking.stream")"
refuse "nor can the store" setpriv --reuid=$OTHER --regid=$OTHER --clear-groups cat "$DATA/booking.db"
set_stop

ANXIN_TRUSTED_UIDS=12345
set_start
refuse "a user that reaches the sockets but is not trusted is refused" as_other send community.put community=CM1 name=b --as manager:m --json
check "with the reason" sh -c "setpriv --reuid=$OTHER --regid=$OTHER --clear-groups env ANXIN_DATA='$DATA' '$TOOL' send community.put community=CM1 name=b --as manager:m | grep -q unknown_identity"
set_stop
finish
