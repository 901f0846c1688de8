// Certificates and private keys as libcrypto reads them, from PEM or DER.
//
// What a file contains is found out part by part, so that a message can say that a file has a key
// where a certificate belongs. No message quotes anything of a private key.
#include "certificate.h"

#ifdef SCHEMAC_LIBCRYPTO

#include "libcrypto.h"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <string.h>
#include <time.h>

#define FUNCTIONS(X)                                                                               \
    X(ASN1_TIME_to_tm)                                                                             \
    X(BIO_free)                                                                                    \
    X(BIO_new_mem_buf)                                                                             \
    X(CRYPTO_free)                                                                                 \
    X(ERR_clear_error)                                                                             \
    X(ERR_peek_last_error)                                                                         \
    X(EVP_PKEY_free)                                                                               \
    X(PEM_read_bio)                                                                                \
    X(X509_SIG_free)                                                                               \
    X(X509_check_issued)                                                                           \
    X(X509_check_private_key)                                                                      \
    X(X509_free)                                                                                   \
    X(X509_get0_notAfter)                                                                          \
    X(X509_get0_notBefore)                                                                         \
    X(X509_get0_pubkey)                                                                            \
    X(X509_get_issuer_name)                                                                        \
    X(X509_get_subject_name)                                                                       \
    X(X509_NAME_oneline)                                                                           \
    X(X509_verify)                                                                                 \
    X(d2i_AutoPrivateKey)                                                                          \
    X(d2i_X509)                                                                                    \
    X(d2i_X509_SIG)

// The functions come first: libcrypto_load fills them in.
struct certificates {
#define FUNCTION(name) __typeof__ (&(name))(name);
    FUNCTIONS(FUNCTION)
#undef FUNCTION
    struct arena *arena;
};

enum pem_kind {
    KIND_CERTIFICATE,
    KIND_KEY,
    KIND_ENCRYPTED_KEY,
    KIND_PARAMETERS, // OpenSSL writes them before the key of an elliptic curve; they add nothing
    KIND_REQUEST,
    KIND_PUBLIC_KEY,
    KIND_REVOCATIONS,
    KIND_OTHER,
};

static const char *const kind_names[] = {
    [KIND_CERTIFICATE] = "a certificate",
    [KIND_KEY] = "a private key",
    [KIND_ENCRYPTED_KEY] = "an encrypted private key",
    [KIND_PARAMETERS] = "the parameters of a key",
    [KIND_REQUEST] = "a certificate request",
    [KIND_PUBLIC_KEY] = "a public key",
    [KIND_REVOCATIONS] = "a list of revoked certificates",
    [KIND_OTHER] = "something else",
};

// A part of a file.
struct pem_part {
    enum pem_kind kind;
    const uint8_t *bytes;
    size_t length;
};

struct pem_part_list LIST(const struct pem_part);

struct certificates *certificates_new(const struct host *host, struct arena *arena,
                                      const char **error)
{
    static const char *const names[] = {
#define NAME(name) #name,
        FUNCTIONS(NAME)
#undef NAME
    };
    struct certificates *certificates = arena_new(arena, sizeof *certificates);
    certificates->arena = arena;
    return libcrypto_load(host, arena, names, sizeof names / sizeof *names, certificates, error)
               ? certificates
               : NULL;
}

// Labels as OpenSSL writes and reads them, those of older versions included. Kinds that are of no
// use here are known by name, so that a message can say what a file has instead of what is
// expected.
static enum pem_kind kind_of_name(const char *name)
{
    static const struct {
        const char *name;
        enum pem_kind kind;
    } kinds[] = {
        {PEM_STRING_X509, KIND_CERTIFICATE},
        {PEM_STRING_X509_OLD, KIND_CERTIFICATE},
        {PEM_STRING_PKCS8INF, KIND_KEY},
        {PEM_STRING_RSA, KIND_KEY},
        {PEM_STRING_ECPRIVATEKEY, KIND_KEY},
        {PEM_STRING_PKCS8, KIND_ENCRYPTED_KEY},
        {PEM_STRING_ECPARAMETERS, KIND_PARAMETERS},
        {PEM_STRING_X509_REQ, KIND_REQUEST},
        {PEM_STRING_X509_REQ_OLD, KIND_REQUEST},
        {PEM_STRING_PUBLIC, KIND_PUBLIC_KEY},
        {PEM_STRING_RSA_PUBLIC, KIND_PUBLIC_KEY},
        {PEM_STRING_X509_CRL, KIND_REVOCATIONS},
    };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (strcmp(kinds[i].name, name) == 0) {
            return kinds[i].kind;
        }
    }
    return KIND_OTHER;
}

static void add_part(struct certificates *certificates, struct pem_part_list *parts,
                     enum pem_kind kind, const void *bytes, size_t length)
{
    struct pem_part *part = arena_new(certificates->arena, sizeof *part);
    *part = (struct pem_part){kind, bytes, length};
    list_append(certificates->arena, parts, part);
}

