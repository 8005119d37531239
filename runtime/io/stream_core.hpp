// SPDX-License-Identifier: BSL-1.0
//
// The inside of a file stream: blocks in a ring, each with the operation that fills it. It outlives its stream while the
// kernel has some of them.
//
//     idle ── ask ──► reading ──► (short: the rest is asked for) ──► done ── take ──► given ── next call ──► idle
#pragma once

#include <rondo/core/op.hpp>
#include <rondo/io/file_stream.hpp>

#include "kept_block.hpp"

#include <memory>
#include <vector>

namespace rondo::inline v0 {

class driver;
class scheduler;
class waiter;

namespace detail {

/// As open(2) has them.
std::uint32_t open_flags(const open_options& options) noexcept;
/// What statx is asked for, and what it says. `said`: a struct statx.
extern const unsigned status_mask;
file_status status_from(const void* said) noexcept;

class stream_core {
public:
    stream_core(std::string path, file from, file_stream_options options);
    stream_core(const stream_core&) = delete;

    task<std::optional<block>> next();
    std::optional<block> next_blocking();
    /// Nobody wants it any more: it ends itself, now or when the kernel is done.
    void abandon() noexcept;
    std::string name_of_call(std::uint64_t at) const;

    std::string path;
    std::string word;
    std::uint64_t offset; // of what is given next
    std::size_t in_flight = 0;

private:
    enum class stage : unsigned char { idle, reading, done };
    struct slot final : op {
        explicit slot(stream_core& by) noexcept : op(&told), of(by) {}
        static void told(op& self) noexcept;
        stream_core& of;
        kept_block memory;
        std::uint64_t begins = 0;
        std::size_t filled = 0;
        stage at = stage::idle;
        int failed = 0; // an errno
        bool ended = false;
    };
    struct news_wait; // for the first block, or for all

    task<> open();
    void open_blocking();
    void be(const file_status& about);
    void leave_direct(const char* why) noexcept;

    void begin_call();
    slot& nth(std::size_t n) noexcept { return *slots_[(first_ + n) % slots_.size()]; }
    slot& begin_next() noexcept;
    void fill() noexcept;
    bool read_at_once() noexcept;
    void prepare_rest(slot& one) noexcept;
    void ask_rest(slot& one) noexcept;
    void wait_for(slot& one) noexcept;
    void submit(slot& one) noexcept;
    void advance(slot& one) noexcept;
    std::int64_t read_rest(const slot& one) const noexcept;
    void read_blocking(slot& one) noexcept;
    void take_back() noexcept;
    void start_over() noexcept;
    bool settled() const noexcept; // what is waited for is there
    std::optional<block> give();
    static task<> wait_for_rest(stream_core* left);

    file from_;
    file_stream_options options_;
    std::vector<std::unique_ptr<slot>> slots_;
    scheduler* home_ = nullptr;
    driver* io_ = nullptr;
    waiter* waiting_ = nullptr;
    std::uint64_t size_hint_ = 0;
    std::uint64_t next_at_ = 0;    // where the next block to be asked for begins
    std::size_t first_ = 0;        // the slot whose block is given next
    std::size_t pending_ = 0;      // asked for and not given
    std::size_t alignment_ = 4096; // of O_DIRECT
    unsigned in_a_row_ = 0;        // blocks that were read at once
    bool has_places_ = false;
    bool by_path_;
    bool known_ = false;       // what kind of file it is
    bool direct_ = false;      // it is O_DIRECT
    bool waits_first_ = false; // a FIFO: nobody may have opened its other end
    bool starts_over_ = false; // at `offset`: what is read ahead is not what comes next
    bool ends_next_ = false;   // the end was seen behind the last block
    bool called_ = false;
    bool abandoned_ = false;
    bool has_heir_ = false; // a task that ends it
};

} // namespace detail

} // namespace rondo::inline v0
