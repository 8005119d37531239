// SPDX-License-Identifier: BSL-1.0
//
// One try: a program made of a seed, run by the library and by the model, and watched from the side while it runs.
#pragma once

#include "model.hpp"
#include "perform.hpp"
#include "turns.hpp"

#include <rondo/testing/shuffled.hpp>
#include <rondo/testing/step_hash.hpp>

#include <array>
#include <string_view>

namespace promises {

/// What the programs so far have met; a promise is tried only by what happens.
class seen_in_programs {
public:
    void add(const outcome& of) {
        for (const std::string& line : of.log) {
            const std::string_view what = std::string_view(line).substr(line.find(": ") + 2);
            for (std::size_t i = 0; i < words.size(); ++i) count_[i] += what.starts_with(words[i]) ? 1U : 0U;
        }
        steps_ += of.log.size();
        lost_ += static_cast<std::size_t>(of.lost);
        deadlocks_ += of.end == "deadlock" ? 1U : 0U;
    }
    /// Returns: "", or what was met too rarely.
    std::string enough() const {
        std::string rare;
        for (std::size_t i = 0; i < words.size(); ++i)
            if (count_[i] < 20) rare += std::string(words[i]) + " " + std::to_string(count_[i]) + "; ";
        if (steps_ < 50'000) rare += "steps " + std::to_string(steps_) + "; ";
        if (lost_ < 20) rare += "lost errors " + std::to_string(lost_) + "; ";
        if (deadlocks_ < 20) rare += "deadlocks " + std::to_string(deadlocks_) + "; ";
        return rare;
    }

private:
    static constexpr std::array<std::string_view, 19> words{"begins",
                                                            "ends",
                                                            "fails by e",
                                                            "fails by group",
                                                            "fails by cancelled",
                                                            "catches e",
                                                            "catches cancelled",
                                                            "in time",
                                                            "moved on",
                                                            "scope done",
                                                            "scope timed out",
                                                            "scope cut",
                                                            "group done",
                                                            "group cut",
                                                            "won by",
                                                            "has joined",
                                                            "cancels",
                                                            "is late",
                                                            "item"};
    std::array<std::size_t, words.size()> count_{};
    std::size_t steps_ = 0, lost_ = 0, deadlocks_ = 0;
};

/// Where two logs part, with what went before.
inline std::string difference(const std::vector<std::string>& got, const std::vector<std::string>& wanted) {
    std::size_t at = 0;
    while (at < got.size() && at < wanted.size() && got[at] == wanted[at]) ++at;
    if (at == got.size() && at == wanted.size()) return {};
    std::string text = "after\n";
    for (std::size_t i = at < 8 ? 0 : at - 8; i < at; ++i) text += "    " + got[i] + '\n';
    text += "the library: " + (at < got.size() ? got[at] : "nothing more");
    return text + "\nthe model:   " + (at < wanted.size() ? wanted[at] : "nothing more");
}

/// Runs the program of `seed`. Returns: "", or what went wrong.
inline std::string try_program(std::uint32_t seed, seen_in_programs& seen) {
    const std::string head = "program " + std::to_string(seed) + ": ";
    const script program = random_program(seed).make();
    const outcome wanted = model(program).run();
    turn_watch watch;
    const rondo::duration unit(seed % 2 == 0 ? 1 : 1'000'000);
    const outcome got = perform(program, nullptr, &watch, unit);
    seen.add(got);
    if (std::string other = difference(got.log, wanted.log); !other.empty()) return head + other;
    if (got.end != wanted.end) return head + "main's end: " + got.end + ", the model: " + wanted.end;
    if (got.permits != wanted.permits)
        return head + std::to_string(got.permits) +
               " permits are left, the model: " + std::to_string(wanted.permits);
    if (got.lost != wanted.lost)
        return head + std::to_string(got.lost) +
               " errors went to the hook, the model: " + std::to_string(wanted.lost);
    if (got.unkept != 0) return head + "a group was left while children of it ran";
    if (!watch.wrong().empty()) return head + watch.wrong();
    return {};
}

/// Runs the program of `seed` twice in an order chosen by the same seed. `others` counts those whose order mattered.
inline std::string try_shuffled(std::uint32_t seed, std::size_t& others) {
    const std::string head = "program " + std::to_string(seed) + ", shuffled by its own seed: ";
    const script program = random_program(seed).make();
    rondo::testing::shuffled chance(seed), again(seed);
    turn_watch watch(false);
    const outcome got = perform(program, &chance, &watch);
    others += got.log != perform(program).log ? 1U : 0U;
    if (std::string other = difference(perform(program, &again).log, got.log); !other.empty())
        return head + "not the same twice, " + other;
    if (got.unkept != 0) return head + "a group was left while children of it ran";
    if (!watch.wrong().empty()) return head + watch.wrong();
    return {};
}

} // namespace promises
