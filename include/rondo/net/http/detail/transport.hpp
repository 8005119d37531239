// SPDX-License-Identifier: BSL-1.0
//
// A connection's bytes, whatever its stream.
#pragma once

#include <rondo/core/task.hpp>

#include <cstddef>
#include <memory>
#include <span>
#include <utility>

namespace rondo::inline v0::http::detail {

class transport {
public:
    virtual task<std::size_t> read(std::span<std::byte> into) = 0;
    virtual task<> write(std::span<const std::byte> from) = 0;
    virtual task<> end() = 0; ///< of what is written
    virtual bool
    says_end() const noexcept = 0; ///< whether to close it is not enough to tell the peer that this was all

protected:
    ~transport() = default;
};

template <class Stream>
class transport_over final : public transport {
public:
    explicit transport_over(Stream& of) noexcept : stream_(of) {}
    task<std::size_t> read(std::span<std::byte> into) override { co_return co_await stream_.read(into); }
    task<> write(std::span<const std::byte> from) override { co_await stream_.write_all(from); }
    task<> end() override {
        if constexpr (requires { stream_.shutdown_write(); }) co_await stream_.shutdown_write();
        co_return;
    }
    bool says_end() const noexcept override {
        return requires { Stream::says_end; };
    }

private:
    Stream& stream_;
};

/// One that has its stream, and closes it when it goes.
class RONDO_API owned_transport {
public:
    virtual ~owned_transport();
    virtual transport& bytes() noexcept = 0;
};

template <class Stream>
class owned_transport_over final : public owned_transport {
public:
    explicit owned_transport_over(Stream of) : stream_(std::move(of)), bytes_(stream_) {}
    transport& bytes() noexcept override { return bytes_; }

private:
    Stream stream_;
    transport_over<Stream> bytes_;
};

} // namespace rondo::inline v0::http::detail
