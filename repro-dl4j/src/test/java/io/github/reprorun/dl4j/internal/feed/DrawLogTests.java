package io.github.reprorun.dl4j.internal.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DrawLogTests {
    private final Map<String, List<Long>> positions = new HashMap<>();

    private final Draws draws = new Draws() {
        @Override
        public Map<String, List<Long>> positions() {
            return new HashMap<>(positions);
        }

        @Override
        public void moveTo(String name, List<Long> position) {
            positions.put(name, position);
        }

        @Override
        public boolean isShared(String name) {
            return false;
        }

        @Override
        public boolean isDrawnInTraining(String name) {
            return false;
        }

        @Override
        public void beginEpoch() {
            // Nothing is watched.
        }

        @Override
        public void prepareData() {
            // As above.
        }

        @Override
        public void train() {
            // As above.
        }
    };

    private final DrawLog log = new DrawLog(draws);

    private void prepare(Runnable draw) {
        Map<String, List<Long>> before = log.before();
        draw.run();
        log.after(before);
    }

    private static int notes(DrawLog log) {
        return log.bytes()[Integer.BYTES - 1];
    }

    @Test
    void notesNothingOfAGeneratorThatOnlyTheDataDrawsFrom() {
        prepare(() -> positions.put("a", List.of(1L)));
        prepare(() -> positions.put("a", List.of(2L)));

        assertThat(notes(log)).isZero();
    }

    /** A program may make one for each example. */
    @Test
    void keepsNothingOfAGeneratorThatIsGone() {
        prepare(() -> positions.put("a", List.of(1L)));
        positions.clear();
        prepare(() -> {});
        positions.put("a", List.of(1L));
        prepare(() -> positions.put("a", List.of(2L)));

        assertThat(notes(log)).isEqualTo(1);
    }
}
