// SPDX-License-Identifier: BSL-1.0
//
// The table of contents: the whole library. A program that counts its compile time includes what it uses instead.
#pragma once

#include <rondo/base/errors.hpp>
#include <rondo/base/scope_exit.hpp>
#include <rondo/base/stop_iteration.hpp>
#include <rondo/base/unraisable.hpp>
#include <rondo/fiber/fiber_generator.hpp>
#include <rondo/fiber/overflow.hpp>
#include <rondo/fiber/repr.hpp>
#include <rondo/fiber/stack.hpp>
#include <rondo/fiber/yielder.hpp>
#include <rondo/gen/any_generator.hpp>
#include <rondo/gen/departure.hpp>
#include <rondo/gen/from.hpp>
#include <rondo/gen/generator.hpp>
#include <rondo/gen/iter.hpp>
#include <rondo/gen/next.hpp>
#include <rondo/gen/protocol.hpp>
#include <rondo/gen/repr.hpp>
#include <rondo/gen/scheduler.hpp>
#include <rondo/gen/step.hpp>
#include <rondo/gen/trampoline.hpp>
#include <rondo/plot/axis.hpp>
#include <rondo/plot/chart.hpp>
#include <rondo/plot/csv.hpp>
#include <rondo/plot/json.hpp>
#include <rondo/plot/page.hpp>
#include <rondo/plot/palette.hpp>
#include <rondo/plot/sink.hpp>
#include <rondo/plot/svg.hpp>
#include <rondo/plot/table.hpp>
#include <rondo/plot/trace.hpp>
#include <rondo/with/closing.hpp>
#include <rondo/with/contextmanager.hpp>
#include <rondo/with/decorate.hpp>
#include <rondo/with/exit_stack.hpp>
#include <rondo/with/manager.hpp>
#include <rondo/with/nullcontext.hpp>
#include <rondo/with/scoped.hpp>
#include <rondo/with/suppress.hpp>
#include <rondo/with/with.hpp>
