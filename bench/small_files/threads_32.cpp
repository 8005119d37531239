// SPDX-License-Identifier: BSL-1.0
#include "scenario.hpp"

#include <atomic>
#include <thread>

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "small_files", "threads_32", "-");
    small_files::measure(run, [](const std::vector<std::string>& paths, std::uint64_t n) {
        std::atomic<std::uint64_t> answer = 0, next = 0;
        std::vector<std::thread> all;
        for (int i = 0; i < 32; ++i)
            all.emplace_back([&] {
                std::uint64_t mine = 0;
                for (std::uint64_t at; (at = next.fetch_add(1)) < n;)
                    mine += small_files::first_byte(paths[at]);
                answer += mine;
            });
        for (std::thread& one : all) one.join();
        return answer.load();
    });
    return run.finish();
}
