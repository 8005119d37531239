// SPDX-License-Identifier: BSL-1.0
//
// Boost.Context's jump, entered without a call. It leaves by a jump too, not by a `ret`; called, each switch would leave the
// processor's stack of return addresses one too high, and the next `ret` after it would be mispredicted, on every stack
// that it comes to. So the return address is put on the stack by hand.
#pragma once

#include <rondo/base/config.hpp>

#include <boost/context/detail/fcontext.hpp>

namespace rondo::inline v0::detail {

/// Goes on where `to` was left, which is told `data`. Returns: when somebody jumps here, where that was left, and its data.
RONDO_INLINE boost::context::detail::transfer_t jump(boost::context::detail::fcontext_t to,
                                                     void* data) noexcept {
    boost::context::detail::transfer_t from;
    // The red zone is stepped over; what a call may lose is lost, and the rest comes back as it was.
    asm volatile("leaq -128(%%rsp), %%rsp\n\t"
                 "leaq 1f(%%rip), %%rax\n\t"
                 "pushq %%rax\n\t"
                 "jmp jump_fcontext@PLT\n"
                 "1:\n\t"
                 "endbr64\n\t"
                 "leaq 128(%%rsp), %%rsp"
                 : "=&a"(from.fctx), "=&d"(from.data), "+D"(to), "+S"(data)
                 :
                 : "rcx", "r8", "r9", "r10", "r11", "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6",
                   "xmm7", "xmm8", "xmm9", "xmm10", "xmm11", "xmm12", "xmm13", "xmm14", "xmm15", "st",
                   "st(1)", "st(2)", "st(3)", "st(4)", "st(5)", "st(6)", "st(7)", "memory",
                   "cc" RONDO_WIDE_REGISTERS);
    return from;
}

} // namespace rondo::inline v0::detail
