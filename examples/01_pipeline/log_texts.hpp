// SPDX-License-Identifier: BSL-1.0
//
// What the made-up programs of the made-up log say.
#pragma once

#include <array>
#include <span>
#include <string_view>

namespace pipeline {

using texts = std::span<const std::string_view>; // each # becomes a number

inline constexpr std::array<std::string_view, 8> quiet_texts{
    "orders: request # served in # ms for user # from 10.#.#.#",
    "cache: hit for key session:# after # us, # entries held",
    "payments: invoice # of # EUR booked on account #-#",
    "http: GET /api/v2/articles/#?page=# answered 200 with # bytes",
    "search: # results for \"Käse und Brot\" in # ms, shard #",
    "queue: message # taken by worker # of #, # waiting",
    "mailer: receipt # sent to Łukasz Nowak, batch # of #",
    "storage: block # of volume # verified, # bytes in # ms"};
inline constexpr std::array<std::string_view, 5> warn_texts{
    "orders: request # took # ms, more than the # ms allowed",
    "pool: # of # connections in use, # callers waiting", "http: client 10.#.#.# retried # times within # s",
    "storage: volume # is # % full, # MB left", "payments: provider answered after # ms: retry # of #"};
inline constexpr std::array<std::string_view, 5> error_texts{
    "db: connection # lost after # ms: server closed it", "payments: invoice # refused: code #, account #-#",
    "http: GET /api/v2/articles/# answered 500 after # ms",
    "queue: message # given up after # attempts: worker #",
    "storage: checksum of block # differs: # expected, # found"};
inline constexpr std::array<std::string_view, 4> stray_texts{
    "    at place_order (orders.cpp:#)",
    "Traceback (most recent call last):", "terminate called after # requests", "--- #"};

} // namespace pipeline
