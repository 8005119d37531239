// SPDX-License-Identifier: BSL-1.0
//
// A file on disk, and what can be done with it and with names, on whatever driver the loop has. Every verb is a plain
// awaitable that lives in the frame of whoever waits; small reads of what is in memory are made on the spot.
//
//     file log = co_await open_file("app.log");
//     std::size_t got = co_await log.read_at(buffer, 0);
#pragma once

#include <rondo/core/op_wait.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

struct iovec;

namespace rondo::inline v0 {

/// How a file is opened. Always close-on-exec.
struct open_options {
    bool read = true;
    bool write = false;
    bool append = false;    ///< each write goes to the end
    bool create = false;    ///< when it is not there
    bool exclusive = false; ///< with create: it must not be there
    bool truncate = false;  ///< to nothing
    unsigned mode = 0666;   ///< of what is created, less the umask
    int flags = 0;          ///< further ones of open(2): O_DIRECT, O_NOFOLLOW …
};

/// What a name stands for.
enum class file_type : unsigned char { regular, directory, symbolic_link, other };

/// What the system knows of a file.
struct file_status {
    std::uint64_t size = 0; ///< bytes; no promise of where reading ends: /proc says 0
    unsigned mode = 0;      ///< type and permissions, as st_mode
    unsigned links = 0;
    unsigned block_bytes = 0; ///< the preferred unit of I/O
    unsigned direct_bytes =
        0; ///< what O_DIRECT wants places, sizes and memory to be multiples of; 0: there is none
    std::uint64_t device = 0;
    std::uint64_t inode = 0;   ///< with `device`: which file it is, whatever its name
    std::int64_t modified = 0; ///< when its bytes were last changed: nanoseconds since 1970
    bool is_regular() const noexcept { return (mode & 0170000) == 0100000; }
    bool is_directory() const noexcept { return (mode & 0170000) == 0040000; }
    bool is_fifo() const noexcept { return (mode & 0170000) == 0010000; } ///< or a pipe
    bool is_same_file(const file_status& other) const noexcept {
        return device == other.device && inode == other.inode;
    }
};

class file;

namespace detail {

class [[nodiscard("nothing happens until it is awaited")]] RONDO_API file_size_op : public op_wait {
public:
    file_size_op(opcode what, const char* verb, int on, void* memory, std::size_t size,
                 std::int64_t at) noexcept;
    file_size_op(file_size_op&&) noexcept = default;
    bool ready() noexcept { return done_at_once(); }
    std::size_t take() { return static_cast<std::size_t>(checked_outcome()); }
    rondo::result<std::size_t> take_result();
};

class [[nodiscard("nothing happens until it is awaited")]] RONDO_API file_done_op : public op_wait {
public:
    file_done_op(opcode what, const char* verb, int on, std::uint32_t flag = 0, std::int64_t at = -1,
                 std::int64_t size = 0) noexcept;
    file_done_op(file_done_op&&) noexcept = default;
    void take() { checked_outcome(); }
    rondo::result<void> take_result();
};

/// All of it, however many requests that takes.
class [[nodiscard("nothing happens until it is awaited")]] RONDO_API transfer_op : public op_wait {
public:
    transfer_op(opcode what, const char* verb, int on, void* memory, std::size_t size,
                std::int64_t at) noexcept;
    transfer_op(transfer_op&&) noexcept = default;
    void start(waiter& who);
    /// Throws: rondo::error when the system refuses, or (ENODATA) the file ends before all was read.
    void take();
    /// Bytes moved so far: all, or as many as there were when it failed or was cancelled.
    std::size_t moved() const noexcept { return moved_; }

private:
    static bool go_on(op_wait& self) noexcept;
    void ask_for_rest() noexcept;
    std::byte* memory_;
    std::size_t size_;
    std::int64_t at_;
    std::size_t moved_ = 0;
};

/// Something with one path or two, kept until it is over.
class [[nodiscard("nothing happens until it is awaited")]] RONDO_API path_op : public op_wait {
public:
    path_op(opcode what, const char* verb, std::string path, std::string other = {}) noexcept;
    path_op(path_op&&) noexcept = default;
    ~path_op() = default;
    void start(waiter& who);
    void take() { checked_path(); }
    path_op with(std::uint32_t flag, std::uint32_t size) && noexcept;

protected:
    std::int64_t checked_path(); ///< its error names the path
    void say_path();             ///< to the op. Throws: rondo::error for a NUL
    const std::string& path() const noexcept { return path_; }

private:
    std::string path_;
    std::string other_;
};

class [[nodiscard("nothing happens until it is awaited")]] RONDO_API open_op : public path_op {
public:
    open_op(std::string path, open_options options) noexcept;
    open_op(open_op&&) noexcept = default;
    file take();
};

class [[nodiscard("nothing happens until it is awaited")]] RONDO_API status_op : public path_op {
public:
    explicit status_op(std::string path, int on = -100, bool follow = true) noexcept; // AT_FDCWD
    status_op(status_op&& other) noexcept : path_op(std::move(other)) {}
    void start(waiter& who);
    file_status take();

private:
    alignas(8) unsigned char said_[256] = {}; // struct statx
};

/// Owns the descriptor until it is closed: never awaited, or cancelled before, it closes it on the spot.
class [[nodiscard("nothing is told until it is awaited")]] RONDO_API close_op : public op_wait {
public:
    close_op(int on, driver* of) noexcept;
    close_op(close_op&& other) noexcept;
    ~close_op();
    void take() { checked_outcome(); }

private:
    static bool note(op_wait& self) noexcept;
    driver* of_;
    bool closed_ = false;
};

} // namespace detail

/// An open file: closed when it goes out of scope, on the spot; co_await close() tells what that would not.
/// Lifetime: memory handed to a verb stays until it is over. A file of a simulated world ends before its driver.
class RONDO_API file {
public:
    file() noexcept = default;
    /// Takes an open descriptor over; `of`: the driver that opened it, when that simulates.
    explicit file(int descriptor, driver* of = nullptr) noexcept;
    file(file&& other) noexcept;
    file& operator=(file&& other) noexcept;
    ~file();

