// SPDX-License-Identifier: BSL-1.0
// expect: channel<T>: T is an object type: to send a reference, send a pointer
#include <rondo/sync/channel.hpp>

using namespace rondo;

#ifdef RONDO_MUST_COMPILE
channel<int*> numbers;
#else
channel<int&> numbers;
#endif
