package io.github.reprorun.programs.agent;

import io.github.reprorun.evidence.Hazard;
import io.github.reprorun.internal.agent.place.Sites;
import io.github.reprorun.internal.agent.policy.ChanceSource;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Date;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The catalogue of sources of chance in the JDK: each case is one line that gives another result in every bare run. The
 * program prints, for each, its name, the line and the result, and then the sites that the agent reports.
 */
public final class CarelessHabits {
    private static final int SHARED_LINE = line() + 1;
    private static final Random SHARED = new Random();

    private static final RandomGeneratorFactory<?> FACTORY = RandomGeneratorFactory.of("Xoshiro256PlusPlus");

    /** Every case, in the order in which they run. */
    public static final List<Case> CASES = List.of(
            new Case("new Random()", ChanceSource.RANDOM, () -> here(new Random().nextLong())),
            new Case("gaussian", ChanceSource.RANDOM, () -> here(new Random().nextGaussian())),
            new Case("subclass", ChanceSource.RANDOM, () -> at("$Subclass", Subclass.LINE, new Subclass().nextLong())),
            new Case(
                    "constructor reference",
                    ChanceSource.RANDOM,
                    () -> here(make(Random::new).nextLong())),
            new Case(
                    "reflection",
                    ChanceSource.RANDOM,
                    () -> here(Random.class.getConstructor().newInstance().nextLong())),
            new Case("static field", ChanceSource.RANDOM, () -> at("", SHARED_LINE, SHARED.nextLong())),
            new Case("Math.random()", ChanceSource.MATH_RANDOM, () -> here(Math.random())),
            new Case("StrictMath.random()", ChanceSource.MATH_RANDOM, () -> here(StrictMath.random())),
            new Case(
                    "Math::random",
                    ChanceSource.MATH_RANDOM,
                    () -> here(DoubleStream.generate(Math::random).limit(3).sum())),
            new Case("shuffle", ChanceSource.SHUFFLE, () -> here(shuffled(list -> Collections.shuffle(list)))),
            new Case("Collections::shuffle", ChanceSource.SHUFFLE, () -> here(shuffled(Collections::shuffle))),
            new Case(
                    "thread local",
                    ChanceSource.THREAD_LOCAL_RANDOM,
                    () -> here(ThreadLocalRandom.current().nextLong())),
            new Case("splittable", ChanceSource.SPLITTABLE_RANDOM, () -> here(new SplittableRandom().nextLong())),
            new Case(
                    "default generator",
                    ChanceSource.RANDOM_GENERATOR,
                    () -> here(RandomGenerator.getDefault().nextLong())),
            new Case(
                    "generator by name",
                    ChanceSource.RANDOM_GENERATOR,
                    () -> here(RandomGenerator.of("L64X128MixRandom").nextLong())),
            new Case(
                    "factory",
                    ChanceSource.RANDOM_GENERATOR,
                    () -> here(FACTORY.create().nextLong())),
            new Case(
                    "factory::create",
                    ChanceSource.RANDOM_GENERATOR,
                    () -> here(generator(FACTORY::create).nextLong())),
            new Case("identifier", ChanceSource.UUID, () -> here(UUID.randomUUID())),
            new Case("secure number", ChanceSource.SECURE_RANDOM, () -> here(new SecureRandom().nextLong())),
            new Case("seed from a secure number", ChanceSource.SECURE_RANDOM, () -> {
                byte[] seed = SecureRandom.getSeed(8);
                return at("", line() - 1, new Random(ByteBuffer.wrap(seed).getLong()).nextLong());
            }),
            new Case("milliseconds", ChanceSource.CLOCK, () -> here(new Random(System.currentTimeMillis()).nextLong())),
            new Case("nanoseconds", ChanceSource.CLOCK, () -> here(new Random(System.nanoTime()).nextLong())),
            new Case(
                    "arithmetic",
                    ChanceSource.CLOCK,
                    () -> here(new Random(31 * System.currentTimeMillis() ^ 7).nextLong())),
            new Case(
                    "hash of time",
                    ChanceSource.CLOCK,
                    () -> here(new Random(Long.hashCode(System.nanoTime())).nextLong())),
            new Case("date", ChanceSource.CLOCK, () -> here(new Random(new Date().getTime()).nextLong())),
            new Case(
                    "calendar",
                    ChanceSource.CLOCK,
                    () -> here(new Random(new GregorianCalendar().getTimeInMillis()).nextLong())),
            new Case(
                    "instant",
                    ChanceSource.CLOCK,
                    () -> here(new Random(java.time.Instant.now().getNano()).nextLong())),
            new Case(
                    "splittable of time",
                    ChanceSource.CLOCK,
                    () -> here(new SplittableRandom(System.nanoTime()).nextLong())),
            new Case("field", ChanceSource.CLOCK, () -> at("$Holder", Holder.LINE, new Holder().seed)),
            new Case(
                    "argument",
                    ChanceSource.CLOCK,
                    () -> at("$Holder", Holder.ARGUMENT_LINE, Holder.draw(System.nanoTime()))),
            new Case("set", ChanceSource.SET_OF, () -> here(first(java.util.Set.of(numbers())))),
            new Case(
                    "map",
                    ChanceSource.SET_OF,
                    () -> here(first(java.util.Map.copyOf(mapOf(numbers())).keySet()))),
            new Case("Set::of", ChanceSource.SET_OF, () -> here(first(set(java.util.Set::of)))),
            new Case("zip entry", ChanceSource.ZIP_TIME, () -> written(new ZipEntry("model.bin"))));

