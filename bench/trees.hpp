// SPDX-License-Identifier: BSL-1.0
//
// A tree of small files that is made for a run and gone after it: 4 KiB each, a hundred to a directory.
#pragma once

#include "files.hpp"

#include <filesystem>
#include <fstream>

namespace bench {

inline constexpr std::size_t small_file_bytes = 4096;

/// The byte of which the i-th file consists.
inline char byte_of(std::uint64_t i) { return static_cast<char>('a' + i % 26); }

class tree_of_run {
public:
    explicit tree_of_run(std::uint64_t files) : root_(place_for_files() + "/rondo_tree_XXXXXX") {
        if (mkdtemp(root_.data()) == nullptr) failed("make", root_);
        for (std::uint64_t i = 0; i < files; ++i) {
            const std::string directory = root_ + "/" + std::to_string(i / 100);
            if (i % 100 == 0) std::filesystem::create_directory(directory);
            paths_.push_back(directory + "/" + std::to_string(i));
            std::ofstream(paths_.back()) << std::string(small_file_bytes, byte_of(i));
        }
        directories_ = (files + 99) / 100;
        sync_all();
    }
    tree_of_run(const tree_of_run&) = delete;
    tree_of_run& operator=(const tree_of_run&) = delete;
    ~tree_of_run() {
        std::error_code ignored;
        std::filesystem::remove_all(root_, ignored);
    }

    const std::string& root() const { return root_; }
    const std::vector<std::string>& paths() const { return paths_; }
    std::uint64_t entries() const { return paths_.size() + directories_; } // below the root

    /// The files out of the page cache; what is known of them stays.
    void make_cold() const {
        for (const std::string& path : paths_) {
            const int on = open(path.c_str(), O_RDONLY | O_CLOEXEC);
            posix_fadvise(on, 0, 0, POSIX_FADV_DONTNEED);
            close(on);
        }
    }

private:
    void sync_all() const {
        const int on = open(root_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        syncfs(on);
        close(on);
    }
    std::string root_;
    std::vector<std::string> paths_;
    std::uint64_t directories_ = 0;
};

} // namespace bench