    int descriptor() const noexcept { return descriptor_; }
    explicit operator bool() const noexcept { return descriptor_ >= 0; }
    int release() noexcept; ///< gives the descriptor away

    /// Reads at most `into.size()` bytes at `offset`; nothing at the end. May be short at any time.
    detail::file_size_op read_at(std::span<std::byte> into, std::uint64_t offset) const noexcept;
    /// The same where the last one stopped; for what has no places, too: pipes, terminals.
    detail::file_size_op read(std::span<std::byte> into) const noexcept;
    detail::file_size_op write_at(std::span<const std::byte> from, std::uint64_t offset) const noexcept;
    detail::file_size_op write(std::span<const std::byte> from) const noexcept;
    /// Into several pieces, in order. Lifetime: the pieces themselves stay, too.
    detail::file_size_op read_vector_at(std::span<const iovec> into, std::uint64_t offset) const noexcept;
    detail::file_size_op write_vector_at(std::span<const iovec> from, std::uint64_t offset) const noexcept;

    /// Fills `into`. Throws: rondo::error (ENODATA) when the file ends before.
    detail::transfer_op read_exact(std::span<std::byte> into, std::uint64_t offset) const noexcept;
    /// Writes all of `from`. Cancel: what was written stays, and moved() says how much:
    /// Example: `auto all = f.write_all(data, 0);  co_await scope.run(all);  report(all.moved());`
    detail::transfer_op write_all(std::span<const std::byte> from, std::uint64_t offset) const noexcept;
    detail::transfer_op write_all(std::span<const std::byte> from) const noexcept; ///< where it stands

    detail::file_done_op sync() const noexcept;     ///< until the disk has it, and what is known of it
    detail::file_done_op datasync() const noexcept; ///< until the disk has the bytes
    detail::file_done_op allocate(std::uint64_t offset, std::uint64_t bytes) const noexcept;
    detail::file_done_op truncate(std::uint64_t bytes) const noexcept; ///< or extend, with zeros
    detail::status_op stat() const noexcept;
    /// Closes it, and says what the system had kept for then. The file is empty from the call on.
    detail::close_op close() noexcept;
    /// Locks it as flock(2) does, when nobody else has it. Throws: rondo::error (EWOULDBLOCK) when somebody has.
    detail::file_done_op try_lock() const noexcept;
    detail::file_done_op try_lock_shared() const noexcept;
    detail::file_done_op unlock() const noexcept;

private:
    void shut() noexcept;
    int descriptor_ = -1;
    driver* of_ = nullptr;
};

/// Opens a file. Throws: rondo::error, which names the path. Cancel: what was opened all the same is closed.
RONDO_API detail::open_op open_file(std::string path, open_options options = {}) noexcept;
/// Opens a file without a name in `directory`; it is gone when it is closed.
RONDO_API detail::open_op open_temporary(std::string directory = ".") noexcept;
/// What is known of `path`; of where it points to, when it is a link. Throws: rondo::error, which names the path.
RONDO_API detail::status_op stat_path(std::string path) noexcept;
RONDO_API detail::status_op stat_link(std::string path) noexcept; ///< of the link itself, when it is one
/// Gives a file another name, at once for whoever looks; what had that name is gone.
RONDO_API detail::path_op rename_path(std::string from, std::string to) noexcept;
RONDO_API detail::path_op unlink_path(std::string path) noexcept;
RONDO_API detail::path_op link_path(std::string from, std::string to) noexcept; ///< a second name for a file
RONDO_API detail::path_op make_symbolic_link(std::string says, std::string path) noexcept;
RONDO_API detail::path_op make_directory(std::string path, unsigned mode = 0777) noexcept;
RONDO_API detail::path_op remove_directory(std::string path) noexcept; ///< an empty one

} // namespace rondo::inline v0
