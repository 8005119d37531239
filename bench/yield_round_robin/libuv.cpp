// SPDX-License-Identifier: BSL-1.0
// needs: uv
#include "scenario.hpp"

#include <uv.h>

#include <vector>

namespace {

struct shared {
    long rounds, yields = 0;
};

struct one {
    uv_idle_t handle{};
    shared* all = nullptr;
    long mine = -1;
    bool first = false;
};

using yield_round_robin::seen;

template <bool Watched>
void turn(uv_idle_t* handle) {
    one& self = *static_cast<one*>(handle->data);
    if (++self.mine == 0) seen.first_begins(self.first);
    if (self.mine < self.all->rounds) return seen.step<Watched>(self.first);
    seen.first_ends(self.first, self.all->rounds);
    self.all->yields += self.mine;
    uv_idle_stop(handle);
}

} // namespace

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "yield_round_robin", "libuv", uv_version_string());
    yield_round_robin::measure(run, []<bool Watched>(long tasks, long rounds) {
        shared all{rounds};
        std::vector<one> handles(static_cast<std::size_t>(tasks));
        uv_loop_t loop;
        uv_loop_init(&loop);
        for (one& each : handles) {
            each.all = &all;
            each.first = &each == &handles.back(); // the last one started is called first
            each.handle.data = &each;
            uv_idle_init(&loop, &each.handle);
            uv_idle_start(&each.handle, turn<Watched>);
        }
        uv_run(&loop, UV_RUN_DEFAULT);
        for (one& each : handles) uv_close(reinterpret_cast<uv_handle_t*>(&each.handle), nullptr);
        uv_run(&loop, UV_RUN_DEFAULT);
        uv_loop_close(&loop);
        return all.yields;
    });
    return run.finish();
}
