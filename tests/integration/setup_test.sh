#!/bin/bash
# What a script of faults stands on ends it when it fails, and counts: nobody waits for what cannot come any more.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

# broken WORDS: a script with these words, of a set whose tool never has an answer; a minute would be waited for in vain
broken() {
    mkdir -p "$WORK/bin"
    printf '#!/bin/sh\nexit 1\n' >"$WORK/bin/anxin"
    printf '#!/bin/sh\n' >"$WORK/bin/anxin-booking"
    chmod +x "$WORK"/bin/*
    WAIT_SECONDS=1 sh -c ". \"$ROOT/tests/fault/setup.sh\"; BIN=$WORK/bin; $1; ok 'it goes on'; finish" \
        "$ROOT/tests/fault/broken.sh" >"$WORK/broken.out" 2>&1
    echo "$? $(grep -c '^not ok - ' "$WORK/broken.out") $(grep -c 'it goes on' "$WORK/broken.out")"
}

same "a set that does not start ends its script, with one failure" "1 1 0" "$(broken set_start)"
same "so does a daemon that does not start" "1 1 0" "$(broken 'daemon_start booking')"
same "so does a station that is not set up" "1 1 0" "$(broken station_set)"
same "so do workers who are not hired" "1 1 0" "$(broken workers_set)"
same "so do readers who are not told" "1 1 0" "$(broken readers_set)"
same "what can be set up goes on" "0 0 1" "$(broken ':')"
finish
