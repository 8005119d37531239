// SPDX-License-Identifier: BSL-1.0
#include <rondo/net/unix.hpp>

#include <rondo/base/error.hpp>
#include <rondo/base/errors.hpp>
#include <rondo/core/as_result.hpp>
#include <rondo/core/sleep.hpp>
#include <rondo/io/simulated_driver.hpp>

#include <cerrno>

#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

namespace rondo::inline v0 {

namespace {

constexpr detail::stream_words unix_words{"unix_stream::read", "unix_stream::write", "unix_stream::write_all",
                                     "unix_stream::shutdown_write"};

void expect_unix(const char* verb, const socket_address& at) {
    if (!at.is_unix())
        throw value_error(std::string(verb) + "(" + at.str() +
                          "): give socket_address::unix_path or unix_abstract, or a path");
}

socket_address named(std::string_view text) {
    if (text.starts_with('@')) return socket_address::unix_abstract(text.substr(1));
    return socket_address::unix_path(text);
}

enum class found { nothing, alive, stale, other };

// What is at a path. A socket is asked: it is of the machine, and does not wait.
found at_path(const std::string& path, const socket_address& at, int type) {
    struct stat about{};
    if (::lstat(path.c_str(), &about) != 0) return found::nothing;
    if (!S_ISSOCK(about.st_mode)) return found::other;
    const owned_descriptor probe(::socket(AF_UNIX, type | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (!probe) return found::alive;
    if (::connect(probe.descriptor(), at.data(), at.size()) == 0) return found::alive;
    // EPROTOTYPE: a socket of another type, which is alive all the same.
    return errno == ECONNREFUSED ? found::stale : found::alive;
}

detail::socket_file bind_to(socket_handle& of, const socket_address& at, int type, bool replace_stale,
                            const char* verb) {
    const bool has_file =
        at.type() == socket_address::kind::unix_path && of.descriptor() < simulated_driver::first_descriptor;
    if (!has_file) {
        of.bind(at);
        return {};
    }
    const std::string path(at.name());
    try {
        of.bind(at);
    } catch (const error& e) {
        if (e.number() != EADDRINUSE) throw;
        const std::string asked = std::string(verb) + "(" + at.str() + ")";
        switch (at_path(path, at, type)) {
        case found::nothing:
            break; // it went meanwhile
        case found::alive:
            throw error(EADDRINUSE, asked, "another socket is open there: choose another path, or end it");
        case found::other:
            throw error(EADDRINUSE, asked,
                        "there is a file of this name, and it is no socket: choose another path");
        case found::stale:
            if (!replace_stale)
                throw error(EADDRINUSE, asked,
                            "a socket's file was left behind, and nobody listens: remove it, or say "
                            ".replace_stale = true");
            if (::unlink(path.c_str()) != 0 && errno != ENOENT)
                throw error(errno, asked, "the socket's file that was left behind cannot be removed");
        }
        of.bind(at);
    }
    return detail::socket_file(path);
}

} // namespace

unix_stream::unix_stream(socket_handle of, const socket_address& peer) noexcept
    : socket_stream(std::move(of), peer, unix_words) {}

unix_credentials unix_stream::peer_credentials() const {
    unix_credentials made;
    handle_.peer_credentials(made.process, made.user, made.group);
    return made;
}

detail::send_descriptors_op unix_stream::send_descriptors(std::span<const std::byte> from,
                                                          std::span<const int> descriptors) const {
    return {"unix_stream::send_descriptors", handle_.descriptor(), &peer_, from, descriptors};
}

namespace detail {

unix_stream unix_accept_op::take() {
    socket_handle made(checked(), asked_of());
    return unix_stream(std::move(made), from());
}

rondo::result<unix_stream> unix_accept_op::take_result() {
    const rondo::result<int> got = checked_result();
    if (!got) return got.error();
    return unix_stream(socket_handle(*got, asked_of()), from());
}

socket_file::socket_file(std::string path) : path_(std::move(path)) {
    struct stat about{};
    if (::lstat(path_.c_str(), &about) != 0) path_.clear(); // gone already
    device_ = about.st_dev;
    number_ = about.st_ino;
}
socket_file::socket_file(socket_file&& other) noexcept
    : path_(std::exchange(other.path_, {})), device_(other.device_), number_(other.number_) {}
socket_file& socket_file::operator=(socket_file&& other) noexcept {
    if (this == &other) return *this;
    remove();
    path_ = std::exchange(other.path_, {});
    device_ = other.device_;
    number_ = other.number_;
    return *this;
}
void socket_file::remove() noexcept {
    if (path_.empty()) return;
    struct stat about{};
    const bool same =
        ::lstat(path_.c_str(), &about) == 0 && about.st_dev == device_ && about.st_ino == number_;
    if (same) ::unlink(path_.c_str());
    path_.clear();
}

} // namespace detail

task<std::optional<unix_stream>> unix_listener::next() {
    while (handle_) {
        rondo::result<unix_stream> got = co_await as_result(accept());
        if (got) {
            ++statistics_.accepted;
            co_return std::move(*got);
        }
        if (!handle_) break;
        const int kind = detail::kind_of_refusal(got.error().number);
        if (kind == 0)
            throw error(got.error().number, "unix_listener::next(" + local_.str() + ")", got.error().advice);
        ++(kind == 1 ? statistics_.failed : statistics_.refused);
        if (kind == 2) co_await sleep(10ms);
    }
    co_return std::nullopt;
}

unix_listener unix_listen(socket_address at, unix_listen_options options) {
    expect_unix("unix_listen", at);
    socket_handle made = socket_handle::make(AF_UNIX, SOCK_STREAM);
    detail::socket_file file = bind_to(made, at, SOCK_STREAM, options.replace_stale, "unix_listen");
    made.listen(options.backlog, at);
    return {std::move(made), at, std::move(file)};
}
unix_listener unix_listen(std::string_view at, unix_listen_options options) {
    return unix_listen(named(at), options);
}

task<unix_stream> unix_connect(socket_address to) {
    expect_unix("unix_connect", to);
    socket_handle made = socket_handle::make(AF_UNIX, SOCK_STREAM);
    co_await detail::connect_op("unix_connect", made.descriptor(), to);
    co_return unix_stream(std::move(made), to);
}
task<unix_stream> unix_connect(std::string to) { return unix_connect(named(to)); }

unix_datagrams unix_bind(socket_address at, bool replace_stale) {
    expect_unix("unix_bind", at);
    socket_handle made = socket_handle::make(AF_UNIX, SOCK_DGRAM);
    if (at.type() == socket_address::kind::unix_unnamed) return unix_datagrams(std::move(made));
    detail::socket_file file = bind_to(made, at, SOCK_DGRAM, replace_stale, "unix_bind");
    return unix_datagrams(std::move(made), at, std::move(file));
}

} // namespace rondo::inline v0
