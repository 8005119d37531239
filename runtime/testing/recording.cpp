// SPDX-License-Identifier: BSL-1.0
#include <rondo/testing/recording.hpp>

#include <rondo/base/errors.hpp>

#include <charconv>

namespace rondo::inline v0::testing {

namespace {
constexpr std::string_view letters = "rcflu"; // in the order of choice

[[noreturn]] void refuse(std::string_view word) {
    throw value_error("choices_from: '" + std::string(word) + "' is not a choice: expected, say, r 1/3");
}
std::size_t number_in(std::string_view digits, std::string_view word) {
    std::size_t value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error != std::errc() || end != digits.data() + digits.size()) refuse(word);
    return value;
}
std::string_view next_word(std::string_view& text) {
    text.remove_prefix(std::min(text.find_first_not_of(" \n"), text.size()));
    const std::string_view word = text.substr(0, text.find_first_of(" \n"));
    text.remove_prefix(word.size());
    return word;
}
} // namespace

std::string to_text(const std::vector<made_choice>& choices) {
    std::string text;
    for (const made_choice& one : choices) {
        if (!text.empty()) text += ' ';
        text += letters[static_cast<std::size_t>(one.what)];
        text += ' ' + std::to_string(one.picked) + '/' + std::to_string(one.n);
    }
    return text;
}

std::vector<made_choice> choices_from(std::string_view text) {
    std::vector<made_choice> choices;
    for (std::string_view kind; !(kind = next_word(text)).empty();) {
        const std::size_t what = kind.size() == 1 ? letters.find(kind[0]) : std::string_view::npos;
        if (what == std::string_view::npos) refuse(kind);
        const std::string_view word = next_word(text);
        const std::size_t slash = word.find('/');
        if (slash == std::string_view::npos) refuse(word);
        const std::size_t picked = number_in(word.substr(0, slash), word);
        const std::size_t n = number_in(word.substr(slash + 1), word);
        if (picked >= n) refuse(word);
        choices.push_back({static_cast<choice>(what), n, picked});
    }
    return choices;
}

std::size_t recording::choose(choice what, std::size_t n) noexcept {
    const std::size_t picked = inner_ ? inner_->choose(what, n) : 0;
    made_.push_back({what, n, picked});
    return picked;
}

std::size_t replaying::choose(choice what, std::size_t n) noexcept {
    if (diverged_ || at_ == made_.size()) return 0;
    const made_choice& next = made_[at_];
    if (next.what != what || next.n != n) {
        diverged_ = true;
        return 0;
    }
    ++at_;
    return next.picked;
}

} // namespace rondo::inline v0::testing
