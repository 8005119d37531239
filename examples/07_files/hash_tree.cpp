// SPDX-License-Identifier: BSL-1.0
// SHA-256 of every file in a tree, on all cores, as sha256sum writes it: `hash_tree [DIRECTORY]`, so that `sha256sum --check` reads
// it; without one it plants a small tree. Files go through block by block, whatever their size. By OpenSSL.
// needs: openssl/evp.h:crypto
#include <rondo/io/directory.hpp>
#include <rondo/io/file_stream.hpp>
#include <rondo/io/to_thread.hpp>
#include <rondo/io/walk.hpp>
#include <rondo/io/whole_file.hpp>
#include <rondo/parallel/parallel_map.hpp>
#include <rondo/run.hpp>
#include <rondo/with/async_with.hpp>

#include <fmt/format.h>
#include <openssl/evp.h>

#include <memory>
#include <string>
#include <vector>

using namespace rondo;

// [digest]
class sha256 {
public:
    sha256() { expect(state_ && EVP_DigestInit_ex(state_.get(), EVP_sha256(), nullptr) == 1); }
    void add(const char* data, std::size_t size) { expect(EVP_DigestUpdate(state_.get(), data, size) == 1); }
    std::string text() {
        unsigned char digest[32];
        expect(EVP_DigestFinal_ex(state_.get(), digest, nullptr) == 1);
        std::string out;
        for (const unsigned char byte : digest) out += fmt::format("{:02x}", byte);
        return out;
    }

private:
    static void expect(bool done) {
        if (!done) throw std::runtime_error("OpenSSL: SHA-256 is not to be had");
    }
    std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> state_{EVP_MD_CTX_new(), EVP_MD_CTX_free};
};

struct line_of_file {
    std::string text;
    bool failed = false;
};

task<line_of_file> hash_file(std::string path, std::string name) {
    line_of_file line;
    try {
        sha256 digest;
        file_stream from(path);
        while (const auto block = co_await from.next_block()) digest.add(block->data, block->size);
        line.text = fmt::format("{}  {}", digest.text(), name);
    } catch (const error& e) {
        line = {fmt::format("hash_tree: {}", e.what()), true};
    }
    co_return line;
}
// [/digest]

task<std::vector<std::string>> files_of(std::string root) {
    std::vector<std::string> found;
    auto tree = walk(std::move(root));
    while (const auto each = co_await tree.next())
        if (each->type == file_type::regular) found.push_back(each->path);
    co_return found;
}

/// Returns: whether every file could be read. Paths are told from behind the first `hidden` bytes.
bool hash_tree(const std::string& root, std::size_t hidden) {
    run_options quiet;
    quiet.signals = false; // on many threads at once
    const std::vector<std::string> paths = run(files_of(root), quiet);
    const auto lines = parallel_map(
        paths, [&](const std::string& path) { return run(hash_file(path, path.substr(hidden)), quiet); });
    bool all = true;
    for (const line_of_file& line : lines) {
        fmt::print(line.failed ? stderr : stdout, "{}\n", line.text);
        all = all && !line.failed;
    }
    return all;
}

task<> in_a_planted_tree() {
    auto hashed = [](const std::string& root) -> task<> {
        co_await make_directories(root + "/letters");
        const write_file_options soon{.durable = false};
        co_await write_file(root + "/empty", "", soon);
        co_await write_file(root + "/letters/abc", "abc", soon);
        co_await write_file(root + "/letters/million", std::string(1'000'000, 'a'), soon);
        co_await to_thread([&root] { hash_tree(root, root.size() + 1); });
    };
    co_await async_with(temporary_directory(), hashed);
}

int main(int count, char** words) {
    if (count == 1) return run(in_a_planted_tree()), 0;
    return hash_tree(words[1], 0) ? 0 : 1;
}
