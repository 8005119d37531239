// SPDX-License-Identifier: BSL-1.0
//
// Boost.Context's jump, called: right everywhere.
#pragma once

#include <rondo/base/config.hpp>

#include <boost/context/detail/fcontext.hpp>

namespace rondo::inline v0::detail {

/// Goes on where `to` was left, which is told `data`. Returns: when somebody jumps here, where that was left, and its data.
RONDO_INLINE boost::context::detail::transfer_t jump(boost::context::detail::fcontext_t to,
                                                     void* data) noexcept {
    return boost::context::detail::jump_fcontext(to, data);
}

} // namespace rondo::inline v0::detail
