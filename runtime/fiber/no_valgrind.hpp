// SPDX-License-Identifier: BSL-1.0
//
// Stands in for <valgrind/memcheck.h> where that is not installed: nothing is asked, and nobody is there.
#pragma once

#define VALGRIND_STACK_REGISTER(low, high) 0u
#define VALGRIND_STACK_DEREGISTER(id) static_cast<void>(id)
#define VALGRIND_MAKE_MEM_NOACCESS(low, bytes) static_cast<void>(low)
#define VALGRIND_MAKE_MEM_UNDEFINED(low, bytes) static_cast<void>(low)
#define RUNNING_ON_VALGRIND 0u
