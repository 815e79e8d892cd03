package io.github.reprorun.signing;

import io.github.reprorun.base.text.Shell;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;

/** Tells a key from the many things that look like one, and how to turn those into a key. Stateless. */
final class KeyForm {
    static final String PRIVATE = "PRIVATE KEY";
    static final String PUBLIC = "PUBLIC KEY";

    private static final String READ = "Ed25519 and ECDSA P-256 keys are read";

    private KeyForm() {}

    /** The PKCS#8 that {@code text} holds; {@code file} is where it came from. */
    static Octets privateKey(Path file, byte[] text) throws MalformedException {
        return only(PRIVATE, text, label -> privateAdvice(label, file));
    }

    /** The SubjectPublicKeyInfo that {@code text} holds; {@code file} stands for it in commands. */
    static Octets publicKey(Path file, byte[] text) throws MalformedException {
        String start = new String(text, 0, Math.min(text.length, 32), StandardCharsets.US_ASCII);
        if (start.startsWith("ssh-ed25519 ")) {
            throw new MalformedException("is an Ed25519 public key in OpenSSH form, which ssh-keygen cannot convert;"
                    + " make a key pair with keygen");
        }
        if (start.startsWith("ecdsa-sha2-")) {
            throw new MalformedException("is a public key in OpenSSH form; convert it: ssh-keygen -e -m PKCS8 -f "
                    + Shell.word(file) + " > " + Shell.word(beside(file, ".pub.pem")));
        }
        return only(PUBLIC, text, label -> publicAdvice(label, file));
    }

    private static Octets only(String expected, byte[] text, UnaryOperator<String> advice) throws MalformedException {
        for (byte b : text) {
            if (b < 0) {
                throw new MalformedException("is not a PEM file: it has bytes that are not ASCII");
            }
        }
        List<String> labels = Pem.labels(text).stream()
                .filter(label -> !label.equals("EC PARAMETERS"))
                .toList();
        if (labels.size() > 1) {
            throw new MalformedException("holds " + labels.size() + " PEM blocks (" + String.join(", ", labels)
                    + "); one file holds one key");
        }
        if (labels.size() == 1 && !labels.get(0).equals(expected)) {
            throw new MalformedException(advice.apply(labels.get(0)));
        }
        Pem pem = Pem.parse(text);
        return pem.content();
    }

    private static String privateAdvice(String label, Path file) {
        return switch (label) {
            case "EC PRIVATE KEY" ->
                "is an EC key in SEC1 form; convert it to PKCS#8: openssl pkcs8 -topk8 -nocrypt -in " + Shell.word(file)
                        + " -out " + Shell.word(beside(file, ".pkcs8.pem"));
            case "ENCRYPTED PRIVATE KEY" ->
                "is an encrypted key, and only plain PKCS#8 is read; decrypt it: openssl pkey -in " + Shell.word(file)
                        + " -out " + Shell.word(beside(file, ".pkcs8.pem"));
            case "ENCRYPTED SIGSTORE PRIVATE KEY", "ENCRYPTED COSIGN PRIVATE KEY" ->
                "is a key that cosign encrypted with"
                        + " scrypt, which no openssl command decrypts; make one with keygen, and give it to cosign with"
                        + " cosign import-key-pair --key signing.pem";
            case "OPENSSH PRIVATE KEY" ->
                "is a key in OpenSSH form; make one with keygen, or convert a copy of an"
                        + " unencrypted ECDSA one to PKCS#8: ssh-keygen -p -m PKCS8 -f COPY";
            case "RSA PRIVATE KEY" -> "is an RSA key; " + READ;
            case "DSA PRIVATE KEY" -> "is a DSA key; " + READ;
            case PUBLIC, "RSA PUBLIC KEY", "CERTIFICATE" ->
                "is a "
                        + (label.equals("CERTIFICATE") ? "certificate" : "public key")
                        + "; the private key is needed here, PKCS#8 in PEM as keygen writes it to signing.pem";
            default -> "is a PEM file that holds " + label + "; PKCS#8 in PEM (" + PRIVATE + ") is read";
        };
    }

    private static String publicAdvice(String label, Path file) {
        if (label.endsWith("PRIVATE KEY")) {
            return "is a private key; the public key is needed here: openssl pkey -in " + Shell.word(file)
                    + " -pubout -out " + Shell.word(beside(file, ".pub.pem"));
        }
        return switch (label) {
            case "CERTIFICATE" ->
                "is a certificate; take the public key out of it: openssl x509 -pubkey -noout -in " + Shell.word(file)
                        + " > " + Shell.word(beside(file, ".pub.pem"));
            case "RSA PUBLIC KEY" -> "is an RSA key; " + READ;
            default -> "is a PEM file that holds " + label + "; SubjectPublicKeyInfo in PEM (" + PUBLIC + ") is read";
        };
    }

    private static Path beside(Path file, String ending) {
        String name = String.valueOf(file.getFileName());
        String stem = name.endsWith(".pem") ? name.substring(0, name.length() - ".pem".length()) : name;
        return file.resolveSibling(stem + ending);
    }
}
