// SPDX-License-Identifier: BSL-1.0
//
// The reader of examples/01_pipeline below its lines: blocks by io_uring and by plain read, and what becomes of a read in
// flight when nobody waits for it any more.
#include <01_pipeline/blocks.hpp>

#include <doctest/doctest.h>

#include <rondo/base/scope_exit.hpp>

#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <string>
#include <sys/ioctl.h>
#include <unistd.h>

using namespace pipeline;

namespace {

std::unique_ptr<ring> ring_or_word() {
    std::unique_ptr<ring> made;
    const int code = ring::open(made);
    if (code != 0) MESSAGE("io_uring is refused here: " << std::strerror(code));
    return made;
}

struct two_ends {
    two_ends() { REQUIRE(pipe2(ends, O_CLOEXEC) == 0); }
    two_ends(const two_ends&) = delete;
    two_ends& operator=(const two_ends&) = delete;
    ~two_ends() {
        close(ends[0]);
        close(ends[1]);
    }
    void put(std::string_view text) const {
        REQUIRE(write(ends[1], text.data(), text.size()) == ssize_t(text.size()));
    }
    std::string path() const { return "/proc/self/fd/" + std::to_string(ends[0]); }
    int ends[2];
};

} // namespace

TEST_CASE("pipeline_blocks: a cancelled read has ended: its memory is ours, and the ring carries the next") {
    const std::unique_ptr<ring> uring = ring_or_word();
    if (!uring) return;
    for (int round = 0; round < 20; ++round) {
        const two_ends pipe;
        char given_up[4] = {'-', '-', '-', '-'}, wanted[4] = {};
        REQUIRE(uring->read(pipe.ends[0], given_up, 4) == 0);
        uring->cancel();
        pipe.put("next");
        CHECK(std::string_view(given_up, 4) == "----");
        REQUIRE(uring->read(pipe.ends[0], wanted, 4) == 0);
        CHECK(uring->wait() == 4);
        CHECK(std::string_view(wanted, 4) == "next");
    }
}

TEST_CASE("pipeline_blocks: cancelling when nothing is in flight does nothing") {
    const std::unique_ptr<ring> uring = ring_or_word();
    if (!uring) return;
    uring->cancel();
    const two_ends pipe;
    pipe.put("x");
    char got = 0;
    REQUIRE(uring->read(pipe.ends[0], &got, 1) == 0);
    CHECK(uring->wait() == 1);
    CHECK(got == 'x');
}

TEST_CASE("pipeline_blocks: a pipeline dropped early leaves no read behind") {
    const std::unique_ptr<ring> uring = ring_or_word();
    if (!uring) return;
    const two_ends pipe;
    const input from{pipe.path()};
    pipe.put("first");
    {
        auto dropped = blocks(uring.get(), from);
        for (std::string_view block : dropped) {
            CHECK(block == "first");
            break;
        }
    } // the read of the second block was in flight
    pipe.put("second");
    int held = 0;
    REQUIRE(ioctl(pipe.ends[0], FIONREAD, &held) == 0);
    CHECK(held == 6); // a read still in flight would have taken them as soon as they came
    for (std::string_view block : blocks(uring.get(), from)) {
        CHECK(block == "second");
        break;
    }
}

TEST_CASE("pipeline_blocks: both readers give the same bytes, in blocks that are not empty") {
    const std::unique_ptr<ring> uring = ring_or_word();
    std::string data;
    for (int i = 0; data.size() < 3 * block_bytes + 17; ++i) data += std::to_string(i) + "\n";
    std::FILE* const file = std::tmpfile();
    REQUIRE(file != nullptr);
    rondo::scope_exit closed = [&] { std::fclose(file); };
    REQUIRE(std::fwrite(data.data(), 1, data.size(), file) == data.size());
    REQUIRE(std::fflush(file) == 0);
    for (ring* by : {static_cast<ring*>(nullptr), uring.get()}) {
        const input from{"/proc/self/fd/" + std::to_string(fileno(file))};
        CHECK(from.size() == data.size());
        std::string all;
        for (std::string_view block : blocks(by, from)) {
            CHECK_FALSE(block.empty());
            all += block;
        }
        CHECK((all == data));
    }
}
