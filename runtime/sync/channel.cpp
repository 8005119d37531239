// SPDX-License-Identifier: BSL-1.0
#include <rondo/sync/channel.hpp>

namespace rondo::inline v0::detail {

void throw_send_closed(bool nobody_receives) {
    throw channel_closed(nobody_receives ? "channel: nothing can be sent: no receiver is left"
                                         : "channel: nothing can be sent: it is closed");
}

void throw_receive_closed() {
    throw channel_closed("channel: nothing can be received: it is closed, and empty");
}

void throw_half_closed(const char* what) {
    throw channel_closed(std::string(what) + ": this end was closed, or moved from");
}

void describe_channel(std::string& out, const char* what, const channel_statistics& now,
                      const std::string& of) {
    out += std::string("a channel of ") + of + ", " + what;
    if (now.capacity == unbounded)
        out += " (" + std::to_string(now.buffered) + " buffered, without a limit)";
    else if (now.capacity == 0)
        out += " (no buffer)";
    else
        out += " (" + std::to_string(now.buffered) + " of " + std::to_string(now.capacity) + " buffered)";
}

} // namespace rondo::inline v0::detail
