// SPDX-License-Identifier: BSL-1.0
//
// Certificates for tests, made on the spot: an authority, and what it vouches for, or nobody does.
#pragma once

#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

namespace certificates {

struct identity {
    std::string certificate; // PEM
    std::string key;
};

struct wish {
    const char* name = "localhost";                 // CN
    const char* alt = "DNS:localhost,IP:127.0.0.1"; // null: none
    long from = -3600;                              // seconds from now
    long until = 86400;
    bool authority = false;
};

struct frees_key {
    void operator()(EVP_PKEY* what) const { ::EVP_PKEY_free(what); }
};

class maker {
public:
    explicit maker(const char* name = "rondo test authority")
        : key_(::EVP_EC_gen("P-256")), own_(make({name, nullptr, -86400, 864000, true}, key_.get())) {}
    std::string root() const { return own_.certificate; }
    /// Signed by this authority.
    identity sign(const wish& what) const {
        const std::unique_ptr<EVP_PKEY, frees_key> key(::EVP_EC_gen("P-256"));
        return make(what, key.get());
    }
    /// Signed by itself.
    static identity alone(const wish& what) {
        maker other(what);
        return other.own_;
    }

private:
    explicit maker(const wish& what) : key_(::EVP_EC_gen("P-256")), own_(make(what, key_.get())) {}

    static std::string text_of(BIO* from) {
        char* text = nullptr;
        const long size = BIO_get_mem_data(from, &text);
        std::string made(text, static_cast<std::size_t>(size));
        ::BIO_free(from);
        return made;
    }
    static void extend(X509* made, int what, const char* value) {
        X509_EXTENSION* const one = ::X509V3_EXT_conf_nid(nullptr, nullptr, what, value);
        if (!one) throw std::runtime_error(std::string("certificates: ") + value);
        ::X509_add_ext(made, one, -1);
        ::X509_EXTENSION_free(one);
    }
    identity make(const wish& what, EVP_PKEY* key) const {
        static std::int64_t serial = 1;
        X509* const made = ::X509_new();
        ::X509_set_version(made, 2);
        ::ASN1_INTEGER_set_int64(::X509_get_serialNumber(made), serial++);
        ::X509_gmtime_adj(::X509_getm_notBefore(made), what.from);
        ::X509_gmtime_adj(::X509_getm_notAfter(made), what.until);
        ::X509_set_pubkey(made, key);
        X509_NAME* const name = ::X509_get_subject_name(made);
        ::X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
                                     reinterpret_cast<const unsigned char*>(what.name), -1, -1, 0);
        const bool alone = key == key_.get();
        X509* issuer = nullptr;
        if (!alone) {
            BIO* const from =
                ::BIO_new_mem_buf(own_.certificate.data(), static_cast<int>(own_.certificate.size()));
            issuer = ::PEM_read_bio_X509(from, nullptr, nullptr, nullptr);
            ::BIO_free(from);
        }
        ::X509_set_issuer_name(made, alone ? name : ::X509_get_subject_name(issuer));
        ::X509_free(issuer);
        if (what.authority) extend(made, NID_basic_constraints, "critical,CA:TRUE");
        if (what.alt) extend(made, NID_subject_alt_name, what.alt);
        ::X509_sign(made, alone ? key : key_.get(), ::EVP_sha256());
        BIO* const certificate = ::BIO_new(::BIO_s_mem());
        ::PEM_write_bio_X509(certificate, made);
        ::X509_free(made);
        BIO* const secret = ::BIO_new(::BIO_s_mem());
        ::PEM_write_bio_PrivateKey(secret, key, nullptr, nullptr, 0, nullptr, nullptr);
        return {text_of(certificate), text_of(secret)};
    }

    std::unique_ptr<EVP_PKEY, frees_key> key_;
    identity own_;
};

/// One for all tests: making keys takes time.
inline const maker& authority() {
    static const maker one;
    return one;
}
inline const identity& localhost() {
    static const identity one = authority().sign({});
    return one;
}

} // namespace certificates
