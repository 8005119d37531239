// SPDX-License-Identifier: BSL-1.0
#include <rondo/io/line_pipeline.hpp>

#include <rondo/core/loop.hpp>
#include <rondo/fiber/spawn_fiber.hpp>
#include <rondo/gen/generator.hpp>

#include "streams.hpp"

#include <doctest/doctest.h>

#include <random>

using namespace drivers;

namespace {

using strings = std::vector<std::string>;

template <class Job>
pipeline_report run_here(Job job) {
    rondo::loop home;
    std::optional<pipeline_report> got;
    auto main = [&]() -> task<> { got = co_await std::move(job); };
    home.run_until(main());
    return *got;
}
template <class Job>
std::string error_of(Job job) {
    try {
        run_here(std::move(job));
    } catch (const std::exception& e) {
        return e.what();
    }
    return "none";
}

const std::string journal =
    "1 INFO start\n2 ERROR db: lost\n3 INFO tick\n4 ERROR net: cut: twice\n5 INFO ERROR: none";

} // namespace

static_assert(std::is_same_v<decltype(into(std::declval<char*>())), decltype(into("a path"))>,
              "argv[1] is a path");

TEST_CASE("line_pipeline: stages are one chain, and the report counts") {
    strings found;
    const pipeline_report said =
        run_here(lines_of(journal) | filter(contains("ERROR")) | map(after(": ")) | into(found));
    CHECK((found == strings{"lost", "cut: twice", "none"}));
    CHECK(said.lines == 5);
    CHECK(said.bytes == journal.size());
    CHECK(said.out == 3);
    REQUIRE(said.stages.size() == 3);
    CHECK(said.stages[0].in == 5);
    CHECK(said.stages[0].out == 3);
    CHECK(said.stages[1].out == 3);
    CHECK(said.stages[2].in == 3);
    CHECK(said.str().starts_with("memory: 5 lines, "));
    CHECK(said.str().find("  filter       5 in, 3 out\n") != std::string::npos);

    strings direct; // functions of texts are stages themselves, and a stage made of stages is one
    const auto texts = filterfalse(starts_with("3")) | map(field(1));
    run_here(lines_of(journal) | texts | into(direct));
    CHECK((direct == strings{"INFO", "ERROR", "ERROR", "INFO"}));
    strings again;
    run_here(lines_of(journal) | contains("ERROR") | before(" ERR") |
             filter([](std::string_view t) { return t != "4"; }) |
             map([](std::string_view t) { return std::string(t) + "!"; }) | into(again));
    CHECK((again == strings{"2!", "5 INFO!"}));
}

TEST_CASE("line_pipeline: take stops reading, drop and islice pass over, batch gathers") {
    std::vector<int> numbers;
    auto number = [](std::string_view t) { return std::stoi(std::string(t)); };
    std::string many;
    for (int i = 0; i != 1000; ++i) many += std::to_string(i) + "\n";
    const pipeline_report said = run_here(lines_of(many) | map(number) | take(3) | into(numbers));
    CHECK((numbers == std::vector<int>{0, 1, 2}));
    CHECK(said.lines == 3);
    numbers.clear();
    run_here(lines_of(many) | islice(5, 30, 10) | map(number) | into(numbers));
    CHECK((numbers == std::vector<int>{5, 15, 25}));
    numbers.clear();
    run_here(lines_of(many) | drop(998) | map(number) | into(numbers));
    CHECK((numbers == std::vector<int>{998, 999}));
    numbers.clear();
    run_here(lines_of(many) | take(0) | map(number) | into(numbers));
    CHECK(numbers.empty());

    std::vector<std::size_t> sizes;
    run_here(lines_of(journal) | batch(2) | into([&](const strings& some) { sizes.push_back(some.size()); }));
    CHECK((sizes == std::vector<std::size_t>{2, 2, 1}));
    CHECK_THROWS_WITH_AS(batch(0), "n must be at least one", value_error);
}

