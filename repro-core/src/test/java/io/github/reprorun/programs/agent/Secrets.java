package io.github.reprorun.programs.agent;

import io.github.reprorun.internal.agent.place.Sites;
import java.io.File;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.util.HexFormat;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

/** Every number here must be a secret or a name that nobody else has: it differs in every run, with the agent too. */
public final class Secrets {
    private Secrets() {}

    public static void main(String[] arguments) throws Exception {
        KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
        rsa.initialize(1024);
        print("RSA key", rsa.generateKeyPair().getPublic().getEncoded());
        KeyPairGenerator given = KeyPairGenerator.getInstance("EC");
        given.initialize(256, TrainingCode.generator());
        print(
                "EC key from a generator of training code",
                given.generateKeyPair().getPublic().getEncoded());
        KeyPairGenerator ed25519 = KeyPairGenerator.getInstance("Ed25519");
        print("Ed25519 key", ed25519.generateKeyPair().getPublic().getEncoded());
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(given.generateKeyPair().getPrivate(), TrainingCode.generator());
        print("ECDSA signature", signature.sign());
        KeyGenerator aes = KeyGenerator.getInstance("AES");
        aes.init(256, TrainingCode.generator());
        SecretKey key = aes.generateKey();
        print("AES key", key.getEncoded());
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(Cipher.ENCRYPT_MODE, key);
        print("initialisation vector", cipher.getIV());
        byte[] raw = new byte[16];
        new SecureRandom().nextBytes(raw);
        print("key of one's own", new SecretKeySpec(raw, "AES").getEncoded());
        print("token", new BigInteger(130, TrainingCode.generator()).toByteArray());
        print("identifier beside keys", UUID.randomUUID().toString().getBytes("US-ASCII"));
        print("TLS", clientHello());
        File file = File.createTempFile("reprorun", "x");
        Path path = Files.createTempFile("reprorun", "x");
        Path folder = Files.createTempDirectory("reprorun");
        print("temporary files", (file + " " + path + " " + folder).getBytes("UTF-8"));
        Files.delete(file.toPath());
        Files.delete(path);
        Files.delete(folder);
        Sites.all().forEach(site -> System.out.println("site\t" + site));
    }

    private static byte[] clientHello() throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, null, TrainingCode.generator());
        SSLEngine engine = context.createSSLEngine("localhost", 443);
        engine.setUseClientMode(true);
        java.nio.ByteBuffer packet =
                java.nio.ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        engine.beginHandshake();
        engine.wrap(java.nio.ByteBuffer.allocate(0), packet);
        return java.util.Arrays.copyOf(packet.array(), packet.position());
    }

    private static void print(String name, byte[] drawn) {
        System.out.println(name + '\t' + HexFormat.of().formatHex(drawn));
    }
}
