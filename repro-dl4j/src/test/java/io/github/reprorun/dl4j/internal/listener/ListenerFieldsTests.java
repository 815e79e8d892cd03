package io.github.reprorun.dl4j.internal.listener;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reprorun.evidence.Hazard;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.DoubleAdder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ListenerFieldsTests {
    private static ListenerFields fieldsOf(List<?> listeners) {
        return new ListenerFields(listeners, Path.of("runs/name/id"));
    }

    private static class Counting {
        int steps;
    }

    /** Has one field of each kind that can be restored. */
    private static final class Everything extends Counting {
        private final double[] recent = new double[3];
        private final List<Double> scores = new ArrayList<>();
        private final Deque<String> last = new ArrayDeque<>();
        private final SortedMap<String, List<Integer>> byName = new TreeMap<>();
        private final AtomicLong total = new AtomicLong();
        private final DoubleAdder sum = new DoubleAdder();
        private final AtomicReference<@Nullable String> word = new AtomicReference<>();
        private final StringBuilder text = new StringBuilder();
        private final Nested nested = new Nested();
        private final INDArray average = Nd4j.zeros(2);
        private List<String> fixed = List.of();
        private long[] growing = {};
        private @Nullable INDArray late;
        private boolean begun;
        private char letter = 'a';
        private float rate = Float.NaN;
        private @Nullable DayOfWeek day;
        private @Nullable Path file;
        private @Nullable Instant time;
        private BigDecimal exact = BigDecimal.ZERO;
        private Optional<String> maybe = Optional.empty();
        private transient int ofThisProcess;
        private final Random random = new Random(1);

        void step() {
            steps++;
            recent[steps % 3] = 0.5;
            scores.add(-0.0);
            last.addFirst("step " + steps);
            byName.computeIfAbsent("a", name -> new ArrayList<>()).add(steps);
            total.addAndGet(1L << 40);
            sum.add(0.25);
            word.set("word " + steps);
            text.append('x');
            nested.deeper.value *= 3;
            average.addi(0.5);
            fixed = List.of("now " + steps);
            growing = new long[steps];
            late = Nd4j.ones(steps);
            begun = true;
            letter++;
            rate = 0.1f * steps;
            day = DayOfWeek.of(steps);
            file = Path.of("file", Integer.toString(steps));
            time = Instant.ofEpochSecond(steps);
            exact = exact.add(new BigDecimal("0.1"));
            maybe = Optional.of("maybe " + steps);
            ofThisProcess++;
        }
    }

    private static final class Nested {
        private final Deeper deeper = new Deeper();
    }

    private static final class Deeper {
        private short value = 1;
    }

    @Test
    void putsPlainDataIntoTheObjectsThatTheProgramHolds() {
        Everything trained = new Everything();
        trained.step();
        trained.step();
        byte[] saved = fieldsOf(List.of(trained)).save();
        Everything again = new Everything();
        List<Double> scores = again.scores;
        again.ofThisProcess = 7;

        assertThat(fieldsOf(List.of(again)).restore(saved)).isEmpty();

        assertThat(again)
                .usingRecursiveComparison()
                .ignoringFields("ofThisProcess", "random", "average", "late", "total", "sum", "text")
                .isEqualTo(trained);
        assertThat(again.scores).isSameAs(scores);
        assertThat(Double.doubleToRawLongBits(again.scores.get(1))).isEqualTo(Double.doubleToRawLongBits(-0.0));
        assertThat(again.total).hasValue(2L << 40);
        assertThat(again.sum.sum()).isEqualTo(0.5);
        assertThat(again.text).hasToString("xx");
        assertThat(again.average).isEqualTo(Nd4j.ones(2));
        assertThat(again.late).isEqualTo(Nd4j.ones(2));
        assertThat(again.ofThisProcess).isEqualTo(7);
        assertThat(fieldsOf(List.of(again)).save()).isEqualTo(saved);
    }

    private record Best(int epoch) {}

    /** Keeps what cannot be made again. */
    private static final class Odd {
        private final StringWriter writer = new StringWriter();
        private final List<Counting> counted = new ArrayList<>();
        private Best best = new Best(0);
        private @Nullable Counting madeLate;
        private final Map<String, Object> nothing = new HashMap<>();
        private final Thread thread = Thread.currentThread();
        private int plain;
    }

    @Test
    void namesWhatItCannotRestore() {
        Odd trained = new Odd();
        trained.counted.add(new Counting());
        trained.best = new Best(3);
        trained.madeLate = new Counting();
        trained.plain = 4;
        byte[] saved = fieldsOf(List.of(new Counting(), trained)).save();
        Odd again = new Odd();

        List<Hazard> hazards = fieldsOf(List.of(new Counting(), again)).restore(saved);

        assertThat(hazards)
                .containsExactly(new Hazard(
                        "state of a listener",
                        Odd.class.getName(),
                        -1,
                        1,
                        Hazard.Treatment.UNCONTROLLED,
                        "The resumed run could not restore best.epoch, counted, madeLate, thread, writer, so it may differ"
                                + " from a run that was never stopped: keep numbers, texts, arrays and collections of them in fields,"
                                + " or mark as transient what does not matter."));
        assertThat(again.plain).isEqualTo(4);
    }

    /** Though it cannot be made again, nothing is lost. */
    @Test
    void saysNothingOfObjectsThatDidNotChange() {
        Odd trained = new Odd();
        trained.counted.add(new Counting());
        Odd again = new Odd();
        again.counted.add(new Counting());

        assertThat(fieldsOf(List.of(again)).restore(fieldsOf(List.of(trained)).save()))
                .singleElement()
                .extracting(Hazard::advice)
                .asString()
                .startsWith("The resumed run could not restore thread, writer, so");
    }

    @Test
    void namesAListenerThatIsNotThere() {
        byte[] saved = fieldsOf(List.of(new Counting())).save();

        assertThat(fieldsOf(List.of()).restore(saved)).singleElement().satisfies(hazard -> {
            assertThat(hazard.className()).isEqualTo(Counting.class.getName());
            assertThat(hazard.advice()).startsWith("The resumed run could not restore it, so");
        });
    }

    /** What the data changes when it is taken again is where the data needs it to be. */
    @Test
    void leavesTheDataWhatIsTheDatas() {
        Everything trained = new Everything();
        trained.step();
        byte[] saved = fieldsOf(List.of(trained)).save();
        Everything again = new Everything();
        ListenerFields fields = fieldsOf(List.of(again));

        fields.takeDataAgain(() -> again.steps = 5);

        assertThat(fields.restore(saved)).isEmpty();
        assertThat(again.steps).isEqualTo(5);
        assertThat(again.total).hasValue(1L << 40);
    }

    private static final class Writing {
        private final Path log;
        private final String name;
        private Path last;

        Writing(Path run, Path data) {
            this.log = run.resolve("outputs/log");
            this.name = log.toString();
            this.last = data;
        }
    }

    /** The run, the project and its data may have been moved. */
    @Test
    void findsPathsBelowTheRunWhereTheyLieNow() {
        Path before = Path.of("before").toAbsolutePath();
        Path after = Path.of("after").toAbsolutePath();
        Writing trained = new Writing(before, Path.of("data/1"));
        trained.last = before.resolve("outputs/2");
        byte[] saved = new ListenerFields(List.of(trained), before).save();
        Writing again = new Writing(after, Path.of("data/1"));

        assertThat(new ListenerFields(List.of(again), after).restore(saved)).isEmpty();

        assertThat(again.log).isEqualTo(after.resolve("outputs/log"));
        assertThat(again.name).isEqualTo(after.resolve("outputs/log").toString());
        assertThat(again.last).isEqualTo(after.resolve("outputs/2"));
    }

    @Test
    void namesAPathThatMayLeadElsewhere() {
        Path run = Path.of("runs/name/id").toAbsolutePath();
        Path there = Path.of("/there/claims.csv").toAbsolutePath();
        Path here = Path.of("/here/claims.csv").toAbsolutePath();
        byte[] saved = new ListenerFields(List.of(new Writing(run, there)), run).save();
        Writing again = new Writing(run, here);

        assertThat(new ListenerFields(List.of(again), run).restore(saved))
                .singleElement()
                .extracting(Hazard::advice)
                .asString()
                .startsWith("The resumed run could not restore last, so");
        assertThat(again.last).isEqualTo(here);
    }

    /** A program may hold everything in one place; then a checkpoint must still end. */
    @Test
    void endsInCirclesAndDeepChains() {
        class Link {
            private @Nullable Object next;
        }
        Link first = new Link();
        Link each = first;
        for (int i = 0; i < 20_000; i++) {
            Link next = new Link();
            each.next = next;
            each = next;
        }
        each.next = first;
        List<Object> circle = new ArrayList<>();
        circle.add(circle);
        Link second = new Link();
        second.next = circle;
        ListenerFields fields = fieldsOf(List.of(first, second));

        byte[] saved = fields.save();

        assertThat(saved).hasSizeLessThan(2_000_000);
        assertThat(fields.restore(saved))
                .hasSize(1)
                .allSatisfy(hazard -> assertThat(hazard.className()).isEqualTo(Link.class.getName()));
    }
}
