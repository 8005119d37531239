// SPDX-License-Identifier: BSL-1.0
//
// An open input: a file, a pipe, a device, or `-` for standard input. A directory is refused here, by name.
#pragma once

#include <cstdint>
#include <string>

namespace pipeline {

class input {
public:
    /// Throws: io_failure when it cannot be opened, or is a directory.
    explicit input(const std::string& path);
    input(const input&) = delete;
    input& operator=(const input&) = delete;
    ~input();

    int descriptor() const noexcept { return descriptor_; }
    const std::string& name() const noexcept { return name_; }

    /// Its size when it was opened, in bytes; 0 where that means nothing: pipes, devices, /proc.
    std::uint64_t size() const noexcept { return size_; }

    /// Where reading begins: `< file` may begin anywhere in it. 0 where there are no places.
    std::uint64_t start() const noexcept { return start_; }

    /// True when reading never has to wait for somebody to write.
    bool is_regular() const noexcept { return regular_; }

private:
    std::string name_;
    int descriptor_ = -1;
    bool owned_ = true;
    bool regular_ = false;
    std::uint64_t start_ = 0;
    std::uint64_t size_ = 0;
};

/// Where the program was started without a standard descriptor, puts one there that fails when it is used. Otherwise the
/// next file opened would get its number, and be taken for it.
void hold_standard_descriptors() noexcept;

/// Sleeps until the descriptor can be written, or a signal comes.
void wait_writable(int descriptor) noexcept;

} // namespace pipeline
