// SPDX-License-Identifier: BSL-1.0
// An echoing pair, step 1: two objects with a next(), which keep by hand how far they have come.
#include <fmt/format.h>

#include <array>
#include <optional>
#include <string>

const std::array words{"hello", "who is there?", "good night"};

class caller {
public:
    /// Takes the echo of the last call. Returns: the next call; empty when there is none.
    std::optional<std::string> next(const std::optional<std::string>& echo) {
        switch (state_) {
        case state::silent:
            state_ = state::listening;
            break;
        case state::listening:
            if (echo) ++heard_;
            ++word_;
            break;
        case state::gone:
            return {};
        }
        if (word_ == words.size()) {
            fmt::print("Ann heard {} echoes\n", heard_);
            state_ = state::gone;
            return {};
        }
        fmt::print("Ann calls: {}\n", words[word_]);
        return words[word_];
    }

private:
    enum class state { silent, listening, gone };
    state state_ = state::silent;
    std::size_t word_ = 0;
    int heard_ = 0;
};

class wall {
public:
    std::string next(const std::string& call) {
        fmt::print("echo {}: {}\n", ++count_, call);
        return call;
    }

private:
    int count_ = 0;
};

int main() {
    caller ann;
    wall echo;
    std::optional<std::string> heard;
    while (std::optional<std::string> call = ann.next(heard)) heard = echo.next(*call);
}
