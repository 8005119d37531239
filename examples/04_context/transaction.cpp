// SPDX-License-Identifier: BSL-1.0
// A transaction: committed when its block ends, rolled back when it is left by an error, or dropped in the middle.
#include <rondo/gen/generator.hpp>
#include <rondo/with/contextmanager.hpp>
#include <rondo/with/scoped.hpp>
#include <rondo/with/with.hpp>

#include <fmt/format.h>

#include <map>
#include <stdexcept>
#include <string>

using namespace rondo;

using accounts = std::map<std::string, int>;

contextmanager<accounts&> transaction(accounts& bank) {
    accounts draft = bank; // the block works on a copy
    try {
        co_yield draft;
    } catch (...) {
        fmt::print("roll back\n");
        throw;
    }
    bank = draft;
    fmt::print("commit\n");
}

void transfer(accounts& bank, std::string from, std::string to, int amount) {
    with(transaction(bank), [&](accounts& draft) {
        draft.at(to) += amount;
        draft.at(from) -= amount;
        if (draft.at(from) < 0) throw std::runtime_error(from + " has not so much");
    });
}

generator<int> one_by_one(accounts& bank) { // a block with co_yield in it: scoped instead of with
    scoped draft{transaction(bank)};
    for (auto& [name, balance] : *draft) co_yield balance += 1;
}

int main() {
    accounts bank{{"ann", 10}, {"bob", 0}};
    auto show = [&] { fmt::print("ann {}, bob {}\n", bank["ann"], bank["bob"]); };

    transfer(bank, "ann", "bob", 7);
    show();
    try {
        transfer(bank, "ann", "bob", 7);
    } catch (const std::runtime_error& error) {
        fmt::print("error: {}\n", error.what());
    }
    show();

    for (int balance : one_by_one(bank)) fmt::print("now {}\n", balance);
    show();
    for (int balance : one_by_one(bank)) {
        fmt::print("now {}, and enough\n", balance);
        break; // the generator is dropped, suspended inside its transaction
    }
    show();
}
