#!/bin/sh
# What deploy/bootstrap says where it may not install: exactly what is missing, by its Debian package, and it touches
# nothing. The system is made up: a PATH with the few commands that the script itself needs, and an os-release.
. "$(dirname "$0")/../lib.sh"

FEW=$WORK/few
mkdir -p "$FEW"
for name in sh cat tr sed sort id mktemp rm; do
    ln -s "$(command -v $name)" "$FEW/$name"
done
# shellcheck disable=SC2016 # the script that is written expands it
printf '#!/bin/sh\necho "$0 $*" >>"%s/installed"\nexit 1\n' "$WORK" >"$FEW/apt-get"
cp "$FEW/apt-get" "$FEW/sudo"
chmod +x "$FEW/apt-get" "$FEW/sudo"

system() { printf 'ID=%s\nVERSION_ID="%s"\n' "$1" "$2" >"$WORK/os-release"; } # system ID VERSION
bootstrap() { PATH=$FEW OS_RELEASE=$WORK/os-release "$ROOT/deploy/bootstrap" "$@" >"$WORK/out" 2>"$WORK/said"; }

# The row of what the made-up system always lacks; the header of libc may be there or not.
lacking() {
    cat <<'LIST'
    command gcc (Debian package gcc)
    command make (Debian package make)
    command pkg-config (Debian package pkg-config)
LIST
    [ -e /usr/include/stdio.h ] || echo '    file /usr/include/stdio.h (Debian package libc6-dev)'
    cat <<'LIST'
    library libzmq (Debian package libzmq3-dev)
    library msgpack|msgpack-c (Debian package libmsgpack-dev or libmsgpack-c-dev)
    library sqlite3 (Debian package libsqlite3-dev)
    library libuv (Debian package libuv1-dev)
    library inih (Debian package libinih-dev)
    library libsodium (Debian package libsodium-dev)
    library jansson (Debian package libjansson-dev)
LIST
}

for elsewhere in 'fedora 42' 'debian 11' 'ubuntu 22.04'; do
    # shellcheck disable=SC2086 # two words
    system $elsewhere
    bootstrap
    same "on $elsewhere it ends with 1" 1 $?
    same "and says why" "bootstrap: this is neither Debian 12 or 13 nor Ubuntu 24.04; still missing:" \
        "$(sed -n 1p "$WORK/said")"
    same "and names exactly what is missing" "$(lacking)" "$(sed 1d "$WORK/said")"
done
rm "$WORK/os-release"
bootstrap
same "without an os-release it ends with 1 too" 1 $?
refuse "and nothing was installed" test -e "$WORK/installed"

system fedora 42
bootstrap --test
same "with --test also on a system that is not supported it ends with 1" 1 $?
check "and names what tests use" grep -qF 'command cppcheck (Debian package cppcheck)' "$WORK/said"

system debian 12
bootstrap
same "where it may install and cannot, it ends with 1" 1 $?
check "after trying" test -e "$WORK/installed"
check "and names what is still missing" grep -qF 'library libsodium (Debian package libsodium-dev)' "$WORK/said"
finish
