// SPDX-License-Identifier: BSL-1.0
#include "../gen/private.hpp"