// The parts of a PEM file (RFC 7468); text around them is skipped. False if one of them is
// damaged: the last error is then another than that no further part begins. A key that is
// encrypted in the older way (RFC 1421) says so in a header.
static bool split_pem(struct certificates *certificates, const void *bytes, size_t length,
                      struct pem_part_list *parts)
{
    BIO *file = certificates->BIO_new_mem_buf(bytes, (int)length);
    char *name = NULL;
    char *header = NULL;
    unsigned char *data = NULL;
    long size = 0;
    certificates->ERR_clear_error();
    while (certificates->PEM_read_bio(file, &name, &header, &data, &size) == 1) {
        enum pem_kind kind = kind_of_name(name);
        if (kind == KIND_KEY && strstr(header, "ENCRYPTED")) {
            kind = KIND_ENCRYPTED_KEY;
        }
        add_part(certificates, parts, kind, arena_copy(certificates->arena, data, (size_t)size),
                 (size_t)size);
        certificates->CRYPTO_free(name, __FILE__, __LINE__);
        certificates->CRYPTO_free(header, __FILE__, __LINE__);
        certificates->CRYPTO_free(data, __FILE__, __LINE__);
    }
    certificates->BIO_free(file);
    return ERR_GET_REASON(certificates->ERR_peek_last_error()) == PEM_R_NO_START_LINE;
}

// Null if it is none, or if something follows it: firmware would not look at that, and nobody else
// should take it for checked.
static X509 *parse_certificate(struct certificates *certificates, const uint8_t *bytes,
                               size_t length)
{
    const unsigned char *end = bytes;
    X509 *certificate = certificates->d2i_X509(NULL, &end, (long)length);
    if (certificate && end != bytes + length) {
        certificates->X509_free(certificate);
        return NULL;
    }
    return certificate;
}

// Null likewise. PKCS #8 as well as the older forms of RSA and elliptic curves.
static EVP_PKEY *parse_key(struct certificates *certificates, const uint8_t *bytes, size_t length)
{
    const unsigned char *end = bytes;
    EVP_PKEY *key = certificates->d2i_AutoPrivateKey(NULL, &end, (long)length);
    if (key && end != bytes + length) {
        certificates->EVP_PKEY_free(key);
        return NULL;
    }
    return key;
}

// A file of DER has one part; what it is, only trying shows. Encrypted keys have a form of their
// own (PKCS #8), which tells them from damaged ones.
static enum pem_kind kind_of_der(struct certificates *certificates, const uint8_t *bytes,
                                 size_t length)
{
    const unsigned char *end = bytes;
    X509 *certificate = parse_certificate(certificates, bytes, length);
    if (certificate) {
        certificates->X509_free(certificate);
        return KIND_CERTIFICATE;
    }
    X509_SIG *encrypted = certificates->d2i_X509_SIG(NULL, &end, (long)length);
    if (encrypted) {
        certificates->X509_SIG_free(encrypted);
        return KIND_ENCRYPTED_KEY;
    }
    EVP_PKEY *key = parse_key(certificates, bytes, length);
    if (key) {
        certificates->EVP_PKEY_free(key);
        return KIND_KEY;
    }
    return KIND_OTHER;
}

// Null; else what is wrong with the file, in words that follow its name.
static const char *split(struct certificates *certificates, const void *bytes, size_t length,
                         struct pem_part_list *parts)
{
    if (length == 0) {
        return "is empty";
    }
    bool is_whole = split_pem(certificates, bytes, length, parts);
    if (!is_whole) {
        return "is damaged: a part of it cannot be read";
    }
    if (parts->count == 0) {
        add_part(certificates, parts, kind_of_der(certificates, bytes, length), bytes, length);
    }
    return NULL;
}

static const char *holds_other(struct certificates *certificates, const struct pem_part *part,
                               const char *expected)
{
    return arena_format(certificates->arena, "holds %s, but %s is expected", kind_names[part->kind],
                        expected);
}

// Day by day, in UTC: 20270131. 0 where the time cannot be read, which no date passes.
static uint32_t date_of(struct certificates *certificates, const ASN1_TIME *time)
{
    struct tm fields = {0};
    if (certificates->ASN1_TIME_to_tm(time, &fields) != 1) {
        return 0;
    }
    return (uint32_t)((fields.tm_year + 1900) * 10000 + (fields.tm_mon + 1) * 100 + fields.tm_mday);
}

// OpenSSL's one-line form, cut at 256 characters; only messages and facts show it.
static const char *name_of(struct certificates *certificates, const X509_NAME *name)
{
    char text[256];
    certificates->X509_NAME_oneline(name, text, sizeof text);
    return arena_copy(certificates->arena, text, strlen(text));
}

