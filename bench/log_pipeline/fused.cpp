// SPDX-License-Identifier: BSL-1.0
//
// Floor: everything in one loop by hand: blocks, the mark searched for in the whole block, line ends looked for only around
// what was found, one buffer for the output.
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <string_view>
#include <unistd.h>
#include <utility>
#include <vector>

namespace {

constexpr std::string_view mark = " ERROR: ";

class output {
public:
    explicit output(const char* path) : file_(std::fopen(path, "wb")), buffer_(256 << 10) {
        if (file_ != nullptr) std::setvbuf(file_, buffer_.data(), _IOFBF, buffer_.size());
    }
    output(const output&) = delete;
    output& operator=(const output&) = delete;
    ~output() { close(); }
    bool opened() const { return file_ != nullptr; }
    bool close() { return file_ == nullptr || std::fclose(std::exchange(file_, nullptr)) == 0; }

    /// The messages of all matching lines in whole lines.
    void take(std::string_view lines) {
        while (!lines.empty()) {
            const void* found = memmem(lines.data(), lines.size(), mark.data(), mark.size());
            if (found == nullptr) return;
            const char* message = static_cast<const char*>(found) + mark.size();
            const char* const last = lines.data() + lines.size();
            const void* newline = std::memchr(message, '\n', static_cast<std::size_t>(last - message));
            const char* end = newline ? static_cast<const char*>(newline) + 1 : last;
            std::fwrite(message, 1, static_cast<std::size_t>(end - message), file_);
            if (newline == nullptr) std::fputc('\n', file_);
            lines.remove_prefix(static_cast<std::size_t>(end - lines.data()));
        }
    }

private:
    std::FILE* file_;
    std::vector<char> buffer_;
};

} // namespace

int main(int argc, char** argv) {
    if (argc != 3) return 2;
    const int file = open(argv[1], O_RDONLY);
    output out(argv[2]);
    if (file < 0 || !out.opened()) return 3;
    std::vector<char> block(512 << 10);
    std::size_t kept = 0; // bytes of an unfinished line, in front
    for (ssize_t got = 0; (got = read(file, block.data() + kept, block.size() - kept)) > 0;) {
        const std::string_view all(block.data(), kept + static_cast<std::size_t>(got));
        const std::size_t end = all.rfind('\n') + 1;
        if (end == 0 && all.size() == block.size()) block.resize(block.size() * 2);
        out.take(all.substr(0, end));
        kept = all.size() - end;
        std::memmove(block.data(), block.data() + end, kept);
    }
    out.take(std::string_view(block.data(), kept));
    return out.close() ? 0 : 3;
}
