// SPDX-License-Identifier: BSL-1.0
// needs: boost_fiber boost_context boost/fiber/fiber.hpp
#include "scenario.hpp"

#include <boost/fiber/buffered_channel.hpp>
#include <boost/fiber/fiber.hpp>
#include <boost/fiber/unbuffered_channel.hpp>
#include <boost/version.hpp>

namespace {

template <class Channel>
BENCH_NOINLINE void produce(long messages, Channel* to) {
    for (long i = 0; i < messages; ++i) to->push(i);
}

template <class Channel>
BENCH_NOINLINE void consume(long messages, Channel* from, channel_throughput::account* into) {
    for (long i = 0; i < messages; ++i) {
        long got = 0;
        from->pop(got);
        into->add(got);
    }
}

template <class Channel>
long pass(long messages, Channel& between) {
    channel_throughput::account got;
    boost::fibers::fiber giver(produce<Channel>, messages, &between);
    boost::fibers::fiber taker(consume<Channel>, messages, &between, &got);
    giver.join();
    taker.join();
    return got.answer();
}

} // namespace

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "channel_throughput", "boost_fiber", BOOST_LIB_VERSION);
    for (const std::size_t capacity : channel_throughput::capacities)
        channel_throughput::measure(run, capacity, [capacity](long messages) {
            if (capacity == 0) {
                boost::fibers::unbuffered_channel<long> between;
                return pass(messages, between);
            }
            boost::fibers::buffered_channel<long> between(std::max<std::size_t>(2, capacity));
            return pass(messages, between);
        });
    return run.finish();
}