// What libcrypto parsed is freed at once; the credential keeps the bytes, and is parsed again when
// it is compared. So nothing of libcrypto's outlives a function, whatever way errors take.
static bool add_certificate(struct certificates *certificates, const struct pem_part *part,
                            struct credential_list *found)
{
    X509 *certificate = parse_certificate(certificates, part->bytes, part->length);
    if (!certificate) {
        return false;
    }
    struct credential *credential = arena_new(certificates->arena, sizeof *credential);
    *credential = (struct credential){
        .bytes = part->bytes,
        .length = part->length,
        .subject = name_of(certificates, certificates->X509_get_subject_name(certificate)),
        .issuer = name_of(certificates, certificates->X509_get_issuer_name(certificate)),
        .first = date_of(certificates, certificates->X509_get0_notBefore(certificate)),
        .last = date_of(certificates, certificates->X509_get0_notAfter(certificate)),
    };
    certificates->X509_free(certificate);
    list_append(certificates->arena, found, credential);
    return true;
}

// Stops at the first mistake of a file; certificates before it stay in the list.
const char *certificate_read(struct certificates *certificates, const void *bytes, size_t length,
                             struct credential_list *found)
{
    struct pem_part_list parts = {0};
    const char *error = split(certificates, bytes, length, &parts);
    for (size_t i = 0; i < parts.count && !error; i++) {
        const struct pem_part *part = parts.items[i];
        if (part->kind == KIND_OTHER) {
            error = "is not a certificate in PEM or DER";
        } else if (part->kind != KIND_CERTIFICATE) {
            error = holds_other(certificates, part, "a certificate");
        } else if (!add_certificate(certificates, part, found)) {
            error = "is damaged: its certificate cannot be read";
        }
    }
    return error;
}

// Parses the key to see whether it can be, and lets go of it. EVP_PKEY_free takes null.
static const char *judge_key(struct certificates *certificates, const struct pem_part *part)
{
    switch (part->kind) {
    case KIND_KEY:
        break;
    case KIND_ENCRYPTED_KEY:
        return "is encrypted, and firmware has no passphrase for it";
    case KIND_OTHER:
        return "is not a private key in PEM or DER";
    case KIND_CERTIFICATE:
    case KIND_PARAMETERS:
    case KIND_REQUEST:
    case KIND_PUBLIC_KEY:
    case KIND_REVOCATIONS:
        return holds_other(certificates, part, "a private key");
    }
    EVP_PKEY *key = parse_key(certificates, part->bytes, part->length);
    certificates->EVP_PKEY_free(key);
    return key ? NULL : "is damaged: its key cannot be read";
}

// Exactly one key. OpenSSL's tools write the parameters of a curve before it, which are skipped,
// unless nothing follows them.
const char *certificate_read_key(struct certificates *certificates, const void *bytes,
                                 size_t length, struct credential *key)
{
    struct pem_part_list parts = {0};
    const char *error = split(certificates, bytes, length, &parts);
    *key = (struct credential){0};
    for (size_t i = 0; i < parts.count && !error; i++) {
        const struct pem_part *part = parts.items[i];
        if (part->kind == KIND_PARAMETERS && i + 1 < parts.count) {
            continue;
        }
        error = key->bytes ? "holds more than one private key" : judge_key(certificates, part);
        key->bytes = part->bytes;
        key->length = part->length;
    }
    return error;
}

// Names first, then the signature itself: two authorities can have one name. Both certificates
// were parsed once already (add_certificate), so that neither is null here.
enum issuing certificate_issued(struct certificates *certificates,
                                const struct credential *certificate,
                                const struct credential *issuer)
{
    X509 *issued = parse_certificate(certificates, certificate->bytes, certificate->length);
    X509 *by = parse_certificate(certificates, issuer->bytes, issuer->length);
    int result = certificates->X509_check_issued(by, issued);
    enum issuing issuing = ISSUED_WITH_OTHER;
    if (result == X509_V_ERR_SUBJECT_ISSUER_MISMATCH) {
        issuing = ISSUED_BY_OTHER;
    } else if (result == X509_V_OK) {
        EVP_PKEY *key = certificates->X509_get0_pubkey(by);
        issuing = key && certificates->X509_verify(issued, key) == 1 ? ISSUED : ISSUED_WITH_OTHER;
    }
    certificates->X509_free(issued);
    certificates->X509_free(by);
    return issuing;
}

// Compares public keys; nothing is signed. Both were parsed before, as above.
bool certificate_has_key(struct certificates *certificates, const struct credential *certificate,
                         const struct credential *key)
{
    X509 *parsed = parse_certificate(certificates, certificate->bytes, certificate->length);
    EVP_PKEY *parsed_key = parse_key(certificates, key->bytes, key->length);
    bool has_key = certificates->X509_check_private_key(parsed, parsed_key) == 1;
    certificates->EVP_PKEY_free(parsed_key);
    certificates->X509_free(parsed);
    return has_key;
}

#endif
