// SPDX-License-Identifier: BSL-1.0
//
// The main of the unit tests: doctest's own, and a last line `N passed, N failed` that counts test cases, which the
// tally adds up. RONDO_TEST_FILTER=TEXT runs only the cases whose name contains TEXT (none is no failure here: the tally
// says so over all), unless the name of this part of the suite, RONDO_TEST_PART, contains it. It can be another program
// instead (programs.hpp).
#define DOCTEST_CONFIG_IMPLEMENT
#include <doctest/doctest.h>

#include "programs.hpp"

#include <cstdio>
#include <cstdlib>
#include <string>

namespace {

struct tally_line : doctest::IReporter {
    explicit tally_line(const doctest::ContextOptions&) {}
    void report_query(const doctest::QueryData&) override {}
    void test_run_start() override {}
    void test_run_end(const doctest::TestRunStats& stats) override {
        ran = stats.numTestCasesPassingFilters;
        failed = stats.numTestCasesFailed;
    }
    void test_case_start(const doctest::TestCaseData&) override {}
    void test_case_reenter(const doctest::TestCaseData&) override {}
    void test_case_end(const doctest::CurrentTestCaseStats&) override {}
    void test_case_exception(const doctest::TestCaseException&) override {}
    void subcase_start(const doctest::SubcaseSignature&) override {}
    void subcase_end() override {}
    void log_assert(const doctest::AssertData&) override {}
    void log_message(const doctest::MessageData&) override {}
    void test_case_skipped(const doctest::TestCaseData&) override {}

    static inline unsigned ran = 0;
    static inline unsigned failed = 0;
};

REGISTER_LISTENER("tally_line", 1, tally_line);

std::string environment(const char* name) {
    const char* value = std::getenv(name);
    return value ? value : "";
}

} // namespace

int main(int argc, char** argv) {
    if (const test_program* other = test_program::find(environment("RONDO_TEST_PROGRAM")))
        return other->run();
    doctest::Context context(argc, argv);
    const std::string filter = environment("RONDO_TEST_FILTER");
    if (!filter.empty() && environment("RONDO_TEST_PART").find(filter) == std::string::npos)
        context.addFilter("test-case", ("*" + filter + "*").c_str());
    const int result = context.run();
    if (context.shouldExit()) return result;
    std::printf("%u passed, %u failed\n", tally_line::ran - tally_line::failed, tally_line::failed);
    return result;
}
