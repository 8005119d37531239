// SPDX-License-Identifier: BSL-1.0
#include <rondo/testing/shuffled.hpp>

#include <cinttypes>
#include <cstdio>
#include <exception>

namespace rondo::inline v0::testing {

shuffled::shuffled(std::uint64_t seed)
    : seed_(seed), unwinding_(std::uncaught_exceptions()),
      streams_{random_stream(seed, 0, "ready"), random_stream(seed, 0, "completion"),
               random_stream(seed, 0, "fault"), random_stream(seed, 0, "latency"),
               random_stream(seed, 0, "user")} {}

shuffled::~shuffled() {
    if (std::uncaught_exceptions() > unwinding_)
        std::fprintf(stderr, "rondo: this happened under shuffled(%" PRIu64 ")\n", seed_);
}

std::size_t shuffled::choose(choice what, std::size_t n) noexcept {
    return static_cast<std::size_t>(uniform_below(streams_[static_cast<std::size_t>(what)], n));
}

} // namespace rondo::inline v0::testing
