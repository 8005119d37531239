// SPDX-License-Identifier: BSL-1.0
#include <rondo/net/tls/detail/engine.hpp>

#include "parts.hpp"

#include <rondo/net/address.hpp>

#include <algorithm>
#include <climits>

#include <openssl/err.h>
#include <openssl/sslerr.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

namespace rondo::inline v0::detail {

struct tls_engine::parts {
    std::shared_ptr<const void> keeps; // the context
    std::string asked;                 // "tls_connect(example.org)"
    connection_notes notes;
    owned<SSL> ssl;
    BIO* in = nullptr; // the connection's
    BIO* out = nullptr;
    bool open = false;
};

namespace {

bool is_address(const std::string& host) { return ip_address::try_parse(host).has_value(); }

std::string name_text(const X509_NAME* name) {
    const owned<BIO> into(::BIO_new(::BIO_s_mem()));
    if (!name || !into) return {};
    ::X509_NAME_print_ex(into.get(), name, 0, XN_FLAG_ONELINE & ~ASN1_STRFLGS_ESC_MSB);
    char* text = nullptr;
    const long size = ::BIO_get_mem_data(into.get(), &text);
    return std::string(text, static_cast<std::size_t>(std::max(size, 0L)));
}

std::string time_text(const ASN1_TIME* when) {
    tm said{};
    if (!when || ::ASN1_TIME_to_tm(when, &said) != 1) return "an unreadable date";
    char text[40];
    const std::size_t size = ::strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S UTC", &said);
    return {text, size};
}

// What a server's certificate is for.
std::string names_of(const X509* certificate) {
    std::string all;
    const auto add = [&](const std::string& one) {
        if (!all.empty()) all += ", ";
        all += one;
    };
    auto* const names =
        static_cast<GENERAL_NAMES*>(::X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr));
    for (int i = 0; names && i != std::min(sk_GENERAL_NAME_num(names), 10); ++i) {
        const GENERAL_NAME* const one = sk_GENERAL_NAME_value(names, i);
        if (one->type == GEN_DNS)
            add({reinterpret_cast<const char*>(::ASN1_STRING_get0_data(one->d.dNSName)),
                 static_cast<std::size_t>(::ASN1_STRING_length(one->d.dNSName))});
        if (one->type == GEN_IPADD) add("an address");
    }
    ::GENERAL_NAMES_free(names);
    return all.empty() ? "no name at all" : all;
}

struct reason {
    tls_failure why;
    std::string text;
};

reason about_certificate(long code, const X509* shown, const std::string& host) {
    const std::string who =
        shown ? "the certificate of " + name_text(::X509_get_subject_name(shown)) : "the certificate";
    const std::string by = shown ? name_text(::X509_get_issuer_name(shown)) : std::string();
    switch (code) {
    case X509_V_ERR_CERT_HAS_EXPIRED:
        return {tls_failure::expired, who + " has expired, on " +
                                          time_text(shown ? ::X509_get0_notAfter(shown) : nullptr) +
                                          ": its owner must renew it (or is this machine's clock wrong?)"};
    case X509_V_ERR_CERT_NOT_YET_VALID:
        return {tls_failure::not_yet_valid, who + " is not valid before " +
                                                time_text(shown ? ::X509_get0_notBefore(shown) : nullptr) +
                                                " (is this machine's clock wrong?)"};
    case X509_V_ERR_HOSTNAME_MISMATCH:
    case X509_V_ERR_IP_ADDRESS_MISMATCH:
        return {tls_failure::wrong_host,
                who + " is not for " + host + ": it is for " + (shown ? names_of(shown) : "others")};
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
        return {tls_failure::self_signed,
                who + " is signed by itself: if you trust it, name it in the roots"};
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
        return {tls_failure::unknown_ca,
                who + " is signed by " + by +
                    ", which is not trusted here: if you trust it, name it in the roots "
                    "(or does the peer not send what stands between?)"};
    default:
        return {tls_failure::bad_certificate, who + ": " + ::X509_verify_cert_error_string(code)};
    }
}

reason about_protocol(unsigned long code) {
    const std::string text = openssl_says();
    switch (ERR_GET_REASON(code)) {
    case SSL_R_UNSUPPORTED_PROTOCOL:
    case SSL_R_TLSV1_ALERT_PROTOCOL_VERSION:
    case SSL_R_VERSION_TOO_LOW:
    case SSL_R_NO_PROTOCOLS_AVAILABLE:
        return {tls_failure::no_common_version, "there is no version of TLS that both speak: " + text};
    case SSL_R_NO_APPLICATION_PROTOCOL:
    case SSL_R_TLSV1_ALERT_NO_APPLICATION_PROTOCOL:
        return {tls_failure::no_common_protocol, "there is no protocol (ALPN) that both speak: " + text};
    case SSL_R_WRONG_VERSION_NUMBER:
    case SSL_R_HTTP_REQUEST:
    case SSL_R_HTTPS_PROXY_REQUEST:
    case SSL_R_UNEXPECTED_MESSAGE:
    case SSL_R_BAD_RECORD_TYPE:
        return {tls_failure::not_tls, "what came is no TLS (is it the right port?): " + text};
    case SSL_R_PEER_DID_NOT_RETURN_A_CERTIFICATE:
        return {tls_failure::no_certificate,
                "the client has shown no certificate, and must have one: " + text};
    default:
        break;
    }
    const int number = ERR_GET_REASON(code);
    if (number >= SSL_AD_REASON_OFFSET)
        return {tls_failure::refused_by_peer, "the peer has refused: " + text};
    return {tls_failure::other, text};
}

} // namespace

