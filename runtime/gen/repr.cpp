// SPDX-License-Identifier: BSL-1.0
#include <rondo/gen/repr.hpp>

#include <cstdio>

namespace rondo::inline v0 {

std::string repr_object(const char* kind, const char* name, const void* address) {
    char where[24];
    std::snprintf(where, sizeof where, "%p", address);
    return std::string("<") + kind + " object " + name + (*name ? " at " : "at ") + where + ">";
}

} // namespace rondo::inline v0
