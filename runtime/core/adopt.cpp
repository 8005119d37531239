// SPDX-License-Identifier: BSL-1.0
#include <rondo/core/asks.hpp>

namespace rondo::inline v0::detail {

void throw_adopted_late() {
    throw runtime_error(
        "adopt(generator): it has been started; a request that waits for its reply would be lost");
}

void throw_unanswered(const std::string& awaited) {
    throw type_error("this request waits for a reply of type " + awaited +
                     ": go on by send(reply) or throw_(error)");
}
void throw_wrong_reply(const std::string& awaited, const std::string& given) {
    if (awaited == "void")
        throw type_error("can't send a " + given + ": this request takes no reply: go on by next()");
    throw type_error("can't send a " + given + ": this request waits for a reply of type " + awaited);
}

} // namespace rondo::inline v0::detail
