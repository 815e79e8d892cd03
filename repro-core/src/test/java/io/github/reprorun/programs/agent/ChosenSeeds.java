package io.github.reprorun.programs.agent;

import io.github.reprorun.internal.agent.place.Sites;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;

/** Every generator here has a seed that its user chose: it prints the same with and without the agent. */
public final class ChosenSeeds {
    /** A time, in milliseconds, that lies before every run: chosen, perhaps printed by an earlier run. */
    private static final long PAST = 1_700_000_000_000L;

    private ChosenSeeds() {}

    public static void main(String[] arguments) throws Exception {
        long given = Long.parseLong(arguments[0]);
        print("constant", new Random(42).nextLong());
        print("argument", new Random(given).nextLong());
        print("time of an earlier run", new Random(PAST).nextLong());
        print("zero", new Random(0).nextLong());
        print("subclass", new Subclass(3).nextLong());
        print("gaussian", new Random(5).nextGaussian());
        print("bounded", new Random(5).nextInt(1000) + " " + new Random(5).nextInt(10, 20));
        print("stream", new Random(6).ints(5).boxed().toList());
        Random random = new Random();
        random.nextGaussian();
        random.setSeed(7);
        print("set", random.nextLong() + " " + random.nextGaussian() + " " + random.nextInt(50));
        List<Integer> list = new ArrayList<>(IntStream.range(0, 20).boxed().toList());
        Collections.shuffle(list, new Random(8));
        print("shuffle", list);
        print("splittable", new SplittableRandom(9).nextLong());
        print(
                "factory",
                RandomGeneratorFactory.of("L64X128MixRandom").create(10).nextLong());
        RandomGenerator.SplittableGenerator parent = (RandomGenerator.SplittableGenerator)
                RandomGeneratorFactory.of("L64X128MixRandom").create(11);
        print("split", parent.split().nextLong());
        SecureRandom secure = SecureRandom.getInstance("SHA1PRNG");
        secure.setSeed(12);
        print("SHA1PRNG", secure.nextLong());
        print("name", UUID.nameUUIDFromBytes("name".getBytes(StandardCharsets.US_ASCII)));
        print("one branch", branch(arguments.length > 1));
        print("one time, two shuffles", shuffledTogether());
        print("one time in a field", new Kept().isRepeatable());
        Sites.all().forEach(site -> System.out.println("site\t" + site.kind()));
    }

    // the compiler's frames say where the two meet: what was found before is forgotten
    private static long branch(boolean clock) {
        long seed = 13;
        if (clock) {
            seed = System.nanoTime();
        }
        return new Random(seed).nextLong();
    }

    private static boolean shuffledTogether() {
        List<Integer> features = new ArrayList<>(IntStream.range(0, 50).boxed().toList());
        List<Integer> labels = new ArrayList<>(features);
        long seed = System.currentTimeMillis();
        Collections.shuffle(features, new Random(seed));
        Collections.shuffle(labels, new Random(seed));
        return features.equals(labels);
    }

    private static final class Kept {
        private final long seedOfMine = System.nanoTime();
        private final long time = System.nanoTime();

        boolean isRepeatable() {
            Random first = new Random(seedOfMine);
            Random second = new Random(seedOfMine);
            Random third = new Random(time);
            Random fourth = new Random(time);
            return first.nextLong() == second.nextLong() && third.nextLong() == fourth.nextLong();
        }
    }

    private static void print(String name, Object drawn) {
        System.out.println(name + '\t' + drawn);
    }

    private static final class Subclass extends Random {
        private static final long serialVersionUID = 1L;

        Subclass(long seed) {
            super(seed);
        }
    }
}
