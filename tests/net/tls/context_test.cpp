// SPDX-License-Identifier: BSL-1.0
#include <rondo/net/tls/context.hpp>

#include "support.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

using namespace rondo;

namespace {

template <class Make>
std::string complaint(Make make) {
    try {
        make();
    } catch (const tls_error& e) {
        CHECK(e.why() == tls_failure::bad_setting);
        return e.what();
    }
    return {};
}

bool has(const std::string& text, const char* part) { return text.find(part) != text.npos; }

} // namespace

TEST_CASE("tls contexts: what cannot be used is told, and which it is") {
    const auto& own = certificates::localhost();
    const auto& other = certificates::authority().sign({});
    auto server = [](std::string_view certificate, std::string_view key) {
        return complaint([&] { tls_server_context({.certificate = certificate, .key = key}); });
    };
    CHECK(server(own.certificate, own.key).empty());
    CHECK(has(server("", ""), "needs a certificate and its key"));
    CHECK(has(server("nonsense", own.key), "the certificate is no PEM"));
    CHECK(has(server(own.certificate, "nonsense"), "the key is no PEM"));
    CHECK(has(server(own.certificate, other.key), "does not belong"));
    CHECK(has(complaint([] {
                  tls_server_context({.certificate_file = "/nowhere/a.pem", .key_file = "/nowhere/a.key"});
              }),
              "/nowhere/a.pem"));
    CHECK(has(complaint([] { tls_client_context({.roots_file = "/nowhere/roots.pem"}); }),
              "/nowhere/roots.pem"));
    CHECK(
        has(complaint([] { tls_client_context({.roots = "nonsense"}); }), "no certificate among the roots"));
    CHECK(has(complaint([] { tls_client_context({.alpn = "h2,,x"}); }), "alpn"));
    CHECK(has(complaint([] { tls_client_context({.alpn = "h2,"}); }), "alpn"));
    CHECK(complaint([] { tls_client_context(); }).empty());
}

TEST_CASE("tls contexts: files are read again, and what is wrong with them leaves all as it was") {
    char name[] = "/tmp/rondo-tls-XXXXXX";
    const std::filesystem::path top = ::mkdtemp(name);
    const std::string certificate = (top / "own.pem").string();
    const std::string key = (top / "own.key").string();
    auto put = [](const std::string& path, const std::string& text) { std::ofstream(path) << text; };
    put(certificate, certificates::localhost().certificate);
    put(key, certificates::localhost().key);
    tls_server_context own({.certificate_file = certificate, .key_file = key});
    const auto next = certificates::authority().sign({});
    put(certificate, next.certificate);
    CHECK(has(complaint([&] { own.reload(); }), "own.key"));
    put(key, next.key);
    CHECK(complaint([&] { own.reload(); }).empty());
    std::filesystem::remove_all(top);
    CHECK(has(complaint([&] { own.reload(); }), "own.pem"));
    tls_server_context of_texts({.certificate = next.certificate, .key = next.key});
    CHECK(has(complaint([&] { of_texts.reload(); }), "made of texts"));
    CHECK(complaint([&] { of_texts.reload(next.certificate, next.key); }).empty());
}
