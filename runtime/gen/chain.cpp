// SPDX-License-Identifier: BSL-1.0
#include <rondo/gen/detail/chain.hpp>

#include <rondo/base/assert.hpp>
#include <rondo/base/errors.hpp>
#include <rondo/base/stop_iteration.hpp>
#include <rondo/gen/departure.hpp>

#include <functional>
#include <utility>

namespace rondo::inline v0::detail {

const char created{};
frame_node closed_node{frame_node::closed{}};

const void* delegate::send(void*) { throw attribute_error("what is delegated to has no send()"); }
const void* delegate::throw_ptr(const std::exception_ptr& error) { std::rethrow_exception(error); }
void delegate::close() {}

namespace {

void set_leaf(frame_node& root, frame_node& leaf) noexcept {
    root.leaf = &leaf;
    root.leaf_handle = leaf.handle;
}

void mark_running(frame_node& root) noexcept {
    root.value = nullptr;
    root.place = yielded_by::frame;
}

// Resumes leaves until `level` has yielded (true) or its body has ended (false). The root is marked running.
bool run(frame_node& root, frame_node& level) {
    for (;;) {
        root.leaf_handle.resume();
        if (root.idle()) return true;
        while (root.leaf->handle.done()) {
            if (root.leaf == &level) return false;
            set_leaf(root, *root.leaf->parent);
        }
    }
}

// Takes `sub`, suspended below another root, out of that chain: it is its own root again, as suspended as it was.
void unlink(frame_node& sub) noexcept {
    frame_node& root = *sub.root;
    for (frame_node* node = root.leaf; node != &sub; node = node->parent) node->root = &sub;
    sub.root = &sub;
    set_leaf(sub, *root.leaf);
    sub.value = root.value;
    sub.place = root.place;
    sub.at = root.at;
    sub.span_last = root.span_last;
    set_leaf(root, *sub.parent);
    sub.parent = nullptr;
    sub.link = nullptr;
}

// The same, while the delegator stays suspended: it goes on by calling the sub as any caller would.
void detach(frame_node& sub) noexcept {
    frame_node& root = *sub.root;
    frame_node& parent = *sub.parent;
    delegate* by_protocol = sub.link->by_protocol;
    unlink(sub);
    root.value = nullptr;
    parent.yield_from(*by_protocol, sub.given());
}

// The answer of a delegate: a value to hand out, or null and on with the frame that delegated.
bool take(frame_node& root, frame_node& leaf, const void* value) {
    if (value) {
        leaf.yield_from(*leaf.source, value);
        return true;
    }
    leaf.source = nullptr;
    return run(root, root);
}

template <class Ask>
bool ask_delegate(frame_node& root, Ask ask) {
    frame_node& leaf = *root.leaf;
    mark_running(root);
    const void* value = nullptr;
    try {
        value = ask(*leaf.source);
    } catch (...) {
        leaf.injected = std::current_exception();
    }
    return take(root, leaf, value);
}

// Closes the delegate that the leaf is suspended in. Returns: whether it ended quietly; if not, the error is injected.
bool close_source(frame_node& leaf) noexcept {
    delegate* source = std::exchange(leaf.source, nullptr);
    try {
        if (source) source->close();
        return true;
    } catch (...) {
        leaf.injected = std::current_exception();
        return false;
    }
}

} // namespace

namespace {
RONDO_NOINLINE bool settle_chain(frame_node& root) {
    while (root.leaf->handle.done()) {
        if (root.leaf == &root) return false;
        set_leaf(root, *root.leaf->parent);
    }
    return run(root, root);
}
} // namespace

bool settle(frame_node& root) {
    if (root.idle()) return true; // in a delegate
    if (root.leaf == &root && root.handle.done()) return false;
    return settle_chain(root);
}

bool resume(frame_node& root) {
    mark_running(root);
    return run(root, root);
}

namespace {

// Frames own generators as locals and parameters, so that destroying one destroys others: calls nest. Past this many, a
// chain waits in a list until the outermost destruction is done.
constexpr unsigned max_nested_destructions = 1000;

// What is left of a chain while the frames above it are destroyed. Mostly the borrowed sub is a local of one of
// them and dies too, so its members are told their new root only when it does not, or when it is used meanwhile:
// otherwise dropping n nested delegations would cost n * n. Until then the sub looks as if it was in a delegate.
struct orphan {
    frame_node* sub;
    orphan* outer;
    const void* value;
    const void* at;
    yielded_by place;
};

struct destruction {
    unsigned depth;
    frame_node* waiting;
    orphan* orphans;
    int dropped; // frames that are destroyed while suspended
};
constinit thread_local destruction this_thread_destruction{};

void adopt(orphan& left) noexcept {
    frame_node& sub = *std::exchange(left.sub, nullptr);
    for (frame_node* node = sub.leaf; node != &sub; node = node->parent) node->root = &sub;
    sub.value = left.value;
    sub.at = left.at;
    sub.place = left.place;
}

RONDO_NOINLINE void adopt_all(orphan* left) noexcept {
    for (; left; left = left->outer) {
        if (left->sub) adopt(*left);
    }
}

} // namespace

void own(frame_node& node) {
    if (this_thread_destruction.orphans) [[unlikely]]
        adopt_all(this_thread_destruction.orphans);
    if (node.idle()) return;
    if (node.root == &node || !node.root->idle()) throw_already_executing();
    detach(node);
}

bool next_slow(frame_node& node) {
    own(node);
    if (!node.leaf->source) return resume(node);
    return ask_delegate(node, [](delegate& source) { return source.next(); });
}

bool send_slow(frame_node& node, void* sent) {
    own(node);
    if (node.value == &created) throw_just_started();
    // A frame without send, however deep its own delegation, ends it for the frame above: there the error is raised.
    frame_node* without_send = nullptr;
    for (frame_node* member = node.leaf; member != &node; member = member->parent) {
        if (!member->has_send) without_send = member;
    }
    if (without_send) {
        frame_node& delegator = *without_send->parent;
        unlink(*without_send);
        delegator.injected =
            std::make_exception_ptr(attribute_error("the generator delegated to has no send()"));
        return resume(node);
    }
    frame_node& leaf = *node.leaf;
    if (leaf.source) return ask_delegate(node, [&](delegate& source) { return source.send(sent); });
    leaf.sent = sent;
    return resume(node);
}

bool throw_in(frame_node& node, const std::exception_ptr& error) {
    own(node);
    if (node.leaf == &node && !node.leaf->source) {
        node.injected = error;
        return resume(node);
    }
    if (is_exit(error)) return close_in(node, error);
    if (node.leaf->source)
        return ask_delegate(node, [&](delegate& source) { return source.throw_ptr(error); });
    node.leaf->injected = error;
    return resume(node);
}

bool close_in(frame_node& node, const std::exception_ptr& exit) {
    own(node);
    mark_running(node);
    // Each level is closed by itself, as if its delegator had called close(): what it makes of its error stays with it.
    bool quiet = close_source(*node.leaf);
    for (frame_node* level = node.leaf;;) {
        if (quiet) level->injected = exit;
        if (level == &node) return run(node, node);
        frame_node& delegator = *level->parent;
        if (run(node, *level)) {
            unlink(*level);
            mark_running(node);
            delegator.injected = std::make_exception_ptr(runtime_error("generator ignored GeneratorExit"));
            quiet = false;
        } else {
            set_leaf(node, delegator);
            quiet = !level->error || level->error == exit || is_exit(level->error);
        }
        level = &delegator;
    }
}

bool start_linked(frame_node& parent, frame_node& sub, frame_link& link) {
    frame_node& root = *parent.root;
    sub.root = &root;
    sub.parent = &parent;
    sub.link = &link;
    parent.child = &sub;
    sub.takes_send = sub.has_send && parent.takes_send;
    sub.value = nullptr;
    set_leaf(root, sub);
    if (root.inline_depth >= max_inline) return false;
    ++root.inline_depth;
    sub.handle.resume();
    --root.inline_depth;
    if (root.idle() || !sub.handle.done()) return false;
    set_leaf(root, parent);
    return true;
}

namespace {

void destroy_frame(std::coroutine_handle<> frame) noexcept {
    const int dropped = frame.done() ? 0 : 1;
    this_thread_destruction.dropped += dropped;
    frame.destroy();
    this_thread_destruction.dropped -= dropped;
}

// Takes the chain below `last` off the root that is about to be destroyed.
orphan leave_below(frame_node& root, frame_node& last) noexcept {
    frame_node& sub = *last.child;
    const orphan left{&sub, this_thread_destruction.orphans, root.value, root.at, root.place};
    sub.root = &sub;
    set_leaf(sub, *root.leaf);
    sub.value = nullptr;
    sub.at = root.given();
    sub.span_last = root.span_last;
    sub.place = yielded_by::delegate;
    sub.parent = nullptr;
    sub.link = nullptr;
    set_leaf(root, last);
    return left;
}

// Whether the generator that is delegated to dies with its delegator's frame: held by the awaiter, or a local variable or
// a parameter. Then it is destroyed first, from the leaf upwards, at any depth.
bool lives_in(const frame_node& delegator, const frame_link& link) noexcept {
    if (link.owned) return true;
    const auto* frame = static_cast<const std::byte*>(delegator.handle.address());
    const auto* object = reinterpret_cast<const std::byte*>(link.slot);
    const std::size_t bytes = (static_cast<const frame_header*>(delegator.handle.address()) - 1)->bytes;
    return !std::less<>()(object, frame) && std::less<>()(object, frame + bytes);
}

RONDO_NOINLINE void destroy_members(frame_node& root) noexcept {
    destruction& now = this_thread_destruction;
    frame_node* last = &root;
    while (last != root.leaf && lives_in(*last, *last->child->link)) last = last->child;
    orphan left{};
    if (last != root.leaf) {
        left = leave_below(root, *last);
        now.orphans = &left;
    }
    for (frame_node* node = last; node != &root;) {
        frame_node* parent = node->parent;
        *node->link->slot = &closed_node;
        destroy_frame(node->handle);
        node = parent;
    }
    destroy_frame(root.handle);
    if (left.sub) adopt(left);
    if (now.orphans == &left) now.orphans = left.outer;
}

void destroy_frames(frame_node& root) noexcept {
    if (root.leaf != &root) return destroy_members(root);
    destroy_frame(root.handle);
}

// An orphan that is destroyed is not to be adopted. Returns: its entry, or null.
RONDO_NOINLINE orphan* orphan_of(destruction& now, frame_node& root) noexcept {
    for (orphan* left = now.orphans; left; left = left->outer) {
        if (left->sub == &root) return left;
    }
    return nullptr;
}

RONDO_NOINLINE void forget_orphan(destruction& now, frame_node& root) noexcept {
    orphan* left = orphan_of(now, root);
    if (!left) return;
    if (now.depth >= max_nested_destructions) return adopt(*left); // it outlives its root
    left->sub = nullptr;
    if (now.orphans == left) now.orphans = left->outer;
}

RONDO_NOINLINE void destroy_waiting(destruction& now) noexcept {
    while (now.waiting) {
        frame_node* next = std::exchange(now.waiting, now.waiting->parent);
        now.depth = 1;
        destroy_frames(*next);
        now.depth = 0;
    }
}

} // namespace

void destroy_chain(frame_node& root) noexcept {
    destruction& now = this_thread_destruction;
    if (now.orphans) [[unlikely]]
        forget_orphan(now, root);
    if (now.depth >= max_nested_destructions) {
        root.parent = std::exchange(now.waiting, &root);
        return;
    }
    ++now.depth;
    destroy_frames(root);
    --now.depth;
    if (now.waiting && now.depth == 0) [[unlikely]]
        destroy_waiting(now);
}

int frames_being_dropped() noexcept { return this_thread_destruction.dropped; }

void throw_injected(std::exception_ptr& injected) {
    // The node lets go before the throw: a handler in the body may go on, and be thrown at again.
    std::rethrow_exception(std::exchange(injected, nullptr));
}
void throw_already_executing() { throw value_error("generator already executing"); }
void throw_just_started() { throw type_error("can't send non-None value to a just-started generator"); }
void throw_ignored_exit() { throw runtime_error("generator ignored GeneratorExit"); }
std::exception_ptr make_exit() { return std::make_exception_ptr(generator_exit{}); }

bool is_exit(const std::exception_ptr& error) noexcept {
    try {
        std::rethrow_exception(error);
    } catch (const generator_exit&) {
        return true;
    } catch (...) {
        return false;
    }
}

void keep_escaped(std::exception_ptr& error) noexcept {
    error = std::current_exception();
    if (!stop_iteration_base::any_alive()) return;
    try {
        throw;
    } catch (const stop_iteration_base&) {
        try {
            raise_from_current("generator raised StopIteration");
        } catch (...) {
            error = std::current_exception();
        }
    } catch (...) { // any other error stays as it is
    }
}

} // namespace rondo::inline v0::detail
