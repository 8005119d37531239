// SPDX-License-Identifier: BSL-1.0
//
// The two ends of a pipe that no child inherits by accident.
#pragma once

#include <rondo/base/error.hpp>
#include <rondo/io/file.hpp>

#include <cerrno>
#include <fcntl.h>
#include <string>
#include <unistd.h>

namespace rondo::inline v0::detail {

struct pipe_ends {
    file reader, writer;
};

inline pipe_ends make_pipe(const char* who) {
    int both[2];
    if (::pipe2(both, O_CLOEXEC) != 0) throw rondo::error(errno, std::string(who) + ": pipe");
    return {file(both[0]), file(both[1])};
}

/// For the end that stays here: a write of more than there is room for would block the loop. The other end is a file
/// description of its own, and stays as programs expect it.
inline void never_block(const file& end) noexcept { ::fcntl(end.descriptor(), F_SETFL, O_NONBLOCK); }

} // namespace rondo::inline v0::detail
