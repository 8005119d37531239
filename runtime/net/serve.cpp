// SPDX-License-Identifier: BSL-1.0
#include <rondo/net/serve.hpp>

#include <rondo/base/error.hpp>
#include <rondo/base/errors.hpp>
#include <rondo/core/exception_group.hpp>
#include <rondo/io/simulated_driver.hpp>
#include <rondo/os/signals.hpp>

#include <algorithm>
#include <cerrno>
#include <csignal>

namespace rondo::inline v0 {

void serving::begun() noexcept {
    ++accepted_;
    ++now_;
    most_ = std::max(most_, now_);
    idle_.clear();
}

namespace {

// What a peer does that others need not hear of: it breaks off, goes silent, does not keep to the protocol.
bool is_everyday(const std::exception_ptr& error) noexcept {
    try {
        std::rethrow_exception(error);
    } catch (const rondo::error& e) {
        const int number = e.number();
        return number == ECONNRESET || number == EPIPE || number == ETIMEDOUT || number == EPROTO;
    } catch (const exception_group& e) {
        return std::ranges::all_of(e.errors(), is_everyday);
    } catch (...) {
        return false;
    }
}

} // namespace

void serving::ended(const std::exception_ptr& error, const socket_address& peer) noexcept {
    --now_;
    if (error) {
        ++failed_;
        if (!is_everyday(error))
            report_unraisable(error, "in the handler of the connection from " + peer.str());
    }
    room_.set();
    if (now_ == 0) idle_.set();
}

void serving::begin_drain() noexcept {
    ending_.set();
    for (until_drain* each = at_rest_; each; each = each->after_) each->scope_->cancel();
}

serving::until_drain::until_drain(serving* of, cancel_scope& scope) noexcept : of_(of), scope_(&scope) {
    if (!of_) return;
    after_ = of_->at_rest_;
    if (after_) after_->before_ = this;
    of_->at_rest_ = this;
    if (of_->draining()) scope.cancel();
}

serving::until_drain::~until_drain() {
    if (!of_) return;
    (before_ ? before_->after_ : of_->at_rest_) = after_;
    if (after_) after_->before_ = before_;
}

namespace detail {

bool signals_reach_here(int descriptor) noexcept {
    return descriptor >= 0 && descriptor < simulated_driver::first_descriptor;
}

task<> stop_on_sigterm(serving& server) {
    signals ends({SIGTERM});
    co_await ends.next();
    server.stop();
}

void check_serve_options(const serve_options& options) {
    if (options.max_connections == 0)
        throw value_error(
            "serve(listener, handler, {.max_connections = 0}): at least one connection must be allowed");
    if (options.drain < duration::zero())
        throw value_error("serve(listener, handler, {.drain}): a length of time is not below zero");
}

} // namespace detail

} // namespace rondo::inline v0
