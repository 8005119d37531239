// SPDX-License-Identifier: BSL-1.0
//
// What is inside gzip, member by member: by ISA-L where it was there when the library was built, else by zlib.
// RONDO_INFLATER=zlib in the environment asks for the other, for comparison and for tests.
#pragma once

#include <cstddef>
#include <memory>
#include <span>

namespace rondo::inline v0 {

class inflater {
public:
    struct progress {
        std::size_t taken = 0;        // of `in`
        std::size_t given = 0;        // of `out`
        bool ended = false;           // the member, its checksum and its size held
        const char* damage = nullptr; // what is wrong; static or as long as the inflater
    };

    static std::unique_ptr<inflater> make();
    virtual ~inflater() = default;
    /// Nothing taken and nothing given: it wants more of one of them. Throws: std::bad_alloc.
    virtual progress run(std::span<const std::byte> in, std::span<std::byte> out) = 0;
    /// Another member follows.
    virtual void next_member() = 0;
};

std::unique_ptr<inflater> make_zlib_inflater();
std::unique_ptr<inflater> make_isal_inflater(); // null where the library was built without it

} // namespace rondo::inline v0
