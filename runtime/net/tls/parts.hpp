// SPDX-License-Identifier: BSL-1.0
//
// OpenSSL, behind the contexts.
#pragma once

#include <rondo/net/tls/context.hpp>

#include <list>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <openssl/ssl.h>

namespace rondo::inline v0::detail {

struct frees {
    void operator()(SSL_CTX* what) const noexcept { ::SSL_CTX_free(what); }
    void operator()(SSL* what) const noexcept { ::SSL_free(what); }
    void operator()(SSL_SESSION* what) const noexcept { ::SSL_SESSION_free(what); }
    void operator()(X509* what) const noexcept { ::X509_free(what); }
    void operator()(EVP_PKEY* what) const noexcept { ::EVP_PKEY_free(what); }
    void operator()(BIO* what) const noexcept { ::BIO_free(what); }
};
template <class T>
using owned = std::unique_ptr<T, frees>;

/// Sessions to be resumed, by host; the one that was used longest ago goes.
class session_cache {
public:
    explicit session_cache(std::size_t most) noexcept : most_(most) {}
    void put(const std::string& host, owned<SSL_SESSION> one);
    /// The last one of that host, which is used once. Null: there is none.
    owned<SSL_SESSION> take(const std::string& host);

private:
    struct entry {
        std::string host;
        owned<SSL_SESSION> session;
    };
    std::size_t most_;
    std::list<entry> all_; // used last in front
    std::map<std::string, std::list<entry>::iterator, std::less<>> by_host_;
};

struct tls_client_parts {
    explicit tls_client_parts(std::size_t sessions) noexcept : kept(sessions) {}
    owned<SSL_CTX> context;
    std::vector<unsigned char> alpn; // as on the wire
    bool verify = true;
    session_cache kept;
};

struct tls_server_parts {
    std::shared_ptr<SSL_CTX> context; // another after reload()
    std::vector<unsigned char> alpn;
    std::string certificate_file;
    std::string key_file;
    std::string client_roots_file;
    std::string client_roots;
    tls_version least = tls_version::v1_2;
    std::int64_t verify_at = 0;
};

/// What OpenSSL has to say, oldest first; its list is empty then.
std::string openssl_says();
/// Who a connection is, for those whom OpenSSL calls.
struct connection_notes {
    tls_client_parts* client = nullptr; // of a client
    std::string host;
    owned<X509> refused; // the certificate that was not accepted
};
/// Where OpenSSL keeps them.
int notes_slot();
/// Notes which certificate was refused.
int note_refused(int accepted, X509_STORE_CTX* about);

} // namespace rondo::inline v0::detail
