// SPDX-License-Identifier: BSL-1.0
//
// The chain of frames behind a generator, without types. `co_yield from(sub)` links sub's frame below its
// delegator's; whoever resumes the root goes straight to the leaf, so that an item costs the same at any
// depth:
//
//     generator object ──► root ◄── parent ── frame ◄── parent ── leaf          (each node: root ─► the root)
//                           └── leaf, leaf_handle ───────────────►
//
// The state of a root, so that the hot path asks one question, is `value` null?
//     value == &created             not started
//     value == an address           suspended at a co_yield, which gave that address: resume the leaf
//     value == null, place == delegate or span     suspended in one, at the address `at`: nobody needs to be resumed
//     value == null, place == frame                running; or linked below another root (root != this)
// No resumption ever comes from inside another frame's suspension: a sub is started by a plain call, and when
// calls nest deeper than `max_inline`, by whoever resumed the root. The machine stack stays flat at any
// depth.
#pragma once

#include <rondo/base/config.hpp>

#include <coroutine>
#include <cstddef>
#include <exception>

namespace rondo::inline v0::detail {

struct frame_node;

/// What a frame delegates to when it is not a linked frame: lives in the awaiter of `from`.
/// A value is given by address, valid until the next call; null means exhausted; errors are thrown.
class RONDO_API delegate {
public:
    virtual const void* next() = 0;
    virtual const void* send(void* sent); ///< default: attribute_error, nothing is advanced
    virtual const void* throw_ptr(const std::exception_ptr&); ///< default: throws it, nothing is advanced
    virtual void close();                                     ///< default: nothing

protected:
    delegate() = default;
    ~delegate() = default;
    delegate(const delegate&) = delete;
    delegate& operator=(const delegate&) = delete;
};

/// Stands before each frame: its size tells which generators live in it.
struct alignas(__STDCPP_DEFAULT_NEW_ALIGNMENT__) frame_header {
    std::size_t bytes;
};

/// The awaiter of `from(generator)`, seen from the chain.
struct frame_link {
    frame_node** slot; // the sub's pointer in its generator object; emptied when the chain destroys the frame
    delegate* by_protocol; // how the delegator goes on when the sub is taken out of the chain
    bool owned;            // the awaiter holds the generator object: it dies with the delegation
};

RONDO_API extern const char created;
inline constexpr unsigned max_inline = 32;

/// Where a root got what it gave last.
enum class yielded_by : unsigned char {
    frame,    // a co_yield; also while running
    delegate, // leaf->source
    span,     // elements from `at` to `span_last`, one step of sizeof(element) apart
};

struct frame_node {
    // As the root of a chain.
    const void* value = &created;
    frame_node* leaf = this;
    std::coroutine_handle<> leaf_handle;
    const void* at = nullptr;
    const void* span_last = nullptr;
    unsigned inline_depth = 0; // calls nested by from() starting its sub
    yielded_by place = yielded_by::frame;
    // As a member of one.
    const bool has_send;  // its type takes values
    bool takes_send;      // and they may be handed to it without looking at its delegators
    void* sent = nullptr; // read and emptied at the next resumption
    frame_node* root = this;
    frame_node* parent = nullptr; // the delegator; also links frames whose destruction was put off
    frame_node* child = nullptr;  // whom it delegates to, unless it is the leaf
    frame_link* link = nullptr;   // its awaiter, in the parent's frame
    delegate* source = nullptr;   // the delegate that this frame is suspended in
    std::coroutine_handle<> handle;
    std::exception_ptr injected; // thrown where the frame is suspended, at its next resumption
    std::exception_ptr error;    // what escaped the body

    struct closed {};
    explicit frame_node(closed) noexcept : value(nullptr), has_send(false), takes_send(false) {}
    explicit frame_node(std::coroutine_handle<> self, bool has_send) noexcept
        : leaf_handle(self), has_send(has_send), takes_send(has_send), handle(self) {}
    frame_node(const frame_node&) = delete;
    frame_node& operator=(const frame_node&) = delete;

    void yield(const void* address) noexcept { root->value = address; }
    void yield_from(delegate& source_of_value, const void* address) noexcept {
        source = &source_of_value;
        takes_send = false;
        root->place = yielded_by::delegate;
        root->at = address;
    }
    /// Of a root: whether it waits to be asked for the next value (or for the first).
    bool idle() const noexcept { return value || place != yielded_by::frame; }
    /// Of an idle root: the address that it gave.
    const void* given() const noexcept { return value ? value : at; }
};

/// What a generator object points to that has no frame: never idle, so that the hot path need not ask.
RONDO_API extern frame_node closed_node;

/// Goes on after a resumption that came to no plain co_yield. Returns: whether the root yielded (otherwise
/// its body has ended).
RONDO_API bool settle(frame_node& root);

/// Resumes the leaf, after `injected` or `sent` were set. Returns: as settle.
RONDO_API bool resume(frame_node& root);

/// A step that the hot path does not know: a delegate is to be asked; the node is linked; it is running, or
/// closed.
/// Throws: value_error "generator already executing". Returns: as settle.
RONDO_API bool next_slow(frame_node& node);

/// `send` on a leaf that takes no value, or on a node as above.
RONDO_API bool send_slow(frame_node& node, void* sent);

/// Throws `error` in at the leaf. Returns: as settle.
RONDO_API bool throw_in(frame_node& node, const std::exception_ptr& error);

/// Closes what the root delegates to, from the innermost frame outwards, then throws `exit` in. Returns: as
/// settle.
RONDO_API bool close_in(frame_node& node, const std::exception_ptr& exit);

/// Makes `node` the root of its own chain again, before its owner uses it. Throws: value_error when it is
/// running.
RONDO_API void own(frame_node& node);

/// Links `sub` (created, not linked) below `parent` and runs it by a plain call, unless calls are nested too
/// deeply.
/// Returns: whether its body has ended; then the parent is the leaf again.
RONDO_API bool start_linked(frame_node& parent, frame_node& sub, frame_link& link);

/// Destroys the frames of the chain from the leaf to `root`, iteratively, sparing generators that are only
/// borrowed.
RONDO_API void destroy_chain(frame_node& root) noexcept;

[[noreturn]] RONDO_API void throw_injected(std::exception_ptr& injected);
[[noreturn]] RONDO_API void throw_already_executing();
[[noreturn]] RONDO_API void throw_just_started();
[[noreturn]] RONDO_API void throw_ignored_exit();
RONDO_API std::exception_ptr make_exit();
RONDO_API bool is_exit(const std::exception_ptr&) noexcept;

/// Stores the exception being handled, as it leaves a generator's body: stop_iteration becomes runtime_error
/// (PEP 479).
RONDO_API void keep_escaped(std::exception_ptr& error) noexcept;

} // namespace rondo::inline v0::detail
