// SPDX-License-Identifier: BSL-1.0
#include "gunzip.hpp"

namespace rondo::inline v0::http::detail {

std::unique_ptr<gunzip> make_gunzip() { return nullptr; }
bool knows_gunzip() noexcept { return false; }

} // namespace rondo::inline v0::http::detail
