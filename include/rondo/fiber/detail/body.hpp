// SPDX-License-Identifier: BSL-1.0
//
// What lies at the top of a fiber_generator's stack, the outer parts first: the context, the yielder's state, the result,
// the body itself with what it captured. Made and destroyed as one; the generator object points to it.
#pragma once

#include <rondo/fiber/yielder.hpp>

namespace rondo::inline v0::detail {

template <class Yield, class Send, class Return>
struct fiber_body : yielder<Yield, Send> {
    using yielder<Yield, Send>::yielder;
    static fiber_body& of(fiber_node& node) noexcept { return static_cast<fiber_body&>(node); }

    optional_result_t<Return> result{};
};

template <class Yield, class Send, class Return, class Body>
struct fiber_frame final : fiber_body<Yield, Send, Return> {
    template <class B>
    fiber_frame(const fiber_stack& stack, std::byte* top, B&& given)
        : fiber_body<Yield, Send, Return>(stack, top, &run, this, &destroy_all),
          body(std::forward<B>(given)) {}

    fiber_node& node() noexcept { return *this; }

    static void run(void* argument) {
        auto& self = *static_cast<fiber_frame*>(argument);
        yielder<Yield, Send>& yield = self;
        try {
            if constexpr (std::is_void_v<Return>) {
                self.body(yield);
                self.result = true;
            } else {
                self.result.emplace(self.body(yield));
            }
        } catch (...) {
            protocol::keep_escaped(self.error);
        }
    }

    static void destroy_all(fiber_node& node) noexcept {
        destroy_on_stack(static_cast<fiber_frame&>(node), node.context);
    }

    Body body;
};

/// What a fiber_generator holds whatever its types.
class RONDO_API fiber_handle {
public:
    /// The state now; right also when asked from inside the body.
    gen_state state() const noexcept {
        if (!node_) return gen_state::closed;
        if (node_->value == &fiber_created) return gen_state::created;
        return node_->value ? gen_state::suspended : gen_state::running;
    }
    /// Whether it is suspended inside a `yield.from(...)`. Source: Python's gi_yieldfrom.
    bool delegating() const noexcept { return state() == gen_state::suspended && node_->delegating; }
    /// Names the generator in `repr` and in reports. Lifetime: `name` is kept as a pointer: give a literal.
    void set_name(const char* name) noexcept {
        name_ = name;
        if (node_) node_->context.set_name(name);
    }
    const char* name() const noexcept { return name_; }
    /// The address of its part of the stack, for `repr`; the address of the object once closed.
    const void* address() const noexcept { return node_ ? static_cast<const void*>(node_) : this; }

protected:
    fiber_handle() = default;
    fiber_handle(fiber_node& node, const char* name) noexcept : node_(&node) { set_name(name); }
    fiber_handle(fiber_handle&& other) noexcept : name_(other.name_) {
        other.expects_movable();
        node_ = std::exchange(other.node_, nullptr);
    }
    fiber_handle& operator=(fiber_handle&& other) noexcept {
        other.expects_movable();
        reset();
        node_ = std::exchange(other.node_, nullptr);
        name_ = other.name_;
        return *this;
    }
    ~fiber_handle() { reset(); }

    void expects_movable() const noexcept {
        expects(!node_ || node_->value, "a fiber_generator was moved while running");
    }
    /// Unwinds the body where it waits, if it has begun, and destroys it.
    void reset() noexcept {
        if (node_) drop(*std::exchange(node_, nullptr));
    }

    fiber_node* node_ = nullptr;

private:
    static void drop(fiber_node& node) noexcept;

    const char* name_ = "fiber";
};

} // namespace rondo::inline v0::detail
