#!/bin/bash
# A new event with a listener touches three to five files, tests and golden bytes aside (services/README.md): a patch
# that adds one is applied to a copy of the tree, and the event is delivered. It is the last of its catalogue, so that no
# other type has another number, and only what it touches and the tables made of the catalogue are built again.
# shellcheck disable=SC2016 # make's own variables
. "$(dirname "$0")/../lib.sh"
PATCH=$ROOT/tests/integration/new_event.patch
command -v patch >/dev/null || {
    skip "a new event with a listener is delivered" "there is no patch program"
    finish
}
TREE=$WORK/tree

touched() { grep -c '^+++ ' "$PATCH"; }
few() { [ "$(touched)" -ge 3 ] && [ "$(touched)" -le 5 ]; }
# The flags and libraries of the Makefile, as it would use them here.
flags() { make -s -C "$ROOT" --eval 'flags: ; @echo $(CC) $(CFLAGS)' flags; }
libraries() { make -s -C "$ROOT" --eval 'libraries: ; @echo $(LDLIBS)' libraries; }
build() {
    cd "$TREE" || return 1
    sources=$({ grep -lE 'MSG_COUNT|OWNERS\(|_MESSAGES\(' -r common services --include='*.c' | grep -v '^services/ctl/'
        sed -n 's/^+++ b\/\(.*\.c\)$/\1/p' "$PATCH"; } | sort -u)
    # shellcheck disable=SC2046,SC2086
    $(flags) -w $sources tests/integration/new_event.c "$BUILD/libservices.a" "$BUILD/libanxin.a" \
        -o "$WORK/new_event" $(libraries) -lcmocka
}

make -s -C "$ROOT" B="$BUILD" "$BUILD/libservices.a" "$BUILD/libanxin.a" >"$WORK/make" 2>&1
mkdir "$TREE"
cp -r "$ROOT/proto" "$ROOT/common" "$ROOT/services" "$TREE/"
mkdir -p "$TREE/tests/unit" "$TREE/tests/integration"
cp "$ROOT/tests/unit/bench.h" "$TREE/tests/unit/"
cp "$ROOT/tests/integration/new_event.c" "$TREE/tests/integration/"
check "a new event with a listener touches $(touched) files, three to five" few
refuse "before it there is no such event" build
check "the patch that adds it fits the tree" patch -p1 -s -d "$TREE" -i "$PATCH"
check "with it, it builds" build
check "the event is delivered to its listener" "$WORK/new_event"
finish
