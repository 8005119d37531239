// SPDX-License-Identifier: BSL-1.0
//
// A connection that says anything at all, in pieces of any size: what it gets are whole answers, or nothing.
#include <rondo/core/loop.hpp>
#include <rondo/net/http/router.hpp>
#include <rondo/net/http/server.hpp>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string>

using namespace rondo;

namespace {

struct peer_that_said {
    task<std::size_t> read(std::span<std::byte> into) {
        const std::size_t size = std::min({into.size(), text.size(), step});
        if (size != 0) std::memcpy(into.data(), text.data(), size);
        text.remove_prefix(size);
        co_return size;
    }
    task<> write_all(std::span<const std::byte> from) {
        heard.append(reinterpret_cast<const char*>(from.data()), from.size());
        co_return;
    }
    std::string_view text;
    std::size_t step;
    std::string heard;
};

task<http::response> tell(http::request& ask) {
    std::string all = co_await ask.body->read_all(5000);
    all += ask.param("name");
    co_return http::response::text(std::move(all));
}
task<http::response> leave(http::request&) { co_return http::response::text("left"); }

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    if (size == 0) return 0;
    http::router site;
    site.get("/{name...}", tell);
    site.post("/left", leave);
    site.post("/{name}", tell);
    loop home;
    peer_that_said peer{{reinterpret_cast<const char*>(data) + 1, size - 1}, std::size_t(data[0]) + 1, {}};
    auto answers = site.handler();
    home.run_until(http::serve_connection(peer, answers));
    if (!peer.heard.empty() && !peer.heard.starts_with("HTTP/1.1 ")) std::abort();
    if (!peer.text.empty() && peer.heard.find("Connection: close\r\n") == std::string::npos) std::abort();
    return 0;
}
