// SPDX-License-Identifier: BSL-1.0
//
// A callable of a known signature, whatever its type: owned, called by one thread.
#pragma once

#include <concepts>
#include <memory>
#include <type_traits>
#include <utility>

namespace rondo::inline v0::sim::detail {

template <class Signature>
class any_call;

template <class R, class... Args>
class any_call<R(Args...)> {
public:
    template <class F>
        requires(!std::same_as<std::remove_cvref_t<F>, any_call> && std::is_invocable_r_v<R, F&, Args...>)
    any_call(F f) : target_(std::make_unique<of<F>>(std::move(f))) {}

    R operator()(Args... args) const { return target_->call(static_cast<Args&&>(args)...); }

private:
    struct any_target {
        virtual ~any_target() = default;
        virtual R call(Args... args) = 0;
    };
    template <class F>
    struct of final : any_target {
        explicit of(F given) : f(std::move(given)) {}
        R call(Args... args) override { return static_cast<R>(f(static_cast<Args&&>(args)...)); }
        F f;
    };
    std::unique_ptr<any_target> target_;
};

} // namespace rondo::inline v0::sim::detail
