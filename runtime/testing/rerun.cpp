// SPDX-License-Identifier: BSL-1.0
#include <rondo/testing/cancel_everywhere.hpp>
#include <rondo/testing/fail_everywhere.hpp>

#include <rondo/base/unraisable.hpp>
#include <rondo/core/instrument.hpp>
#include <rondo/core/this_task.hpp>
#include <rondo/core/time_source.hpp>
#include <rondo/testing/allocations.hpp>

#include <memory>
#include <optional>
#include <vector>

namespace rondo::inline v0::testing::detail {

namespace {

// Counts the places at which a cancellation can come from outside: between two steps. Cancels at one of them. That an
// instrument touches what it looks at is the point of it here.
class striking final : public instrument {
public:
    striking(std::size_t strike_at, std::size_t most_steps) noexcept
        : strike_at_(strike_at), steps_left_(most_steps) {}

    void watch(loop& on) noexcept { on_ = &on; }
    std::size_t places() const noexcept { return places_; }
    const std::string& where() const noexcept { return where_; }

    void spawned(const body& task) noexcept override {
        if (!main_) main_.emplace(task); // the first there is
    }
    void step_began(const body& task) noexcept override {
        place_passed(task, " before a step");
        if (--steps_left_ == 0) on_->stop();
    }
    void step_ended(const body& task) noexcept override { place_passed(task, ""); }
    void let_go() noexcept { main_.reset(); }

private:
    void place_passed(const body& task, const char* when) noexcept {
        if (++places_ != strike_at_ || !main_) return;
        where_ = task.name() + when;
        if (const std::string what = task.waits_for(); !what.empty()) where_ += " waiting for " + what;
        main_->cancel();
    }

    std::size_t strike_at_;
    std::size_t steps_left_;
    std::size_t places_ = 0;
    loop* on_ = nullptr;
    std::optional<task_view> main_;
    std::string where_;
};

struct run_result {
    std::exception_ptr error; ///< that left main
    std::string wrong;        ///< what was left behind
};

// A loop whose task never ends can never be closed: it is kept as it is, so that the failure can be told.
void bury(std::unique_ptr<loop> endless) {
    static auto& buried = *new std::vector<std::unique_ptr<loop>>;
    buried.push_back(std::move(endless));
}

// The loop and all of the run, whose memory is given back when it returns.
run_result run_main(const rerun_program& program, const rerun_options& options, striking* watch) {
    manual_time time;
    auto owner = std::make_unique<loop>(
        loop_parts{.time = &time, .io = options.io, .chooser = options.chooser, .observer = watch});
    loop& on = *owner;
    if (watch) watch->watch(on);
    const auto main = program.spawn(program.body, on);
    run_result result;
    try {
        on.run_until_done(main);
    } catch (const deadlock_error& error) {
        result.wrong = error.what();
        return result;
    }
    if (!main.done()) {
        result.wrong = "it has not ended after " + std::to_string(options.most_steps) + " steps";
        bury(std::move(owner));
        return result;
    }
    if (on.root().alive() != 0)
        result.wrong = "tasks are left:\n" + on.report();
    else if (on.timers()->size() != 0)
        result.wrong = "a timer is left armed";
    else if (options.io && options.io->outstanding() != 0)
        result.wrong = "an operation is left in the driver";
    result.error = main.error();
    return result;
}

std::size_t blocks_held() noexcept {
    if (!allocations_are_counted()) return 0;
    const allocation_counts counts = allocations();
    return counts.made - counts.freed;
}

// Throws what is wrong, with the words of `where`.
template <class Where>
void expect_clean(const run_result& result, std::size_t held_before, bool memory, Where where) {
    std::string wrong = result.wrong;
    if (const std::size_t held = blocks_held();
        wrong.empty() && memory && !result.error && held > held_before)
        wrong = std::to_string(held - held_before) + " blocks of memory were not given back";
    if (!wrong.empty()) throw test_failure(where() + ": " + wrong);
}

constexpr std::size_t longest_place = 300;
std::string place_of(std::size_t at, std::size_t places, const std::string& task) {
    return "cancel_everywhere, place " + std::to_string(at) + " of " + std::to_string(places) + " (" + task +
           ")";
}

} // namespace

std::size_t cancel_everywhere(const rerun_program& program, const rerun_options& options) {
    const every_frame_counts no_pool;
    std::size_t places = 0;
    for (const int warm : {0, 1}) { // what is made once and kept is made in the first
        striking watch(0, options.most_steps);
        const std::size_t held = blocks_held();
        const run_result result = run_main(program, options, &watch);
        watch.let_go();
        if (result.error) std::rethrow_exception(result.error);
        program.check(program.checker);
        expect_clean(result, held, options.memory && warm != 0,
                     [] { return std::string("cancel_everywhere, undisturbed"); });
        places = watch.places();
    }
    for (std::size_t at = 1; at <= places; ++at) {
        std::string place;
        place.reserve(longest_place); // not to be counted as what the program holds
        const std::size_t held = blocks_held();
        {
            striking watch(at, options.most_steps);
            run_result result = run_main(program, options, &watch);
            watch.let_go();
            result.error = nullptr;
            place.assign(watch.where(), 0, longest_place);
            program.check(program.checker);
            expect_clean(result, held, false, [&] { return place_of(at, places, place); });
        }
        expect_clean({}, held, options.memory, [&] { return place_of(at, places, place); });
    }
    return places;
}

std::size_t fail_everywhere(const rerun_program& program, const rerun_options& options) {
    const every_frame_counts no_pool;
    struct quiet {
        unraisable_hook before = set_unraisable_hook([](const unraisable&) noexcept {});
        ~quiet() { set_unraisable_hook(before); }
    } const hook;
    for (std::size_t number = 0;; ++number) { // the first run only warms up
        const std::size_t held = blocks_held();
        bool refused = false;
        std::exception_ptr error;
        const auto where = [&] { return "fail_everywhere, allocation " + std::to_string(number); };
        {
            run_result result;
            const refused_allocation refuse(number);
            try {
                result = run_main(program, options, nullptr);
            } catch (const std::bad_alloc&) { // the loop itself, or spawning
            }
            refused = refuse.happened();
            error = result.error;
            if (refused && !result.wrong.empty()) error = nullptr;
            result.error = nullptr;
            expect_clean(result, held, false, where);
        }
        program.check(program.checker);
        if (!refused && error) std::rethrow_exception(error);
        error = nullptr;
        expect_clean({}, held, options.memory && number != 0, where);
        if (number != 0 && !refused) return number - 1;
    }
}

} // namespace rondo::inline v0::testing::detail