TEST_CASE("line_pipeline: generator functions and tasks are stages") {
    auto pairs = [](generator<std::string_view> in) -> generator<std::string> {
        std::string before;
        for (const std::string_view text : in) {
            if (!before.empty()) co_yield before + "+" + std::string(text.substr(0, 1));
            before = text.substr(0, 1);
        }
        co_yield "end of " + before;
    };
    strings found;
    run_here(lines_of(journal) | stage(pairs) | filterfalse(contains("3+")) | into(found));
    CHECK((found == strings{"1+2", "2+3", "4+5", "end of 5"}));

    auto few = [](generator<std::string_view> in) -> generator<std::string_view> {
        int left = 2;
        for (const std::string_view text : in) {
            co_yield text;
            if (--left == 0) break;
        }
    };
    strings two;
    const pipeline_report said = run_here(lines_of(journal) | stage(few) | into(two));
    CHECK(two.size() == 2);
    CHECK(said.lines <= 3);

    auto asks = [](std::string_view text) -> task<std::string> {
        co_await yield_now();
        if (text.starts_with("3")) throw value_error("three");
        co_return std::string(text.substr(0, 3)) + "?";
    };
    strings answers;
    const pipeline_report counted = run_here(lines_of(journal) | map(asks) | on_failure(on_error::skip) |
                                             map([](std::string t) { return t + "!"; }) | into(answers));
    CHECK((answers == strings{"1 I?!", "2 E?!", "4 E?!", "5 I?!"}));
    CHECK(counted.stages[0].skipped == 1);
    CHECK(error_of(lines_of(journal) | map(asks) | into(answers)) ==
          "memory: line 3, at offset 30: map, of \"3 INFO tick\": three");
    int seen = 0;
    run_here(lines_of(journal) | into([&](std::string_view) -> task<> {
                 co_await yield_now();
                 ++seen;
             }));
    CHECK(seen == 5);
}

TEST_CASE("line_pipeline: an error names file, line and stage, or is skipped, or goes to a sink") {
    strings found, errors;
    const std::string text = "a: 1\nb 2\nc: 3\n\x01 d";
    CHECK(error_of(lines_of(text) | map(after(": ")) | into(found)) ==
          "memory: line 2, at offset 5: map, of \"b 2\": after(\": \"): there is none in \"b 2\"");
    CHECK((found == strings{"1"})); // what was good before it has arrived
    found.clear();
    const pipeline_report skipped =
        run_here(lines_of(text) | map(after(": ")) | on_failure(on_error::skip) | into(found));
    CHECK((found == strings{"1", "3"}));
    CHECK(skipped.stages[0].skipped == 2);
    auto reject = [&](const rejected& r) {
        errors.push_back(std::to_string(r.number) + "@" + std::to_string(r.offset) + " " +
                         std::string(r.stage) + " " + std::string(r.text) + ": " + r.what());
    };
    run_here(lines_of(text) | map(after(": ")) | on_failure(reject) | into(found));
    CHECK((errors == strings{"2@5 map b 2: after(\": \"): there is none in \"b 2\"",
                             "4@14 map \x01 d: after(\": \"): there is none in \"\\x01 d\""}));
    auto throws = [](std::string_view t) -> bool {
        if (t == "c: 3") throw 7;
        return true;
    };
    CHECK(error_of(lines_of(text) | filter(throws) | into(found)) ==
          "memory: line 3, at offset 9: filter, of \"c: 3\": an error that is no std::exception");
    CHECK(error_of(lines_of(text) | into([](std::string_view) { throw value_error("full"); })) ==
          "memory: line 1, at offset 0: into, of \"a: 1\": full");
    auto breaks = [](generator<std::string_view> in) -> generator<std::string_view> {
        for (const std::string_view t : in) {
            if (t.starts_with("b")) throw value_error("no b");
            co_yield t;
        }
        throw value_error("at the end");
    };
    CHECK(error_of(lines_of(text) | stage(breaks) | into(found)) ==
          "memory: line 2, at offset 5: stage, of \"b 2\": no b");
    CHECK(error_of(lines_of(std::string_view("x")) | stage(breaks) | into(found)) ==
          "memory: stage, at the end: at the end");
    try {
        run_here(lines_of(text) | map(after(": ")) | into(found));
    } catch (const pipeline_error& e) {
        CHECK(e.number() == 2);
        CHECK(e.offset() == 5);
        CHECK_THROWS_AS(std::rethrow_exception(e.cause()), value_error);
    }
}

