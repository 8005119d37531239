// SPDX-License-Identifier: BSL-1.0
//
// After every test of this room: as many open descriptors as before it. A thread keeps a ring, with two descriptors, for its
// next loop: these do not count. What no loop may leave, operations, the worlds of support.hpp count at their end; frames and
// buffers, LeakSanitizer.
#include <doctest/doctest.h>

#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <string>
#include <string_view>

#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

namespace {

std::map<int, std::string> open_descriptors() {
    std::map<int, std::string> found;
    DIR* const all = ::opendir("/proc/self/fd");
    if (!all) return found;
    while (const dirent* each = ::readdir(all)) {
        const std::string_view name = each->d_name;
        int number = -1;
        std::from_chars(name.data(), name.data() + name.size(), number);
        if (number < 0 || number == ::dirfd(all)) continue;
        char what[256] = {};
        if (::readlinkat(::dirfd(all), each->d_name, what, sizeof what - 1) < 0) continue;
        const std::string_view said = what;
        if (said != "anon_inode:[io_uring]" && said != "anon_inode:[eventfd]") found.emplace(number, said);
    }
    ::closedir(all);
    return found;
}

std::string opened_since(const std::map<int, std::string>& before) {
    std::string more;
    for (const auto& [number, what] : open_descriptors())
        if (!before.contains(number)) more += " " + std::to_string(number) + " (" + what + ")";
    return more;
}

struct nothing_left : doctest::IReporter {
    explicit nothing_left(const doctest::ContextOptions&) {}
    void report_query(const doctest::QueryData&) override {}
    void test_run_start() override {}
    void test_run_end(const doctest::TestRunStats&) override {}
    void test_case_start(const doctest::TestCaseData& about) override {
        name = about.m_name;
        counts = std::string_view(about.m_file.c_str()).find("tests/io/") != std::string_view::npos;
        if (counts) before = open_descriptors();
    }
    void test_case_reenter(const doctest::TestCaseData&) override {}
    void test_case_end(const doctest::CurrentTestCaseStats& stats) override {
        const std::string more = counts && stats.failure_flags == 0 ? opened_since(before) : "";
        if (more.empty()) return;
        std::fprintf(stderr, "left open by \"%s\":%s\n", name.c_str(), more.c_str());
        std::_Exit(1); // there is no test any more that could fail
    }
    void test_case_exception(const doctest::TestCaseException&) override {}
    void subcase_start(const doctest::SubcaseSignature&) override {}
    void subcase_end() override {}
    void log_assert(const doctest::AssertData&) override {}
    void log_message(const doctest::MessageData&) override {}
    void test_case_skipped(const doctest::TestCaseData&) override {}

    std::string name;
    bool counts = false;
    std::map<int, std::string> before;
};

REGISTER_LISTENER("nothing_left", 1, nothing_left);

} // namespace

TEST_CASE("nothing_left: a descriptor that a test leaves open is seen, and named") {
    const std::map<int, std::string> before = open_descriptors();
    CHECK(opened_since(before).empty());
    const int left = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    CHECK(opened_since(before) == " " + std::to_string(left) + " (/dev/null)");
    ::close(left);
    CHECK(opened_since(before).empty());
}
