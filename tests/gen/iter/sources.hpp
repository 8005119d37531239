// SPDX-License-Identifier: BSL-1.0
//
// Sources for the tests of iter: they say how often they were asked, when they were opened and released, and
// misbehave on request.
#pragma once

#include <rondo/gen/generator.hpp>

#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

/// 0, 1, … before stop; counts in `asked` what it has given.
inline rondo::generator<int> counting(int stop, int& asked) {
    for (int n = 0; n < stop; ++n) {
        ++asked;
        co_yield n;
    }
}

/// Writes "name+" into the log when its body begins, "name-" when its frame is destroyed.
inline rondo::generator<int> logged(std::string name, std::vector<int> values, std::string& log) {
    struct leaving {
        std::string& log;
        std::string name;
        ~leaving() { log += name + "- "; }
    } at_exit{log, name};
    log += name + "+ ";
    for (int value : values) co_yield value;
}

/// A hand-written iterator: 1, 2, … stop.
class count_up_to {
public:
    explicit count_up_to(int stop) : stop_(stop) {}
    std::optional<int> next() {
        if (current_ >= stop_) return std::nullopt;
        return ++current_;
    }

private:
    int current_ = 0;
    int stop_;
};

/// A hand-written iterator with no manners: ends after every third item, and then goes on.
class relapsing {
public:
    std::optional<int> next() {
        if (++calls_ % 4 == 0) return std::nullopt;
        return calls_;
    }

private:
    int calls_ = 0;
};

/// A hand-written iterator that throws instead of every item divisible by `bad`, and goes on with the next.
class stumbling {
public:
    stumbling(int stop, int bad) : stop_(stop), bad_(bad) {}
    std::optional<int> next() {
        if (current_ >= stop_) return std::nullopt;
        if (++current_ % bad_ == 0) throw std::runtime_error("stumbled at " + std::to_string(current_));
        return current_;
    }

private:
    int current_ = 0;
    int stop_;
    int bad_;
};

/// A hand-written iterator that holds a token: `alive` is expired once it has been destroyed.
class holding {
public:
    holding(int stop, std::weak_ptr<int>& alive) : token_(std::make_shared<int>(0)), stop_(stop) {
        alive = token_;
    }
    std::optional<int> next() {
        if (*token_ >= stop_) return std::nullopt;
        return (*token_)++;
    }

private:
    std::shared_ptr<int> token_;
    int stop_;
};

inline rondo::generator<std::string> words(std::string text) {
    std::string word;
    for (char c : text + " ") {
        if (c != ' ') {
            word += c;
        } else if (!word.empty()) {
            co_yield word;
            word.clear();
        }
    }
}

using ints = std::vector<int>;
using strings = std::vector<std::string>;
