// SPDX-License-Identifier: BSL-1.0
//
// Floor: an object on the heap, of a type that the compiler does not know, asked four times and once more for its end.
#include "../harness.hpp"
#include "scenario.hpp"

#include <memory>

namespace {

struct source {
    source() = default;
    source(const source&) = delete;
    source& operator=(const source&) = delete;
    virtual ~source() = default;
    virtual const long* next() = 0;
};

class four : public source {
public:
    explicit four(long first) : value_(first - 1), stop_(first + 3) {}
    const long* next() override {
        if (value_ == stop_) return nullptr;
        ++value_;
        return &value_;
    }

private:
    long value_;
    long stop_;
};

BENCH_NOINLINE std::unique_ptr<source> count_four(long first) { return std::make_unique<four>(first); }

} // namespace

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "generator_short", "call", "-");
    const auto add_up = [](std::uint64_t n) {
        long sum = 0;
        for (long k = 0; k < static_cast<long>(n); ++k) {
            const std::unique_ptr<source> numbers = count_four(k);
            while (const long* value = numbers->next()) sum += *value;
        }
        return static_cast<std::uint64_t>(sum);
    };
    run.measure("four", generator_short::unit, add_up, generator_short::truth);
    return run.finish();
}
