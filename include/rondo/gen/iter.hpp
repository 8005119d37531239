// SPDX-License-Identifier: BSL-1.0
//
// All of `iter`: Python's itertools and iterator built-ins, and the pipelines made of them with `|`.
#pragma once

#include <rondo/gen/iter/chain.hpp>
#include <rondo/gen/iter/closure.hpp>
#include <rondo/gen/iter/collect.hpp>
#include <rondo/gen/iter/combinatorics.hpp>
#include <rondo/gen/iter/endless.hpp>
#include <rondo/gen/iter/filter.hpp>
#include <rondo/gen/iter/fold.hpp>
#include <rondo/gen/iter/groupby.hpp>
#include <rondo/gen/iter/islice.hpp>
#include <rondo/gen/iter/iterable.hpp>
#include <rondo/gen/iter/merge.hpp>
#include <rondo/gen/iter/range.hpp>
#include <rondo/gen/iter/recipes.hpp>
#include <rondo/gen/iter/repr.hpp>
#include <rondo/gen/iter/stage.hpp>
#include <rondo/gen/iter/tee.hpp>
#include <rondo/gen/iter/transform.hpp>
#include <rondo/gen/iter/windows.hpp>
#include <rondo/gen/iter/zip.hpp>
