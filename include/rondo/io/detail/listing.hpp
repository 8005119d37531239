// SPDX-License-Identifier: BSL-1.0
//
// Reading directories, many in one operation: it is handed to where it may block together with what it is to do, and asks
// the world it finds there, the machine's or a simulated one.
//
//     list_op, walk ──opcode::list──► a thread, or a simulated world ──► listing::run(directory_reader&)
#pragma once

#include <rondo/io/file.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace rondo::inline v0 {

/// A name in a directory, and what it stands for.
struct directory_entry {
    std::string name;
    file_type type = file_type::other;
};

namespace detail {

/// Which file it is, whatever its name.
struct file_identity {
    std::uint64_t device = 0;
    std::uint64_t number = 0;
    bool operator==(const file_identity&) const = default;
};

/// What a world knows of its directories. A path counts from `directory`, a descriptor or AT_FDCWD.
class directory_reader {
public:
    /// Appends what lies in it, in no order, but "." and "..". A link at the end of the path is followed only when asked.
    /// Returns: 0 or an errno. Throws: std::bad_alloc.
    virtual int list(int directory, const char* path, bool follow, std::vector<directory_entry>& into) = 0;
    /// What it is, links followed. Returns: 0 or an errno. Throws: std::bad_alloc.
    virtual int identify(int directory, const char* path, file_type& type, file_identity& who) = 0;

protected:
    ~directory_reader() = default;
};

/// The work of an operation `list`.
class listing {
public:
    /// Returns: 0 or -errno. May be run again after it failed.
    virtual std::int64_t run(directory_reader& world) noexcept = 0;

protected:
    ~listing() = default;
};

/// One directory, its names in order.
class [[nodiscard("nothing happens until it is awaited")]] RONDO_API list_op : public op_wait, listing {
public:
    explicit list_op(std::string path, int on = -100, bool follow = true) noexcept; // AT_FDCWD
    list_op(list_op&&) noexcept = default;
    void start(waiter& who);
    std::vector<directory_entry> take();

private:
    std::int64_t run(directory_reader& world) noexcept override;
    std::string path_;
    bool follow_;
    std::vector<directory_entry> found_;
};

} // namespace detail
} // namespace rondo::inline v0
