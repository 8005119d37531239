// SPDX-License-Identifier: BSL-1.0
// Task locals: a value for each task, which its children inherit as it was when they were spawned.
#include <rondo/core/scheduler.hpp>
#include <rondo/core/sleep.hpp>
#include <rondo/core/task_group.hpp>
#include <rondo/core/task_local.hpp>
#include <rondo/core/this_task.hpp>
#include <rondo/run.hpp>

#include <fmt/format.h>

#include <string>

using namespace rondo;

task_local<std::string> request_id(std::string("none")); // what stands there when nobody has set it

void log(const std::string& text) { // knows of the request without being told
    fmt::print("[{}] {}: {}\n", *request_id, this_task().name(), text);
}

task<> query(std::string table) {
    co_await sleep(10ms);
    log("query " + table);
}

task<> handle(std::string id) {
    request_id.set(id);
    log("begins");
    auto queries = [](task_group& group) -> task<> {
        group.spawn(query, "users").set_name("query 1"); // inherits the id
        group.spawn(query, "orders").set_name("query 2");
        co_return;
    };
    co_await with_task_group(queries);
    request_id.set(id + ", answered");
    log("ends");
}

task<> server() {
    auto requests = [](task_group& group) -> task<> {
        group.spawn(handle, "request 7").set_name("handler A");
        group.spawn(handle, "request 8").set_name("handler B");
        co_return;
    };
    co_await with_task_group(requests);
    log("what the children set, they set for themselves");
}

int main() {
    manual_time time;
    rondo::run(server(), {.time = &time});
}
