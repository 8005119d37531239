// SPDX-License-Identifier: BSL-1.0
#include "map_limit.hpp"

#include <rondo/fiber/stack.hpp>

#include "stack_header.hpp"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

namespace rondo::inline v0::detail {

namespace {

constexpr std::size_t reserve_pages = 32;

// The file may have megabytes, and there may be no memory left: it is read piece by piece.
template <class Use>
void read_pieces(const char* path, Use use) noexcept {
    const int file = ::open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) return;
    char piece[4096];
    for (ssize_t got; (got = ::read(file, piece, sizeof piece)) > 0;) use(piece, piece + got);
    ::close(file);
}

} // namespace

void* map_reserve() noexcept {
    const std::size_t bytes = reserve_pages * page_bytes();
    void* reserve = ::mmap(nullptr, bytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (reserve == MAP_FAILED) return nullptr;
    // Neighbours that allow different things are a map each.
    for (std::size_t page = 0; page < reserve_pages; page += 2) {
        if (::mprotect(static_cast<char*>(reserve) + page * page_bytes(), page_bytes(), PROT_READ) == 0)
            continue;
        unmap_reserve(reserve);
        errno = ENOMEM;
        return nullptr;
    }
    return reserve;
}

void unmap_reserve(void* reserve) noexcept {
    if (reserve) ::munmap(reserve, reserve_pages * page_bytes());
}

map_count count_maps() noexcept {
    map_count maps{0, 0};
    read_pieces("/proc/sys/vm/max_map_count",
                [&](const char* first, const char* last) { std::from_chars(first, last, maps.allowed); });
    read_pieces("/proc/self/maps",
                [&](const char* first, const char* last) { maps.in_use += std::count(first, last, '\n'); });
    return maps;
}

void throw_no_stack(int error, const map_count& maps, std::size_t mapped, std::size_t alive) {
    const std::error_code code(error, std::generic_category());
    char text[512];
    // A new stack needs two, and the reserve some more; and the lines of the file are not to the last one what the kernel
    // counts.
    if (error == ENOMEM && maps.allowed > 0 && maps.in_use + long{reserve_pages} + 4 >= maps.allowed) {
        std::snprintf(
            text, sizeof text,
            "no stack for another fiber: the kernel allows a process vm.max_map_count = %ld memory maps, and "
            "this one has %ld; each fiber's stack takes 2, and %zu fibers are alive on this thread. Allow "
            "more (as root: sysctl -w vm.max_map_count=%ld), or have fewer alive at once",
            maps.allowed, maps.in_use, alive, 4 * maps.allowed);
        throw stack_limit_error(code, text, maps.allowed);
    }
    std::snprintf(
        text, sizeof text,
        "no stack for another fiber: mmap of %zu bytes was refused, with %zu fibers alive on this thread. Is "
        "the address space limited (ulimit -v), or memory committed in advance (vm.overcommit_memory)?",
        mapped, alive);
    throw stack_error(code, text);
}

} // namespace rondo::inline v0::detail
