// SPDX-License-Identifier: BSL-1.0
//
// Floor: a function that calls itself by a pointer that the compiler does not know, on a stack of a gigabyte.
#include "scenario.hpp"

#include <pthread.h>

namespace {

struct descent {
    long (*next)(const descent&, long);
};

BENCH_NOINLINE long descend(const descent& how, long depth) {
    return depth == 1 ? bench::opaque(1l) : how.next(how, depth - 1) + 1;
}

struct program {
    int argc;
    char** argv;
    int status = 0;
};

void* measure(void* given) {
    auto& [argc, argv, status] = *static_cast<program*>(given);
    bench::harness run(argc, argv, "await_deep", "call", "-");
    await_deep::measure(run, [](long chains, long depth) {
        const descent how{bench::opaque(&descend)};
        long levels = 0;
        for (long i = 0; i < chains; ++i) levels += how.next(how, depth);
        return levels;
    });
    status = run.finish();
    return nullptr;
}

} // namespace

int main(int argc, char** argv) {
    program all{argc, argv};
    pthread_attr_t attributes;
    pthread_t thread;
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, std::size_t{1} << 30);
    if (pthread_create(&thread, &attributes, measure, &all) != 0) {
        std::perror("await_deep/call: a thread with a stack of a gigabyte");
        return 3;
    }
    pthread_join(thread, nullptr);
    return all.status;
}
