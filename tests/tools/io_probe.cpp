// SPDX-License-Identifier: BSL-1.0
//
// What ./dev doctor asks the kernel: is io_uring there, by which set-up, and does a read through it arrive? Set-up alone
// proves little: some sandboxes grant it and then refuse every operation. Prints lines `name: words`, for people.
#include <liburing.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <unistd.h>

namespace {

// From the kernel's interface; older headers lack them.
constexpr unsigned coop_taskrun = 1U << 8;
constexpr unsigned single_issuer = 1U << 12;
constexpr unsigned defer_taskrun = 1U << 13;

struct way {
    unsigned flags;
    const char* words;
};
constexpr way ways[] = {{single_issuer | defer_taskrun, "SINGLE_ISSUER and DEFER_TASKRUN (Linux 6.1)"},
                        {coop_taskrun, "COOP_TASKRUN (Linux 5.19)"},
                        {0, "no flags"}};

int set_up(io_uring& ring, const way*& used) {
    int code = 0;
    for (const way& each : ways) {
        used = &each;
        io_uring_params parameters{};
        parameters.flags = each.flags;
        code = io_uring_queue_init_params(64, &ring, &parameters);
        if (code != -EINVAL) return code;
    }
    return code;
}

// Returns: 0 or an errno.
int reads(io_uring& ring) {
    int ends[2];
    if (pipe(ends) != 0) return errno;
    char sent = 'x';
    char got = 0;
    int code = write(ends[1], &sent, 1) == 1 ? 0 : errno;
    if (code == 0) {
        io_uring_sqe* entry = io_uring_get_sqe(&ring);
        io_uring_prep_read(entry, ends[0], &got, 1, static_cast<__u64>(-1));
        io_uring_cqe* done = nullptr;
        const int submitted = io_uring_submit_and_wait(&ring, 1);
        const int waited = submitted < 0 ? submitted : io_uring_wait_cqe(&ring, &done);
        code = waited < 0 ? -waited : done->res == 1 && got == sent ? 0 : done->res < 0 ? -done->res : EIO;
    }
    close(ends[0]);
    close(ends[1]);
    return code;
}

void say_operations(io_uring& ring) {
    io_uring_probe* probe = io_uring_get_probe_ring(&ring);
    int known = 0;
    for (int op = 0; probe && op <= probe->last_op; ++op) known += io_uring_opcode_supported(probe, op) != 0;
    std::printf("io_uring operations: %d known to this kernel\n", known);
    if (probe) io_uring_free_probe(probe);
}

// Returns: whether io_uring works; why not is in `reason`.
bool probe(std::string& reason) {
    io_uring ring{};
    const way* used = nullptr;
    int code = -set_up(ring, used);
    if (code != 0) {
        reason = std::string("set-up is refused: ") + std::strerror(code);
        std::printf("io_uring: %s\n", reason.c_str());
        return false;
    }
    std::printf("io_uring: set up with %s, features 0x%x\n", used->words, ring.features);
    say_operations(ring);
    code = reads(ring);
    io_uring_queue_exit(&ring);
    if (code == 0) return true;
    reason = std::string("set-up works, and a read through it fails: ") + std::strerror(code);
    std::printf("io_uring: %s\n", reason.c_str());
    return false;
}

} // namespace

int main() {
    std::string reason;
    const bool works = probe(reason);
    const char* wish = std::getenv("RONDO_DRIVER");
    const std::string driver = wish ? wish : "";
    if (driver == "epoll")
        std::printf("I/O driver: epoll, because RONDO_DRIVER=epoll\n");
    else if (driver == "uring")
        std::printf("I/O driver: io_uring, because RONDO_DRIVER=uring%s\n",
                    works ? "" : ": programs will fail here, unset it");
    else if (!driver.empty())
        std::printf("I/O driver: none, because RONDO_DRIVER is '%s': set it to uring or epoll, or unset it\n",
                    wish);
    else if (works)
        std::printf("I/O driver: io_uring, because a read through it arrived\n");
    else
        std::printf("I/O driver: epoll, because io_uring is refused: %s\n", reason.c_str());
}
