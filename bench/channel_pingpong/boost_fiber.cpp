// SPDX-License-Identifier: BSL-1.0
// needs: boost_fiber boost_context boost/fiber/fiber.hpp
#include "scenario.hpp"

#include <boost/fiber/buffered_channel.hpp>
#include <boost/fiber/fiber.hpp>
#include <boost/fiber/unbuffered_channel.hpp>
#include <boost/version.hpp>

namespace {

template <class Channel>
BENCH_NOINLINE void pong(long rounds, Channel* in, Channel* out) {
    for (long i = 0; i < rounds; ++i) out->push(in->value_pop() + 1);
}

template <class Channel>
BENCH_NOINLINE void ping(long rounds, Channel* out, Channel* in, long* sum) {
    for (long i = 0; i < rounds; ++i) {
        out->push(i);
        *sum += in->value_pop();
    }
}

template <class Channel>
long play(long rounds, Channel& there, Channel& back) {
    long sum = 0;
    boost::fibers::fiber one(pong<Channel>, rounds, &there, &back);
    boost::fibers::fiber other(ping<Channel>, rounds, &there, &back, &sum);
    one.join();
    other.join();
    return sum;
}

} // namespace

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "channel_pingpong", "boost_fiber", BOOST_LIB_VERSION);
    channel_pingpong::measure(run, 0, [](long rounds) {
        boost::fibers::unbuffered_channel<long> there, back;
        return play(rounds, there, back);
    });
    channel_pingpong::measure(run, 1, [](long rounds) {
        boost::fibers::buffered_channel<long> there(2), back(2);
        return play(rounds, there, back);
    });
    return run.finish();
}
