// SPDX-License-Identifier: BSL-1.0
#include "inflater.hpp"

#include <cstdlib>
#include <string_view>

namespace rondo::inline v0 {

std::unique_ptr<inflater> inflater::make() {
    const char* wanted = std::getenv("RONDO_INFLATER");
    if (!wanted || std::string_view(wanted) != "zlib") {
        if (auto faster = make_isal_inflater()) return faster;
    }
    return make_zlib_inflater();
}

} // namespace rondo::inline v0