tls_engine::tls_engine(const tls_client_context& by, std::string host) : parts_(std::make_unique<parts>()) {
    parts& own = *parts_;
    tls_client_parts& from = *by.parts();
    own.keeps = by.parts();
    own.asked = "tls_connect(" + host + ")";
    own.notes.client = &from;
    own.notes.host = std::move(host);
    const std::string& name = own.notes.host;
    ::ERR_clear_error();
    own.ssl.reset(::SSL_new(from.context.get()));
    if (!own.ssl) throw std::bad_alloc();
    SSL* const ssl = own.ssl.get();
    if (is_address(name)) {
        ::X509_VERIFY_PARAM_set1_ip_asc(::SSL_get0_param(ssl), name.c_str());
    } else {
        if (name.empty() || name.find('\0') != name.npos || name.size() > 255)
            throw tls_error(tls_failure::bad_setting, own.asked, "a host has a name of 1 to 255 bytes");
        ::SSL_set_tlsext_host_name(ssl, name.c_str());
        ::SSL_set_hostflags(ssl, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
        ::SSL_set1_host(ssl, name.c_str());
    }
    if (!from.alpn.empty())
        ::SSL_set_alpn_protos(ssl, from.alpn.data(), static_cast<unsigned>(from.alpn.size()));
    ::SSL_set_ex_data(ssl, notes_slot(), &own.notes);
    if (const auto session = from.kept.take(name)) ::SSL_set_session(ssl, session.get());
    ::SSL_set_connect_state(ssl);
    own.in = ::BIO_new(::BIO_s_mem());
    own.out = ::BIO_new(::BIO_s_mem());
    ::SSL_set_bio(ssl, own.in, own.out);
}

tls_engine::tls_engine(const tls_server_context& by) : parts_(std::make_unique<parts>()) {
    parts& own = *parts_;
    own.keeps = by.parts();
    own.asked = "tls_accept";
    ::ERR_clear_error();
    own.ssl.reset(::SSL_new(by.parts()->context.get()));
    if (!own.ssl) throw std::bad_alloc();
    ::SSL_set_ex_data(own.ssl.get(), notes_slot(), &own.notes);
    ::SSL_set_accept_state(own.ssl.get());
    own.in = ::BIO_new(::BIO_s_mem());
    own.out = ::BIO_new(::BIO_s_mem());
    ::SSL_set_bio(own.ssl.get(), own.in, own.out);
}

tls_engine::~tls_engine() = default;

void tls_engine::fail(int code) {
    SSL* const ssl = parts_->ssl.get();
    const long verified = ::SSL_get_verify_result(ssl);
    const unsigned long first = ::ERR_peek_error();
    const unsigned long last = ::ERR_peek_last_error();
    reason why{tls_failure::other, {}};
    if (ERR_GET_REASON(last) == SSL_R_CERTIFICATE_VERIFY_FAILED && verified != X509_V_OK) {
        ::ERR_clear_error();
        why = about_certificate(verified, parts_->notes.refused.get(), parts_->notes.host);
    } else if (code == SSL_ERROR_SSL) {
        why = about_protocol(first);
    } else {
        why.text = "OpenSSL says " + std::to_string(code) + ": " + openssl_says();
    }
    throw tls_error(why.why, parts_->asked, why.text);
}

bool tls_engine::is_open() const noexcept { return parts_->open; }

bool tls_engine::handshake() {
    if (parts_->open) return true;
    ::ERR_clear_error();
    SSL* const ssl = parts_->ssl.get();
    const int done = ::SSL_do_handshake(ssl);
    if (done == 1) return parts_->open = true;
    const int code = ::SSL_get_error(ssl, done);
    if (code == SSL_ERROR_WANT_READ) return false;
    fail(code);
}

std::optional<std::size_t> tls_engine::read(std::span<std::byte> into) {
    ::ERR_clear_error();
    SSL* const ssl = parts_->ssl.get();
    std::size_t got = 0;
    const int done = ::SSL_read_ex(ssl, into.data(), into.size(), &got);
    if (done == 1) return got;
    const int code = ::SSL_get_error(ssl, done);
    if (code == SSL_ERROR_WANT_READ) return std::nullopt;
    if (code == SSL_ERROR_ZERO_RETURN) return 0;
    fail(code);
}

void tls_engine::write(std::span<const std::byte> from) {
    SSL* const ssl = parts_->ssl.get();
    while (!from.empty()) {
        ::ERR_clear_error();
        std::size_t taken = 0;
        const int done = ::SSL_write_ex(ssl, from.data(), from.size(), &taken);
        if (done != 1) fail(::SSL_get_error(ssl, done));
        from = from.subspan(taken);
    }
}

void tls_engine::say_end() noexcept {
    ::ERR_clear_error();
    if (parts_->open) static_cast<void>(::SSL_shutdown(parts_->ssl.get()));
    ::ERR_clear_error();
}

void tls_engine::feed(std::span<const std::byte> input) {
    while (!input.empty()) {
        const int size = static_cast<int>(std::min<std::size_t>(input.size(), INT_MAX));
        const int taken = ::BIO_write(parts_->in, input.data(), size);
        if (taken <= 0) throw std::bad_alloc();
        input = input.subspan(static_cast<std::size_t>(taken));
    }
}

void tls_engine::input_ended() {
    const char* const when = parts_->open
                                 ? "without the peer saying so (close_notify): what came may not be all"
                                 : "within the handshake";
    throw tls_error(tls_failure::truncated, parts_->asked, std::string("the connection has ended ") + when);
}

void tls_engine::too_late(std::string_view limit) {
    throw tls_error(tls_failure::late, parts_->asked,
                    "the handshake was not over within " + std::string(limit));
}

bool tls_engine::take_output(std::vector<std::byte>& into) {
    const std::size_t waiting = ::BIO_ctrl_pending(parts_->out);
    into.resize(waiting);
    if (waiting == 0) return false;
    const int got = ::BIO_read(parts_->out, into.data(), static_cast<int>(waiting));
    into.resize(static_cast<std::size_t>(std::max(got, 0)));
    return !into.empty();
}

std::string tls_engine::alpn() const {
    const unsigned char* name = nullptr;
    unsigned size = 0;
    ::SSL_get0_alpn_selected(parts_->ssl.get(), &name, &size);
    return std::string(reinterpret_cast<const char*>(name), size);
}
tls_version tls_engine::version() const noexcept {
    return ::SSL_version(parts_->ssl.get()) == TLS1_3_VERSION ? tls_version::v1_3 : tls_version::v1_2;
}
std::string tls_engine::cipher() const {
    const char* const name = ::SSL_get_cipher_name(parts_->ssl.get());
    return name ? name : "";
}
bool tls_engine::resumed() const noexcept { return ::SSL_session_reused(parts_->ssl.get()) == 1; }
std::string tls_engine::peer_subject() const {
    const owned<X509> shown(::SSL_get1_peer_certificate(parts_->ssl.get()));
    return shown ? name_text(::X509_get_subject_name(shown.get())) : std::string();
}

} // namespace rondo::inline v0::detail