    /** What has one order only, and is not to be reported. */
    static final List<Object> ORDERED = List.of(java.util.Set.of(), java.util.Set.of(1), java.util.Map.of(1, 2));

    private CarelessHabits() {}

    /** One source of chance. */
    public record Case(String name, ChanceSource source, Callable<String> body) {}

    /** Runs all cases; prints the sites if asked to. */
    public static void main(String[] arguments) throws Exception {
        for (Case each : CASES) {
            System.out.println("case\t" + each.name() + '\t' + each.body().call());
        }
        for (Hazard site : Sites.all()) {
            System.out.println("site\t" + site.kind() + '\t' + site.className() + '\t' + site.line() + '\t'
                    + site.treatment() + '\t' + site.count());
        }
    }

    private static String here(Object result) {
        return at("", callersLine(), result);
    }

    private static int line() {
        return callersLine();
    }

    private static int callersLine() {
        return StackWalker.getInstance()
                .walk(frames -> frames.skip(2).findFirst().orElseThrow().getLineNumber());
    }

    private static String at(String nested, int line, Object result) {
        return CarelessHabits.class.getName() + nested + ':' + line + '\t' + result;
    }

    private static Random make(Supplier<Random> supplier) {
        return supplier.get();
    }

    private static RandomGenerator generator(Supplier<RandomGenerator> supplier) {
        return supplier.get();
    }

    private static java.util.Set<Integer> set(Function<Integer[], java.util.Set<Integer>> function) {
        return function.apply(numbers());
    }

    private static List<Integer> shuffled(java.util.function.Consumer<List<Integer>> shuffle) {
        List<Integer> list = new ArrayList<>(IntStream.range(0, 30).boxed().toList());
        shuffle.accept(list);
        return list;
    }

    private static Integer[] numbers() {
        Integer[] numbers = new Integer[50_000];
        Arrays.setAll(numbers, i -> i * 0x9E3779B1);
        return numbers;
    }

    private static java.util.Map<Integer, Integer> mapOf(Integer[] keys) {
        java.util.Map<Integer, Integer> map = new java.util.HashMap<>();
        for (Integer key : keys) {
            map.put(key, key);
        }
        return map;
    }

    private static List<Integer> first(java.util.Set<Integer> set) {
        return set.stream().limit(5).toList();
    }

    private static String written(ZipEntry entry) throws IOException {
        int line = line() + 2;
        try (ZipOutputStream zip = new ZipOutputStream(OutputStream.nullOutputStream())) {
            zip.putNextEntry(entry);
        }
        return at("", line, entry.getTime());
    }

    private static final class Subclass extends Random {
        private static final int LINE = line() - 1;
        private static final long serialVersionUID = 1L;
    }

    private static final class Holder {
        private static final int LINE = line() + 1;
        private final long seed = System.currentTimeMillis();

        private static final int ARGUMENT_LINE = line() + 4;

        static long draw(long value) {
            // the callee cannot know what the argument is
            return new Random(value).nextLong();
        }
    }
}
