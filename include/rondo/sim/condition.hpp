// SPDX-License-Identifier: BSL-1.0
//
// Conditions: events that happen when enough of others have. `a && b` waits for both, `a || b` for one; env.all_of, env.any_of,
// at_least and when take lists and rules. The value of a condition holds what has been processed by then, in the order in
// which it was written, conditions within conditions opened up. What has lost runs on.
#pragma once

#include <rondo/sim/timeout.hpp>

#include <concepts>
#include <memory>
#include <ranges>
#include <vector>

namespace rondo::inline v0::sim {

/// What came of a condition: the members that were processed when it was.
class RONDO_API condition_value {
public:
    std::size_t size() const noexcept { return members_.size(); }
    bool empty() const noexcept { return members_.empty(); }
    auto begin() const noexcept { return members_.begin(); }
    auto end() const noexcept { return members_.end(); }
    /// Whether `e` is among them.
    bool contains(const any_event& e) const noexcept;
    /// The value of `e`. Throws: value_error when it is not among them.
    template <class T>
    decltype(auto) operator[](const event<T>& e) const {
        expect_member(e);
        return e.value();
    }
    template <class T>
    decltype(auto) operator[](timeout<T>& e) const {
        return (*this)[e.share()];
    }

    void add(any_event e) { members_.push_back(std::move(e)); }

private:
    void expect_member(const any_event& e) const;
    std::vector<any_event> members_;
};

/// The event that a condition is.
using condition = event<condition_value>;

namespace detail {

/// When a condition is met.
class RONDO_API condition_rule {
public:
    virtual ~condition_rule();
    /// `happened` of `members` have been told; asked at each.
    virtual bool met(const std::vector<any_event>& members, std::size_t happened) = 0;
};

enum class wanted : unsigned char { all, any, some, by_rule };

RONDO_API condition make_condition(std::vector<any_event> members, wanted how, std::size_t some,
                                   std::unique_ptr<condition_rule> rule, simulator* home, place made);

template <class F>
class rule_of final : public condition_rule {
public:
    explicit rule_of(F f) : function_(std::move(f)) {}
    bool met(const std::vector<any_event>& members, std::size_t happened) override {
        return static_cast<bool>(function_(members, happened));
    }

private:
    F function_;
};

template <class E>
inline constexpr bool is_timeout = false;
template <class T>
inline constexpr bool is_timeout<timeout<T>> = true;

/// What can be a member: an event, a timeout, a request.
template <class E>
concept event_like = std::derived_from<std::remove_cvref_t<E>, any_event> ||
                     is_timeout<std::remove_cvref_t<E>> || requires(E& e) {
                         { e.as_event() } -> std::derived_from<any_event>;
                     };
template <event_like E>
any_event member_of(E&& e) {
    if constexpr (requires { e.as_event(); })
        return e.as_event();
    else if constexpr (is_timeout<std::remove_cvref_t<E>>)
        return e.share();
    else
        return e;
}
template <std::ranges::input_range R>
std::vector<any_event> members_of(R&& range) {
    std::vector<any_event> members;
    if constexpr (std::ranges::sized_range<R>) members.reserve(std::ranges::size(range));
    for (auto&& e : range) members.push_back(member_of(e));
    return members;
}

} // namespace detail

template <detail::event_like A, detail::event_like B>
condition operator&&(A&& a, B&& b) {
    return detail::make_condition({detail::member_of(a), detail::member_of(b)}, detail::wanted::all, 0,
                                  nullptr, nullptr, place());
}
template <detail::event_like A, detail::event_like B>
condition operator||(A&& a, B&& b) {
    return detail::make_condition({detail::member_of(a), detail::member_of(b)}, detail::wanted::any, 0,
                                  nullptr, nullptr, place());
}
/// Met when `number` of `members` (a range of events) have happened.
template <std::ranges::input_range R>
condition at_least(std::size_t number, R&& members, place at = place::current()) {
    return detail::make_condition(detail::members_of(members), detail::wanted::some, number, nullptr, nullptr,
                                  at);
}
/// Met when `rule(members, how many have happened)` says so, asked whenever one has.
template <std::ranges::input_range R, class F>
    requires std::predicate<F&, const std::vector<any_event>&, std::size_t>
condition when(R&& members, F rule, place at = place::current()) {
    return detail::make_condition(detail::members_of(members), detail::wanted::by_rule, 0,
                                  std::make_unique<detail::rule_of<F>>(std::move(rule)), nullptr, at);
}

} // namespace rondo::inline v0::sim
