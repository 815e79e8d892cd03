package io.github.reprorun.programs.agent;

import io.github.reprorun.internal.agent.place.Sites;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;

/** Draws from secure generators for want of better: none of it is a secret. */
public final class TrainingCode {
    private TrainingCode() {}

    static SecureRandom generator() {
        return new SecureRandom();
    }

    public static void main(String[] arguments) throws Exception {
        print("long", new SecureRandom().nextLong());
        print("bytes", bytes());
        print("strong", SecureRandom.getInstance("NativePRNGNonBlocking").nextInt(1000_000_000));
        print("unseeded SHA1PRNG", SecureRandom.getInstance("SHA1PRNG").nextLong());
        List<Integer> list = new ArrayList<>(IntStream.range(0, 30).boxed().toList());
        Collections.shuffle(list, new SecureRandom());
        print("shuffle", list);
        Random random = new SecureRandom();
        print("stream", random.ints(5).boxed().toList());
        print("seed", ByteBuffer.wrap(new SecureRandom().generateSeed(8)).getLong());
        print("identifier", UUID.randomUUID());
        print("of a thread", ofThread());
        Sites.all()
                .forEach(site ->
                        System.out.println("site\t" + site.kind() + '\t' + site.className() + '\t' + site.treatment()));
    }

    private static String bytes() {
        byte[] bytes = new byte[12];
        new SecureRandom().nextBytes(bytes);
        return new java.math.BigInteger(1, bytes).toString(16);
    }

    private static long ofThread() throws InterruptedException {
        long[] drawn = new long[1];
        Thread thread = new Thread(() -> drawn[0] = new SecureRandom().nextLong());
        thread.start();
        thread.join();
        return drawn[0];
    }

    private static void print(String name, Object drawn) {
        System.out.println(name + '\t' + drawn);
    }
}
