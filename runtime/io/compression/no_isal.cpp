// SPDX-License-Identifier: BSL-1.0
//
// For isal_inflater.cpp, where ISA-L is missing.
#include "inflater.hpp"

namespace rondo::inline v0 {

std::unique_ptr<inflater> make_isal_inflater() { return nullptr; }

} // namespace rondo::inline v0
