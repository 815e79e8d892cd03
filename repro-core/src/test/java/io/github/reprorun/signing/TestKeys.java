package io.github.reprorun.signing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** The keys under src/test/resources, whose README says where they come from. */
final class TestKeys {
    /** What ssh-keygen 9.2 prints for {@code ed25519.pub.pem}, the key of RFC 8032, section 7.1, TEST 1. */
    static final String ED25519_KEYID = "SHA256:bbXpuKG6zhzdmnxq256TlqzFBzRl2f6OOg722cYNbU8";

    /** What ssh-keygen 9.2 prints for {@code p256.pub.pem}, the key of RFC 6979, appendix A.2.5. */
    static final String P256_KEYID = "SHA256:hfuNWmjIYvsBGZ6dpCLTTAEa5LxbZABRHHVoynAxFlo";

    private TestKeys() {}

    /** A copy of the resource {@code name} in {@code directory} that its owner alone can read. */
    static Path copy(String name, Path directory) {
        return file(directory.resolve(name), content(name));
    }

    static byte[] content(String name) {
        return resource("keys/" + name);
    }

    static byte[] resource(String name) {
        try (InputStream in = TestKeys.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalArgumentException("no resource " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes {@code file} so that its owner alone can read it. */
    static Path file(Path file, byte[] content) {
        try {
            Files.write(file, content);
            if (posix(file)) {
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static boolean posix(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    /** The Ed25519 key, read from a temporary file. */
    static SigningKey ed25519() {
        return read("ed25519.pem");
    }

    /** The P-256 key, read from a temporary file. */
    static SigningKey p256() {
        return read("p256.pem");
    }

    private static SigningKey read(String name) {
        try {
            Path directory = Files.createTempDirectory("reprorun-key");
            Path file = copy(name, directory);
            SigningKey key = SigningKey.read(file);
            Files.delete(file);
            Files.delete(directory);
            return key;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