TEST_CASE("line_pipeline: searching whole blocks gives what looking at each line gives") {
    std::mt19937 random(5);
    for (int round = 0; round != 300; ++round) {
        std::string all;
        const std::size_t size = random() % 3000;
        while (all.size() < size)
            all += random() % 6 == 0   ? "needle"
                   : random() % 5 == 0 ? "\n"
                   : random() % 4 == 0 ? "needl"
                                       : "e x";
        const std::string literal = round % 7 == 0 ? "" : round % 5 == 0 ? "e\nn" : "needle";
        std::vector<std::pair<std::string, std::uint64_t>> want, found;
        for (const line& one : lines_of(all))
            if (contains(literal)(one.text()))
                want.emplace_back(one.own(), one.number() * 100'000 + one.offset());
        struct pieces {
            std::string_view left;
            std::mt19937* random;
            task<std::size_t> read(std::span<std::byte> into) {
                const std::size_t size =
                    std::min({left.size(), into.size(), std::size_t(1 + (*random)() % 400)});
                std::memcpy(into.data(), left.data(), size);
                left.remove_prefix(size);
                co_return size;
            }
        };
        const pipeline_report said =
            run_here(lines_of(read_blocks(pieces{all, &random})) | filter(contains(literal)) |
                     into([&](const line& one) {
                         found.emplace_back(one.own(), one.number() * 100'000 + one.offset());
                     }));
        CAPTURE(round);
        CHECK((found == want));
        CHECK(said.stages[0].in == said.lines);
        std::size_t count = 0;
        for ([[maybe_unused]] const line& one : lines_of(all)) ++count;
        CHECK(said.lines == count);
    }
}

#define MACHINE on_files<epoll_world>, on_files<uring_world>, on_files<tight_world>
#define EVERY_DRIVER MACHINE, on_files<simulated_world>, on_files<slow_world>

TEST_CASE_TEMPLATE("line_pipeline: from file to file, in a task and in a fiber, with a copy and progress",
                   World, EVERY_DRIVER) {
    World world;
    std::string all, want;
    for (int i = 0; i != 5000; ++i) {
        all += "line " + std::to_string(i) + " of the log\n";
        if (i % 3 == 0) want += std::to_string(i) + "\n";
    }
    world.make("in", all);
    auto third = [](std::string_view t) { return std::stoi(std::string(field(1)(t))) % 3 == 0; };
    lines_options options;
    options.file.block_bytes = 8192;
    auto main = [&]() -> task<> {
        std::vector<std::uint64_t> told;
        auto job = lines(world.path("in"), options) |
                   progress([&](const pipeline_report& r) { told.push_back(r.bytes); }, 20'000) |
                   tee(into(world.path("copy"))) | filter(third) | map(field(1)) | into(world.path("out"));
        const pipeline_report said = co_await std::move(job);
        CHECK(said.path == world.path("in"));
        CHECK(said.out == 1667);
        CHECK(told.size() >= 4);
        CHECK(told.size() <= all.size() / 20'000);
        auto in_a_fiber = spawn_fiber(world.home.root(), [&] {
            return await(lines(world.path("in"), options) | filter(third) | map(field(1)) |
                         into(world.path("out2")));
        });
        const pipeline_report other = co_await in_a_fiber;
        CHECK(other.out == 1667);

        channel<std::string> meet;
        std::size_t got = 0;
        auto take_all = [&]() -> task<> {
            while (auto one = co_await meet.next()) got += one->size();
        };
        auto both = [&](task_group& group) -> task<> {
            group.spawn(take_all);
            auto sent = lines(world.path("in"), options) | filter(third) | map(field(1)) | into(meet);
            const pipeline_report r = co_await std::move(sent);
            CHECK(r.out == 1667);
            meet.close();
        };
        co_await with_task_group(both);
        CHECK(got == want.size() - 1667);
    };
    world.home.run_until(main());
    CHECK((world.content("out") == want));
    CHECK((world.content("out2") == want));
    CHECK((world.content("copy") == all));
}
