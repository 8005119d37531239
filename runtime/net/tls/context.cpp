// SPDX-License-Identifier: BSL-1.0
#include <rondo/net/tls/context.hpp>

#include "parts.hpp"

#include <cerrno>

#include <openssl/err.h>
#include <openssl/pem.h>

namespace rondo::inline v0 {

tls_error::tls_error(tls_failure why, std::string_view asked, std::string_view text)
    : error(EPROTO, asked, text), why_(why) {}
tls_error::~tls_error() = default;

namespace detail {

std::string openssl_says() {
    std::string all;
    while (const unsigned long code = ::ERR_get_error()) {
        char text[256];
        ::ERR_error_string_n(code, text, sizeof text);
        const char* const reason = ::ERR_reason_error_string(code);
        if (!all.empty()) all += "; ";
        all += reason ? reason : text;
    }
    return all.empty() ? "OpenSSL gives no reason" : all;
}

void session_cache::put(const std::string& host, owned<SSL_SESSION> one) {
    if (most_ == 0) return;
    if (const auto there = by_host_.find(host); there != by_host_.end()) {
        all_.splice(all_.begin(), all_, there->second);
        all_.front().session = std::move(one);
        return;
    }
    all_.push_front({host, std::move(one)});
    by_host_[host] = all_.begin();
    if (all_.size() > most_) {
        by_host_.erase(all_.back().host);
        all_.pop_back();
    }
}

owned<SSL_SESSION> session_cache::take(const std::string& host) {
    const auto there = by_host_.find(host);
    if (there == by_host_.end()) return nullptr;
    owned<SSL_SESSION> made = std::move(there->second->session);
    all_.erase(there->second);
    by_host_.erase(there);
    return made;
}

int notes_slot() {
    static const int slot = ::SSL_get_ex_new_index(0, nullptr, nullptr, nullptr, nullptr);
    return slot;
}

int note_refused(int accepted, X509_STORE_CTX* about) {
    auto* const ssl =
        static_cast<SSL*>(::X509_STORE_CTX_get_ex_data(about, ::SSL_get_ex_data_X509_STORE_CTX_idx()));
    auto* const notes = ssl ? static_cast<connection_notes*>(::SSL_get_ex_data(ssl, notes_slot())) : nullptr;
    X509* const shown = accepted == 1 ? nullptr : ::X509_STORE_CTX_get_current_cert(about);
    if (notes && shown && ::X509_up_ref(shown) == 1) notes->refused.reset(shown);
    return accepted;
}

namespace {

[[noreturn]] void refuse_setting(const char* whose, const std::string& text) {
    throw tls_error(tls_failure::bad_setting, whose, text);
}

owned<BIO> reader_of(std::string_view text) {
    return owned<BIO>(::BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

// "h2,http/1.1" as on the wire.
std::vector<unsigned char> wire_alpn(const char* whose, std::string_view text) {
    std::vector<unsigned char> made;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(','), text.size());
        if (end == 0 || end > 255 || end + 1 == text.size())
            refuse_setting(whose, "alpn is a list of names with commas between them, each of 1 to 255 bytes");
        made.push_back(static_cast<unsigned char>(end));
        made.insert(made.end(), text.begin(), text.begin() + static_cast<std::ptrdiff_t>(end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return made;
}

owned<SSL_CTX> make_context(const char* whose, const SSL_METHOD* method, tls_version least) {
    ::ERR_clear_error();
    owned<SSL_CTX> made(::SSL_CTX_new(method));
    if (!made) refuse_setting(whose, openssl_says());
    ::SSL_CTX_set_min_proto_version(made.get(), least == tls_version::v1_3 ? TLS1_3_VERSION : TLS1_2_VERSION);
    ::SSL_CTX_set_mode(made.get(), SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
                                       SSL_MODE_RELEASE_BUFFERS | SSL_MODE_AUTO_RETRY);
    ::SSL_CTX_set_options(made.get(), SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
    return made;
}

int no_password(char*, int, int, void*) { return 0; } // nobody is there to be asked

void use_chain_text(const char* whose, SSL_CTX* context, std::string_view text) {
    const owned<BIO> from = reader_of(text);
    const owned<X509> own(::PEM_read_bio_X509_AUX(from.get(), nullptr, &no_password, nullptr));
    if (!own || ::SSL_CTX_use_certificate(context, own.get()) != 1)
        refuse_setting(whose, "the certificate is no PEM that can be used: " + openssl_says());
    ::SSL_CTX_clear_chain_certs(context);
    while (X509* above = ::PEM_read_bio_X509(from.get(), nullptr, &no_password, nullptr)) {
        if (::SSL_CTX_add0_chain_cert(context, above) == 1) continue;
        ::X509_free(above);
        refuse_setting(whose, "a certificate above one's own cannot be used: " + openssl_says());
    }
    ::ERR_clear_error(); // the end of the text
}

void use_identity(const char* whose, SSL_CTX* context, const std::string& certificate_file,
                  const std::string& key_file, std::string_view certificate, std::string_view key) {
    ::SSL_CTX_set_default_passwd_cb(context, &no_password);
    if (!certificate.empty())
        use_chain_text(whose, context, certificate);
    else if (::SSL_CTX_use_certificate_chain_file(context, certificate_file.c_str()) != 1)
        refuse_setting(whose, "certificate_file " + certificate_file + ": " + openssl_says());
    if (!key.empty()) {
        const owned<BIO> from = reader_of(key);
        const owned<EVP_PKEY> own(::PEM_read_bio_PrivateKey(from.get(), nullptr, &no_password, nullptr));
        if (!own) refuse_setting(whose, "the key is no PEM that can be used: " + openssl_says());
        if (::SSL_CTX_use_PrivateKey(context, own.get()) != 1)
            refuse_setting(whose, "the key does not belong to the certificate: " + openssl_says());
    } else if (::SSL_CTX_use_PrivateKey_file(context, key_file.c_str(), SSL_FILETYPE_PEM) != 1) {
        refuse_setting(whose, "key_file " + key_file + ": " + openssl_says());
    }
    if (::SSL_CTX_check_private_key(context) != 1)
        refuse_setting(whose, "the key does not belong to the certificate: " + openssl_says());
}

void trust_text(const char* whose, SSL_CTX* context, std::string_view roots) {
    const owned<BIO> from = reader_of(roots);
    X509_STORE* const store = ::SSL_CTX_get_cert_store(context);
    std::size_t count = 0;
    for (;; ++count) {
        const owned<X509> one(::PEM_read_bio_X509(from.get(), nullptr, &no_password, nullptr));
        if (!one) break;
        if (::X509_STORE_add_cert(store, one.get()) != 1) refuse_setting(whose, "a root: " + openssl_says());
    }
    if (count == 0) refuse_setting(whose, "there is no certificate among the roots: " + openssl_says());
    ::ERR_clear_error();
}

void verify_for(SSL_CTX* context, std::int64_t at) {
    if (at != 0) ::X509_VERIFY_PARAM_set_time(::SSL_CTX_get0_param(context), static_cast<time_t>(at));
}

int keep_session(SSL* of, SSL_SESSION* made) {
    auto* const notes = static_cast<connection_notes*>(::SSL_get_ex_data(of, notes_slot()));
    if (!notes || !notes->client || ::SSL_SESSION_is_resumable(made) != 1) return 0;
    try {
        notes->client->kept.put(notes->host, owned<SSL_SESSION>(made));
    } catch (...) { // std::bad_alloc
        return 1;   // it was freed with what held it
    }
    return 1;
}

int choose_alpn(SSL*, const unsigned char** chosen, unsigned char* size, const unsigned char* offered,
                unsigned offered_size, void* ours) {
    const auto& own = static_cast<const tls_server_parts*>(ours)->alpn;
    unsigned char* at = nullptr;
    if (::SSL_select_next_proto(&at, size, own.data(), static_cast<unsigned>(own.size()), offered,
                                offered_size) != OPENSSL_NPN_NEGOTIATED)
        return SSL_TLSEXT_ERR_ALERT_FATAL;
    *chosen = at;
    return SSL_TLSEXT_ERR_OK;
}

std::shared_ptr<SSL_CTX> make_server(tls_server_parts& of, std::string_view certificate,
                                     std::string_view key) {
    const char* const whose = "tls_server_context";
    owned<SSL_CTX> made = make_context(whose, ::TLS_server_method(), of.least);
    use_identity(whose, made.get(), of.certificate_file, of.key_file, certificate, key);
    if (!of.client_roots_file.empty() || !of.client_roots.empty()) {
        if (!of.client_roots_file.empty() &&
            ::SSL_CTX_load_verify_file(made.get(), of.client_roots_file.c_str()) != 1)
            refuse_setting(whose, "client_roots_file " + of.client_roots_file + ": " + openssl_says());
        if (!of.client_roots.empty()) trust_text(whose, made.get(), of.client_roots);
        ::SSL_CTX_set_verify(made.get(), SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, &note_refused);
        verify_for(made.get(), of.verify_at);
    }
    constexpr unsigned char name[] = {'r', 'o', 'n', 'd', 'o'};
    ::SSL_CTX_set_session_id_context(made.get(), name, sizeof name);
    if (!of.alpn.empty()) ::SSL_CTX_set_alpn_select_cb(made.get(), &choose_alpn, &of);
    return std::shared_ptr<SSL_CTX>(made.release(), frees());
}

} // namespace

} // namespace detail

tls_client_context::tls_client_context(tls_client_options options)
    : parts_(std::make_shared<detail::tls_client_parts>(options.most_sessions)) {
    const char* const whose = "tls_client_context";
    auto& own = *parts_;
    own.context = detail::make_context(whose, ::TLS_client_method(), options.least);
    SSL_CTX* const context = own.context.get();
    own.verify = options.verify;
    own.alpn = detail::wire_alpn(whose, options.alpn);
    if (options.roots_file.empty() && options.roots.empty()) {
        ::SSL_CTX_set_default_verify_paths(context);
    } else {
        const std::string file(options.roots_file);
        if (!file.empty() && ::SSL_CTX_load_verify_file(context, file.c_str()) != 1)
            detail::refuse_setting(whose, "roots_file " + file + ": " + detail::openssl_says());
        if (!options.roots.empty()) detail::trust_text(whose, context, options.roots);
    }
    detail::verify_for(context, options.verify_at);
    if (!options.certificate_file.empty() || !options.certificate.empty())
        detail::use_identity(whose, context, std::string(options.certificate_file),
                             std::string(options.key_file), options.certificate, options.key);
    ::SSL_CTX_set_verify(context, options.verify ? SSL_VERIFY_PEER : SSL_VERIFY_NONE,
                         options.verify ? &detail::note_refused : nullptr);
    ::SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
    ::SSL_CTX_sess_set_new_cb(context, &detail::keep_session);
}

tls_server_context::tls_server_context(tls_server_options options)
    : parts_(std::make_shared<detail::tls_server_parts>()) {
    const char* const whose = "tls_server_context";
    auto& own = *parts_;
    own.alpn = detail::wire_alpn(whose, options.alpn);
    own.certificate_file = options.certificate_file;
    own.key_file = options.key_file;
    own.client_roots_file = options.client_roots_file;
    own.client_roots = options.client_roots;
    own.least = options.least;
    own.verify_at = options.verify_at;
    if ((options.certificate.empty() && own.certificate_file.empty()) ||
        (options.key.empty() && own.key_file.empty()))
        detail::refuse_setting(
            whose,
            "a server needs a certificate and its key: certificate_file and key_file, or both as text");
    own.context = detail::make_server(own, options.certificate, options.key);
}

void tls_server_context::reload() {
    if (parts_->certificate_file.empty() || parts_->key_file.empty())
        detail::refuse_setting("tls_server_context::reload", "it was made of texts: give the new ones");
    parts_->context = detail::make_server(*parts_, {}, {});
}

void tls_server_context::reload(std::string_view certificate, std::string_view key) {
    parts_->context = detail::make_server(*parts_, certificate, key);
}

} // namespace rondo::inline v0
