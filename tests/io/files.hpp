// SPDX-License-Identifier: BSL-1.0
//
// For the tests of files: a world whose files lie in a directory of their own, or in memory; at its end nothing may be left
// open and nothing under way.
#pragma once

#include "support.hpp"

#include <rondo/core/cancel_scope.hpp>
#include <rondo/core/task_group.hpp>

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <type_traits>

namespace drivers {

template <class World>
struct on_files : World {
    static constexpr bool simulated = std::is_base_of_v<simulated_world, World>;

    on_files() {
        if constexpr (!simulated) {
            std::string made = (std::filesystem::temp_directory_path() / "rondo_files_XXXXXX").string();
            REQUIRE(::mkdtemp(made.data()) != nullptr);
            directory = made + "/";
            // A pool's threads and a ring's descriptors stay: only files are counted.
        } else {
            driver_in_use().make_file("dir/kept", "");
        }
    }
    ~on_files() {
        CHECK(this->left() == 0);
        if constexpr (simulated) {
            CHECK(driver_in_use().open_descriptors() == 0);
        } else {
            CHECK(open_in_directory() == 0);
            std::filesystem::remove_all(directory.substr(0, directory.size() - 1));
        }
    }
    simulated_driver& driver_in_use() { return *static_cast<simulated_driver*>(this->home.io()); }

    std::string path(const std::string& name) const { return directory + name; }
    std::string content(const std::string& name) {
        if constexpr (simulated) return driver_in_use().file(path(name));
        std::ifstream from(path(name), std::ios::binary);
        std::ostringstream all;
        all << from.rdbuf();
        return all.str();
    }
    void make(const std::string& name, const std::string& text) {
        if constexpr (simulated)
            driver_in_use().make_file(path(name), text);
        else
            std::ofstream(path(name), std::ios::binary) << text;
    }
    bool exists(const std::string& name) {
        if constexpr (simulated) return driver_in_use().exists(path(name));
        return std::filesystem::exists(path(name));
    }
    int open_in_directory() const {
        int count = 0;
        for (int i = 0; i != 200; ++i) {
            char where[4096] = {};
            const std::string link = "/proc/self/fd/" + std::to_string(i);
            const ssize_t size = ::readlink(link.c_str(), where, sizeof where - 1);
            count += size > 0 && std::string_view(where).starts_with(directory);
        }
        return count;
    }
    std::string directory = "dir/";
};

} // namespace drivers
