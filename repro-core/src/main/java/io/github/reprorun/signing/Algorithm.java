package io.github.reprorun.signing;

/** The signature algorithms whose keys can be made and read. Immutable, hence safe to share between threads. */
public enum Algorithm {
    /** Ed25519 (RFC 8032): deterministic, and the default. */
    ED25519("ed25519"),
    /** ECDSA over P-256 with SHA-256 (FIPS 186-5). */
    P256("p256");

    private final String option;

    Algorithm(String option) {
        this.option = option;
    }

    Scheme scheme() {
        return switch (this) {
            case ED25519 -> Ed25519.SCHEME;
            case P256 -> io.github.reprorun.signing.P256.SCHEME;
        };
    }

    /** The name on the command line: {@code ed25519} or {@code p256}. */
    @Override
    public String toString() {
        return option;
    }
}
