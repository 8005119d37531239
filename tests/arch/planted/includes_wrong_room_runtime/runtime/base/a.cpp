// SPDX-License-Identifier: BSL-1.0
#include <rondo/gen/b.hpp>
