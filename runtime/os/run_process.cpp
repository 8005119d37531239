// SPDX-License-Identifier: BSL-1.0
#include <rondo/os/process.hpp>

#include <rondo/base/error.hpp>
#include <rondo/base/errors.hpp>
#include <rondo/core/cancel_scope.hpp>
#include <rondo/core/task_group.hpp>

#include "pipe_ends.hpp"

#include <cerrno>
#include <fcntl.h>
#include <functional>
#include <span>
#include <unistd.h>

namespace rondo::inline v0 {

namespace {

std::string shown(const std::vector<std::vector<std::string>>& commands) {
    std::string text;
    for (const auto& command : commands) {
        if (!text.empty()) text += " |";
        for (const std::string& word : command) text += (text.empty() ? "" : " ") + word;
    }
    return text;
}

std::string last_line(std::string_view text) {
    while (!text.empty() && text.back() == '\n') text.remove_suffix(1);
    const std::size_t begin = text.rfind('\n');
    return std::string(begin == text.npos ? text : text.substr(begin + 1)).substr(0, 200);
}

task<> feed(file to, const std::string& text) {
    try {
        co_await to.write_all(std::as_bytes(std::span(text)));
    } catch (const rondo::error& refused) {
        if (refused.number() != EPIPE) throw; // it reads no more: its own affair
    }
}

// Everything that belongs to one run, in the frame of whoever waits for it.
struct running {
    std::vector<process> members;
    finished_process result;
    const process_options& how;
    const char* too_much = nullptr; // what more was written to than is allowed
};

task<> drain(file from, running& all, std::string& into, const char* what) {
    constexpr std::size_t piece = 64 << 10;
    std::vector<std::byte> room(piece);
    for (;;) {
        const std::size_t got = co_await from.read(room);
        if (got == 0) co_return;
        if (got > all.how.most_output - into.size()) {
            all.too_much = what;
            for (const process& one : all.members) one.kill();
            co_return;
        }
        into.append(reinterpret_cast<const char*>(room.data()), got);
    }
}

task<> wait_for_all(running& all) {
    for (process& one : all.members) co_await one.wait();
}

// The deadline begins when all have started: as a group, they are asked to end, and then made to.
task<> end_at_deadline(running& all) {
    auto everybody = wait_for_all(all);
    co_await move_on_after(*all.how.deadline, std::move(everybody));
    bool alive = false;
    for (const process& one : all.members) alive = alive || !one.ended();
    if (!alive) co_return;
    all.result.timed_out = true;
    for (const process& one : all.members) one.terminate();
    auto again = wait_for_all(all);
    co_await move_on_after(all.how.grace, std::move(again));
    for (const process& one : all.members) one.kill();
    co_await wait_for_all(all);
}

task<> attend(running& all) {
    auto body = [&](task_group& group) -> task<> {
        process& first = all.members.front();
        process& last = all.members.back();
        group.spawn(feed, std::move(first.input), std::cref(all.how.input));
        group.spawn(drain, std::move(last.output), std::ref(all), std::ref(all.result.output), "output");
        if (last.error)
            group.spawn(drain, std::move(last.error), std::ref(all), std::ref(all.result.error),
                        "error output");
        if (all.how.deadline) {
            co_await end_at_deadline(all);
            // Somebody whom a child has started may hold the pipes still: who is out of time is not waited for.
            if (all.result.timed_out) group.cancel();
        } else {
            co_await wait_for_all(all);
        }
    };
    co_await with_task_group(body);
}

spawn_options options_of(const process_options& how) {
    spawn_options each;
    each.directory = how.directory;
    each.environment = how.environment;
    each.clear_environment = how.clear_environment;
    each.own_group = true;
    return each;
}

} // namespace

const finished_process& finished_process::check() const& {
    if (!ok()) throw process_error(*this);
    return *this;
}
finished_process finished_process::check() && {
    if (!ok()) throw process_error(*this);
    return std::move(*this);
}

process_error::process_error(const finished_process& of)
    : std::runtime_error("'" + of.command + "' failed: " + (of.timed_out ? "out of time, " : "") +
                         of.status.text() + (of.error.empty() ? "" : ": " + last_line(of.error))),
      status_(of.status) {}
process_error::~process_error() = default;

task<finished_process> run_pipeline(std::vector<std::vector<std::string>> commands, process_options how) {
    if (commands.empty()) throw value_error("run_pipeline: there is no command to run");
    running all{{}, {}, how, nullptr};
    all.result.command = shown(commands);
    {
        // The ends that children have are closed here before anybody reads: else there would be no end.
        detail::pipe_ends errors;
        file from_before;
        for (std::size_t i = 0; i != commands.size(); ++i) {
            const bool first = i == 0, last = i + 1 == commands.size();
            spawn_options each = options_of(how);
            detail::pipe_ends onwards;
            if (!last) onwards = detail::make_pipe("run_process");
            each.input = first ? stdio::pipe : stdio::from(from_before);
            each.output = last ? stdio::pipe : stdio::from(onwards.writer);
            if (first && !how.merge_error) errors = detail::make_pipe("run_process");
            if (!how.merge_error) each.error = stdio::from(errors.writer);
            if (how.merge_error) {
                // One pipe for both: of the last one; of the others error is the last one's as well.
                if (!errors.writer) errors = detail::make_pipe("run_process");
                each.error = stdio::from(errors.writer);
                if (last) each.output = stdio::from(errors.writer);
            }
            all.members.push_back(spawn(commands[i], each));
            from_before = std::move(onwards.reader);
        }
        detail::never_block(errors.reader);
        (how.merge_error ? all.members.back().output : all.members.back().error) = std::move(errors.reader);
    }
    co_await attend(all);
    if (all.too_much)
        throw runtime_error("run_process(" + all.result.command + "): it wrote more than " +
                            std::to_string(how.most_output) + " bytes to its " + all.too_much +
                            ": allow more (most_output), or let it write to a file");
    for (const process& one : all.members)
        if (!one.ended()->ok()) all.result.status = *one.ended();
    co_return std::move(all.result);
}

task<finished_process> run_process(std::vector<std::string> command, process_options how) {
    std::vector<std::vector<std::string>> only;
    only.push_back(std::move(command));
    return run_pipeline(std::move(only), std::move(how));
}

// Not by a default argument: g++ 12 destroys an aggregate made so within a co_await twice.
task<finished_process> run_process(std::vector<std::string> command) {
    return run_process(std::move(command), process_options());
}
task<finished_process> run_pipeline(std::vector<std::vector<std::string>> commands) {
    return run_pipeline(std::move(commands), process_options());
}

} // namespace rondo::inline v0
