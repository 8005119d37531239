# SPDX-License-Identifier: BSL-1.0
# shellcheck shell=sh disable=SC1091,SC2154
#
# ./dev doctor, read in by ./dev: what was found, what is chosen, and why. Installs nothing and fails at nothing that it
# can go round: whoever calls it has trouble already.

line() { printf '%-22s %s\n' "$1" "$2"; }

doctor_compilers() {
    for candidate in clang++-19 clang++-21 clang++-20 clang++-18 clang++-17 clang++-16 clang++ clang++-14 g++-14 g++-13 g++-12 g++; do
        have "$candidate" || continue
        if compiler_ok "$candidate"; then verdict=supported; else verdict='refused: it miscompiles coroutines'; fi
        line "  $candidate" "$(compiler_kind "$candidate") ($("$candidate" -dumpfullversion -dumpversion 2>/dev/null)), $verdict"
    done
}

doctor_packages() {
    for set in run test matrix bench check; do
        missing=''
        look_for "$set"
        # shellcheck disable=SC2086
        if [ -n "$missing" ]; then line "  for ./dev $set" "missing:$missing"; else line "  for ./dev $set" 'all there'; fi
    done
}

# Peers of the benches, by the file that shows each.
doctor_peers() {
    peers=''
    for peer in python3 node go cargo; do have "$peer" && peers="$peers $peer"; done
    header boost/coroutine2/all.hpp && peers="$peers boost-coroutine2"
    header boost/asio.hpp && peers="$peers boost-asio"
    header uv.h && peers="$peers libuv"
    header range/v3/all.hpp && peers="$peers range-v3"
    header cppcoro/generator.hpp && peers="$peers cppcoro"
    header c++/14/generator || header c++/15/generator && peers="$peers std-generator"
    line 'bench peers here' "${peers:- none}"
}

# The library's own words, where it is built: the words of the probe otherwise, which asks the kernel the same.
library_says() {
    mkdir -p build/doctor
    for preset in release clang gcc asan; do
        [ -e "build/$preset/librondo.a" ] || continue
        case $preset in gcc) compiler=g++ ;; *) compiler=$cxx ;; esac
        case $preset in asan) checks='-fsanitize=address,undefined' ;; *) checks='' ;; esac
        # shellcheck disable=SC2086
        "$compiler" -std=c++20 $checks -Iinclude "-Ibuild/$preset/include" tests/tools/which_driver.cpp \
            "build/$preset/librondo.a" -luring -lfmt -lboost_context -lpthread -o build/doctor/which_driver \
            >build/doctor/log 2>&1 || continue
        ./build/doctor/which_driver && return
    done
    return 1
}

doctor_driver() {
    if [ -r /proc/sys/kernel/io_uring_disabled ]; then
        line 'io_uring_disabled' "$(cat /proc/sys/kernel/io_uring_disabled) (0 everybody may, 1 only a group, 2 nobody)"
    fi
    mkdir -p build/doctor
    if [ -z "$cxx" ] || ! header liburing.h; then
        line 'I/O driver' 'unknown: asking the kernel needs a compiler and liburing-dev; ./dev run installs both'
        return 0
    fi
    if "$cxx" -std=c++20 -O1 tests/tools/io_probe.cpp -o build/doctor/io_probe -luring >build/doctor/log 2>&1; then
        if told=$(library_says); then line 'I/O driver' "$told"; else told=''; fi
        ./build/doctor/io_probe | while IFS= read -r said; do
            case $told,$said in ?*,'I/O driver'*) ;; *) line "${said%%: *}" "${said#*: }" ;; esac
        done
    else
        line 'I/O driver' 'unknown: the probe does not compile:'
        cat build/doctor/log
    fi
}

line 'system' "$( (. /etc/os-release && printf '%s' "$PRETTY_NAME") 2>/dev/null || echo unknown), $(uname -srm), $jobs processors"
if [ -r /proc/meminfo ]; then line 'memory' "$(awk '/^MemTotal|^MemAvailable/ { printf "%s %d MiB  ", $1, $2 / 1024 }' /proc/meminfo)"; fi
find_compiler
if [ -n "$cxx" ]; then
    line 'compiler' "$cxx, because: $why"
else
    line 'compiler' 'none that is supported: ./dev run installs clang-19'
fi
doctor_compilers
for tool in cmake ninja python3 valgrind; do
    if have "$tool"; then line "$tool" "$("$tool" --version 2>&1 | head -n 1)"; else line "$tool" 'not here'; fi
done
line 'packages' ''
doctor_packages
# dash knows these two limits as well, although POSIX names only -f.
# shellcheck disable=SC3045
line 'locked memory' "$(ulimit -l 2>/dev/null || echo unknown) KiB (rings of ordinary users count against it; without room for one more it is epoll)"
# shellcheck disable=SC3045
line 'open files' "$(ulimit -n) now, $(ulimit -H -n) at most"
# shellcheck disable=SC3045
line 'stack' "$(ulimit -s) KiB"
line 'maps of memory' "$(cat /proc/sys/vm/max_map_count 2>/dev/null || echo unknown) (a guarded stack takes two)"
doctor_driver
doctor_peers
line 'environment' "CXX=${CXX:-} RONDO_DRIVER=${RONDO_DRIVER:-} RONDO_FRAME_POOL=${RONDO_FRAME_POOL:-}"
