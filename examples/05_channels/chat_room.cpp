// SPDX-License-Identifier: BSL-1.0
// A chat room in one process: a room is a task that owns its members, and everybody talks to it through one inbox. No
// lock is needed, as nobody but the room touches what is its own.
#include <rondo/core/sleep.hpp>
#include <rondo/core/task_group.hpp>
#include <rondo/core/time_source.hpp>
#include <rondo/run.hpp>
#include <rondo/sync/channel.hpp>

#include <fmt/format.h>

#include <map>
#include <string>
#include <variant>

using namespace rondo;

struct joins {
    std::string name;
    sender<std::string> screen;
};
struct says {
    std::string name, text;
};
struct leaves {
    std::string name;
};
using request = std::variant<joins, says, leaves>;

task<> room(receiver<request> inbox) {
    std::map<std::string, sender<std::string>> members;
    auto tell_all = [&](const std::string& line) {
        for (auto& [name, screen] : members)
            if (!screen.try_send(line)) fmt::print("(the screen of {} is full)\n", name);
    };
    while (auto got = co_await inbox.next()) {
        if (auto* newcomer = std::get_if<joins>(&*got)) {
            members.emplace(newcomer->name, std::move(newcomer->screen));
            tell_all(newcomer->name + " is here");
        } else if (auto* said = std::get_if<says>(&*got)) {
            tell_all(said->name + ": " + said->text);
        } else {
            const std::string gone = std::get<leaves>(*got).name;
            members.erase(gone); // its screen ends
            tell_all(gone + " has gone");
        }
    }
}

task<> screen_of(std::string name, receiver<std::string> lines) {
    while (auto line = co_await lines.next()) fmt::print("[{}] {}\n", name, *line);
    fmt::print("[{}] off\n", name);
}

task<> visit(task_group& group, sender<request> to, std::string name, duration arrives, std::string text) {
    co_await sleep(arrives);
    auto screen = open_channel<std::string>(8);
    group.spawn(screen_of, name, std::move(screen.second));
    joins hello{name, std::move(screen.first)};
    co_await to.send(std::move(hello));
    co_await sleep(10ms);
    says line{name, text};
    co_await to.send(std::move(line));
    co_await sleep(10ms);
    leaves goodbye{name};
    co_await to.send(std::move(goodbye));
}

task<> program() {
    auto body = [](task_group& group) -> task<> {
        auto inbox = open_channel<request>(4);
        group.spawn(room, std::move(inbox.second));
        group.spawn(visit, std::ref(group), inbox.first.clone(), "Ann", 0ms, "anybody here?");
        group.spawn(visit, std::ref(group), inbox.first.clone(), "Bob", 5ms, "hello, Ann");
        co_return; // when the last sender has gone, the room closes
    };
    co_await with_task_group(body);
}

int main() {
    manual_time time;
    rondo::run(program(), {.time = &time});
}
