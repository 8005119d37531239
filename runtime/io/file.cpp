// SPDX-License-Identifier: BSL-1.0
#include <rondo/io/file.hpp>

#include <rondo/core/driver.hpp>
#include <rondo/io/simulated_driver.hpp>

#include "stream_core.hpp"

#include <algorithm>
#include <cerrno>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

namespace rondo::inline v0 {

namespace {

constexpr std::size_t most_at_once = 1U << 30; // the kernel moves less than 2 GiB at a time

std::uint32_t at_once(std::size_t size) noexcept {
    return static_cast<std::uint32_t>(std::min(size, most_at_once));
}

std::int64_t as_offset(std::uint64_t offset) noexcept { return static_cast<std::int64_t>(offset); }

void* memory_of(std::span<const std::byte> bytes) noexcept { return const_cast<std::byte*>(bytes.data()); }

void close_now(int descriptor, driver* of) noexcept {
    if (of)
        of->discard(descriptor);
    else
        ::close(descriptor);
}

bool reads(opcode code) noexcept { return code == opcode::read || code == opcode::read_vector; }

} // namespace

namespace detail {

file_size_op::file_size_op(opcode what, const char* verb, int on, void* memory, std::size_t size,
                           std::int64_t at) noexcept
    : op_wait(what, verb, on) {
    buffer = memory;
    length = at_once(size);
    offset = at;
}

rondo::result<std::size_t> file_size_op::take_result() {
    const rondo::result<std::int64_t> got = outcome();
    if (!got) return got.error();
    return static_cast<std::size_t>(*got);
}

file_done_op::file_done_op(opcode what, const char* verb, int on, std::uint32_t flag, std::int64_t at,
                           std::int64_t size) noexcept
    : op_wait(what, verb, on) {
    flags = flag;
    offset = at;
    second = reinterpret_cast<void*>(static_cast<std::intptr_t>(size));
}

rondo::result<void> file_done_op::take_result() {
    const rondo::result<std::int64_t> got = outcome();
    if (!got) return got.error();
    return {};
}

transfer_op::transfer_op(opcode what, const char* verb, int on, void* memory, std::size_t size,
                         std::int64_t at) noexcept
    : op_wait(what, verb, on), memory_(static_cast<std::byte*>(memory)), size_(size), at_(at) {
    more = &go_on;
}

void transfer_op::ask_for_rest() noexcept {
    buffer = memory_ + moved_;
    length = at_once(size_ - moved_);
    offset = at_ < 0 ? at_ : at_ + as_offset(moved_);
}

bool transfer_op::go_on(op_wait& self) noexcept {
    auto& all = static_cast<transfer_op&>(self);
    all.moved_ += static_cast<std::size_t>(all.result);
    if (all.result == 0 || all.moved_ == all.size_) return false;
    all.ask_for_rest();
    return true;
}

void transfer_op::start(waiter& who) {
    moved_ = 0;
    ask_for_rest();
    op_wait::start(who);
}

void transfer_op::take() {
    checked_outcome();
    if (moved_ == size_) return;
    const std::string what = std::string(verb()) + "(" + std::to_string(on()) + ")";
    const std::string how = std::to_string(moved_) + " of " + std::to_string(size_) + " bytes were ";
    if (reads(code)) throw error(ENODATA, what, how + "there: the file ends before");
    throw error(EIO, what, how + "taken, and then none");
}

path_op::path_op(opcode what, const char* verb, std::string path, std::string other) noexcept
    : op_wait(what, verb, AT_FDCWD), path_(std::move(path)), other_(std::move(other)) {
    offset = AT_FDCWD;
}

path_op path_op::with(std::uint32_t flag, std::uint32_t size) && noexcept {
    flags = flag;
    length = size;
    return std::move(*this);
}

void path_op::say_path() {
    if (path_.find('\0') != path_.npos || other_.find('\0') != other_.npos)
        throw error(EINVAL, std::string(verb()) + "(" + path_.c_str() + "…)", "a path holds no NUL");
    buffer = path_.data();
}

void path_op::start(waiter& who) {
    say_path();
    if (code != opcode::status && code != opcode::open_beneath) second = other_.data();
    op_wait::start(who);
}

std::int64_t path_op::checked_path() {
    const rondo::result<std::int64_t> got = outcome();
    if (got) return *got;
    std::string asked = std::string(verb()) + "(" + path_;
    if (!other_.empty()) asked += ", " + other_;
    throw error(got.error().number, asked + ")");
}

open_op::open_op(std::string path, open_options options) noexcept
    : path_op(opcode::open, "open_file", std::move(path)) {
    flags = open_flags(options);
    length = options.mode;
}

std::uint32_t open_flags(const open_options& options) noexcept {
    int how = options.flags | O_CLOEXEC;
    how |= options.write || options.append ? (options.read ? O_RDWR : O_WRONLY) : O_RDONLY;
    if (options.append) how |= O_APPEND;
    if (options.create) how |= O_CREAT;
    if (options.exclusive) how |= O_EXCL;
    if (options.truncate) how |= O_TRUNC;
    return static_cast<std::uint32_t>(how);
}

file open_op::take() { return file(static_cast<int>(checked_path()), asked_of()); }

status_op::status_op(std::string path, int on, bool follow) noexcept
    : path_op(opcode::status, "stat", std::move(path)) {
    static_assert(sizeof said_ == sizeof(struct statx));
    descriptor = on;
    flags = (on == AT_FDCWD ? 0 : AT_EMPTY_PATH) | (follow ? 0 : AT_SYMLINK_NOFOLLOW);
    length = status_mask;
}

void status_op::start(waiter& who) {
    second = said_;
    path_op::start(who);
}

file_status status_op::take() {
    checked_path();
    return status_from(said_);
}

const unsigned status_mask = STATX_BASIC_STATS | STATX_DIOALIGN;

file_status status_from(const void* from) noexcept {
    const auto& said = *static_cast<const struct statx*>(from);
    // Kernels before 6.1 do not say: a page does then, wherever it is possible.
    unsigned direct = S_ISREG(said.stx_mode) ? 4096 : 0;
    if ((said.stx_mask & STATX_DIOALIGN) != 0)
        direct = std::max(said.stx_dio_mem_align, said.stx_dio_offset_align);
    return {.size = said.stx_size,
            .mode = said.stx_mode,
            .links = said.stx_nlink,
            .block_bytes = said.stx_blksize,
            .direct_bytes = direct,
            .device = (std::uint64_t(said.stx_dev_major) << 32) | said.stx_dev_minor,
            .inode = said.stx_ino,
            .modified = said.stx_mtime.tv_sec * 1'000'000'000 + said.stx_mtime.tv_nsec};
}

close_op::close_op(int on, driver* of) noexcept : op_wait(opcode::close, "file::close", on), of_(of) {
    more = &note;
}
close_op::close_op(close_op&& other) noexcept : op_wait(std::move(other)), of_(other.of_) {
    other.closed_ = true;
}
bool close_op::note(op_wait& self) noexcept {
    static_cast<close_op&>(self).closed_ = true;
    return false;
}
close_op::~close_op() {
    // Refused or not, Linux has closed it then, unless it was never asked to.
    if (!closed_ && descriptor >= 0 && (result == 0 || result == -ECANCELED)) close_now(descriptor, of_);
}

} // namespace detail

file::file(int descriptor, driver* of) noexcept
    : descriptor_(descriptor), of_(descriptor >= simulated_driver::first_descriptor ? of : nullptr) {}
file::file(file&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), of_(std::exchange(other.of_, nullptr)) {}
file& file::operator=(file&& other) noexcept {
    if (this != &other) {
        shut();
        descriptor_ = std::exchange(other.descriptor_, -1);
        of_ = std::exchange(other.of_, nullptr);
    }
    return *this;
}
file::~file() { shut(); }

void file::shut() noexcept {
    if (descriptor_ < 0) return;
    close_now(std::exchange(descriptor_, -1), of_);
}

int file::release() noexcept {
    of_ = nullptr;
    return std::exchange(descriptor_, -1);
}

detail::file_size_op file::read_at(std::span<std::byte> into, std::uint64_t offset) const noexcept {
    return {opcode::read, "file::read_at", descriptor_, into.data(), into.size(), as_offset(offset)};
}
detail::file_size_op file::read(std::span<std::byte> into) const noexcept {
    return {opcode::read, "file::read", descriptor_, into.data(), into.size(), -1};
}
detail::file_size_op file::write_at(std::span<const std::byte> from, std::uint64_t offset) const noexcept {
    return {opcode::write, "file::write_at", descriptor_, memory_of(from), from.size(), as_offset(offset)};
}
detail::file_size_op file::write(std::span<const std::byte> from) const noexcept {
    return {opcode::write, "file::write", descriptor_, memory_of(from), from.size(), -1};
}
detail::file_size_op file::read_vector_at(std::span<const iovec> into, std::uint64_t offset) const noexcept {
    return {opcode::read_vector, "file::read_vector_at", descriptor_, const_cast<iovec*>(into.data()),
            into.size(),         as_offset(offset)};
}
detail::file_size_op file::write_vector_at(std::span<const iovec> from, std::uint64_t offset) const noexcept {
    return {opcode::write_vector, "file::write_vector_at", descriptor_, const_cast<iovec*>(from.data()),
            from.size(),          as_offset(offset)};
}
detail::transfer_op file::read_exact(std::span<std::byte> into, std::uint64_t offset) const noexcept {
    return {opcode::read, "file::read_exact", descriptor_, into.data(), into.size(), as_offset(offset)};
}
detail::transfer_op file::write_all(std::span<const std::byte> from, std::uint64_t offset) const noexcept {
    return {opcode::write, "file::write_all", descriptor_, memory_of(from), from.size(), as_offset(offset)};
}
detail::transfer_op file::write_all(std::span<const std::byte> from) const noexcept {
    return {opcode::write, "file::write_all", descriptor_, memory_of(from), from.size(), -1};
}
detail::file_done_op file::sync() const noexcept { return {opcode::sync, "file::sync", descriptor_}; }
detail::file_done_op file::datasync() const noexcept {
    return {opcode::sync, "file::datasync", descriptor_, 1};
}
detail::file_done_op file::allocate(std::uint64_t offset, std::uint64_t bytes) const noexcept {
    return {opcode::allocate, "file::allocate", descriptor_, 0, as_offset(offset), as_offset(bytes)};
}
detail::file_done_op file::truncate(std::uint64_t bytes) const noexcept {
    return {opcode::truncate, "file::truncate", descriptor_, 0, as_offset(bytes)};
}
detail::status_op file::stat() const noexcept { return detail::status_op(std::string(), descriptor_); }
detail::close_op file::close() noexcept {
    return {std::exchange(descriptor_, -1), std::exchange(of_, nullptr)};
}
detail::file_done_op file::try_lock() const noexcept {
    return {opcode::lock, "file::try_lock", descriptor_, LOCK_EX | LOCK_NB};
}
detail::file_done_op file::try_lock_shared() const noexcept {
    return {opcode::lock, "file::try_lock_shared", descriptor_, LOCK_SH | LOCK_NB};
}
detail::file_done_op file::unlock() const noexcept {
    return {opcode::lock, "file::unlock", descriptor_, LOCK_UN};
}

detail::open_op open_file(std::string path, open_options options) noexcept {
    return detail::open_op(std::move(path), options);
}
detail::open_op open_temporary(std::string directory) noexcept {
    return detail::open_op(std::move(directory), {.write = true, .mode = 0600, .flags = O_TMPFILE});
}
detail::status_op stat_path(std::string path) noexcept { return detail::status_op(std::move(path)); }
detail::status_op stat_link(std::string path) noexcept {
    return detail::status_op(std::move(path), AT_FDCWD, false);
}
detail::path_op rename_path(std::string from, std::string to) noexcept {
    return {opcode::rename, "rename_path", std::move(from), std::move(to)};
}
detail::path_op unlink_path(std::string path) noexcept {
    return {opcode::unlink, "unlink_path", std::move(path)};
}
detail::path_op link_path(std::string from, std::string to) noexcept {
    return {opcode::link, "link_path", std::move(from), std::move(to)};
}
detail::path_op make_symbolic_link(std::string says, std::string path) noexcept {
    return {opcode::symbolic_link, "make_symbolic_link", std::move(says), std::move(path)};
}
detail::path_op make_directory(std::string path, unsigned mode) noexcept {
    return detail::path_op(opcode::make_directory, "make_directory", std::move(path)).with(0, mode);
}
detail::path_op remove_directory(std::string path) noexcept {
    return detail::path_op(opcode::unlink, "remove_directory", std::move(path)).with(AT_REMOVEDIR, 0);
}

} // namespace rondo::inline v0
