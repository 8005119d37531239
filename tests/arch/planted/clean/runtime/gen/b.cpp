// SPDX-License-Identifier: BSL-1.0
#include "private.hpp"
#include <rondo/gen/b.hpp>
