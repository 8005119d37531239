// SPDX-License-Identifier: BSL-1.0
#include <rondo/base/assert.hpp>

#include <cstdio>
#include <cstdlib>

namespace rondo::inline v0 {

void contract_broken(const char* message, std::source_location where) noexcept {
    std::fprintf(stderr, "rondo: contract broken: %s (%s:%u, in %s)\n", message, where.file_name(),
                 static_cast<unsigned>(where.line()), where.function_name());
    std::abort();
}

} // namespace rondo::inline v0
