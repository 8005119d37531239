// SPDX-License-Identifier: BSL-1.0
//
// `parallel_map`: the same function of many things, on all cores. What comes out does not tell how many threads there were:
// results stand in the order of the things, and when several fail it is the first of them whose error is thrown.
//
//     index   0  1  2  3  4  5 …      each thread takes the next index that nobody has; when one failed, none begins any
//             ▲taken in this order    more: so all before the first failure have run, whoever ran them
#pragma once

#include <rondo/base/config.hpp>

#include <concepts>
#include <cstddef>
#include <memory>
#include <optional>
#include <ranges>
#include <type_traits>
#include <utility>
#include <vector>

namespace rondo::inline v0 {

struct parallel_options {
    unsigned workers = 0; ///< threads, the caller's among them; 0: as many as the process may use cores
};

/// How many threads `workers = 0` stands for: the cores that this process may run on, at least 1.
RONDO_API unsigned available_cores() noexcept;

namespace detail {

/// Calls `one(with, i)` for each i below count. Throws: what the first i threw for which it did.
RONDO_API void run_parallel(std::size_t count, parallel_options options,
                            void (*one)(void* with, std::size_t i), void* with);

} // namespace detail

/// f(0), f(1), … f(count - 1), in this order, computed on several threads at once.
/// Requires: f may be called by several threads at once; what it returns is an object, and may be moved.
/// Throws: what f threw for the least i, the same object; those that had not begun by then are not called.
/// Threads: any; each worker is a thread of its own, with all signals blocked; with one worker, or when no thread can be
/// had, all runs on the caller's. Returns when all of them have ended. Cost: a thread for each worker but the first, some
/// 20 µs, and an atomic increment for each i: worth it for what takes microseconds.
/// Example: `std::vector<double> means = parallel_map(100, [](std::size_t i) { return simulate(i); });`
template <class F>
    requires std::invocable<F&, std::size_t>
auto parallel_map(std::size_t count, F&& f, parallel_options options = {})
    -> std::vector<std::remove_cvref_t<std::invoke_result_t<F&, std::size_t>>> {
    using result = std::remove_cvref_t<std::invoke_result_t<F&, std::size_t>>;
    static_assert(!std::is_void_v<result>, "parallel_map: f must return something for each i");
    struct work {
        std::remove_reference_t<F>& f;
        std::vector<std::optional<result>> results;
    };
    work all{f, std::vector<std::optional<result>>(count)};
    detail::run_parallel(
        count, options,
        [](void* with, std::size_t i) {
            work& mine = *static_cast<work*>(with);
            mine.results[i].emplace(mine.f(i));
        },
        &all);
    std::vector<result> moved;
    moved.reserve(count);
    for (std::optional<result>& one : all.results) moved.push_back(std::move(*one));
    return moved;
}

/// The same for each item of a range that can be indexed: f(items[0]), f(items[1]), …
/// Example: `auto lengths = parallel_map(paths, [](const std::string& path) { return file_size(path); });`
template <std::ranges::random_access_range R, class F>
    requires std::ranges::sized_range<R> && std::invocable<F&, std::ranges::range_reference_t<R>>
auto parallel_map(R&& items, F&& f, parallel_options options = {}) {
    const auto first = std::ranges::begin(items);
    auto by_index = [&](std::size_t i) -> decltype(auto) {
        return f(first[static_cast<std::ranges::range_difference_t<R>>(i)]);
    };
    return parallel_map(static_cast<std::size_t>(std::ranges::size(items)), by_index, options);
}

} // namespace rondo::inline v0
