// SPDX-License-Identifier: BSL-1.0
//
// Before the first stage: an input as blocks of up to 256 KiB. With io_uring the next block is read while this one is
// taken apart (two buffers); otherwise one read() after another. A block is empty only at the end.
#pragma once

#include "failure.hpp"
#include "input.hpp"
#include "interrupt.hpp"
#include "ring.hpp"

#include <rondo/gen/generator.hpp>

#include <array>
#include <cerrno>
#include <memory>
#include <string_view>
#include <unistd.h>

namespace pipeline {

inline constexpr unsigned block_bytes = 256 * 1024;

/// What both readers do with a negative result: wait and try again, or give up with a message.
inline void wait_or_fail(const input& from, int code) {
    if (code == EINTR) return;
    if (code != EAGAIN)
        throw io_failure(described("read", from.name(), code, "what came before was processed"));
    wait_readable(from.descriptor());
}

class plain_reader {
public:
    plain_reader(ring*, const input& from) : from_(from) {}

    std::string_view next() {
        while (!interrupted()) {
            const ssize_t got = ::read(from_.descriptor(), buffer_.get(), block_bytes);
            if (got >= 0) return {buffer_.get(), static_cast<std::size_t>(got)};
            wait_or_fail(from_, errno);
        }
        return {};
    }

private:
    const input& from_;
    std::unique_ptr<char[]> buffer_ = std::make_unique_for_overwrite<char[]>(block_bytes);
};

class uring_reader {
public:
    uring_reader(ring* uring, const input& from) : ring_(*uring), from_(from) { start(); }
    uring_reader(const uring_reader&) = delete;
    uring_reader& operator=(const uring_reader&) = delete;
    // The kernel may still write into a buffer: it goes only after the completion.
    ~uring_reader() { ring_.cancel(); }

    std::string_view next() {
        while (!interrupted()) {
            const int got = ring_.wait();
            if (got == 0) return {};
            if (got > 0) {
                const char* const filled = buffers_[filling_].get();
                filling_ = 1 - filling_;
                start();
                return {filled, static_cast<std::size_t>(got)};
            }
            if (got == -EINTR) continue; // the read is still on its way
            wait_or_fail(from_, -got);
            start();
        }
        return {};
    }

private:
    void start() {
        const int code = ring_.read(from_.descriptor(), buffers_[filling_].get(), block_bytes);
        if (code != 0) throw io_failure(described("read", from_.name(), code, "set RONDO_DRIVER=epoll"));
    }

    ring& ring_;
    const input& from_;
    std::array<std::unique_ptr<char[]>, 2> buffers_{std::make_unique_for_overwrite<char[]>(block_bytes),
                                                    std::make_unique_for_overwrite<char[]>(block_bytes)};
    std::size_t filling_ = 0;
};

template <class Reader>
rondo::generator<std::string_view> blocks_by(ring* uring, const input& from) {
    Reader reader{uring, from};
    for (std::string_view block = reader.next(); !block.empty(); block = reader.next()) co_yield block;
}

/// The blocks of an input. Lifetime: a block until the next is asked for; `uring` and `from` outlive the generator.
inline rondo::generator<std::string_view> blocks(ring* uring, const input& from) {
    return uring != nullptr ? blocks_by<uring_reader>(uring, from) : blocks_by<plain_reader>(uring, from);
}

} // namespace pipeline
