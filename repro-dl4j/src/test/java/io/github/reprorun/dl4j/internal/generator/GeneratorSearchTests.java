package io.github.reprorun.dl4j.internal.generator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.AbstractCollection;
import java.util.Collections;
import java.util.ConcurrentModificationException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GeneratorSearchTests {
    private final Random random = new Random(3);

    /** As a list that another thread adds to. */
    private static final class Changing extends AbstractCollection<Object> {
        @Override
        public Iterator<Object> iterator() {
            throw new ConcurrentModificationException();
        }

        @Override
        public int size() {
            return 1;
        }
    }

    /** Of a library that is absent. */
    static final class Optional {}

    static final class Integration {
        @Nullable
        Optional optional;
    }

    static final class Rows {
        private static final double[][] DATA = new double[100_001][];

        static {
            for (int i = 0; i < DATA.length; i++) {
                DATA[i] = new double[0];
            }
        }
    }

    /** Has {@link Integration}, but not what it needs. */
    private static final class Incomplete extends ClassLoader {
        Incomplete() {
            super(GeneratorSearchTests.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.equals(Optional.class.getName())) {
                throw new ClassNotFoundException(name);
            }
            if (!name.equals(Integration.class.getName())) {
                return super.loadClass(name, resolve);
            }
            try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    @Test
    void tellsACollectionThatIsChangedMeanwhile() {
        Map<String, Object> roots = new LinkedHashMap<>();
        roots.put("changing", Collections.unmodifiableCollection(new Changing()));
        roots.put("list", List.of(random));

        GeneratorSearch reachable = GeneratorSearch.from(roots, List.of());

        assertThat(reachable.found()).containsExactly(Map.entry("list[0]", random));
        assertThat(reachable.unseen())
                .containsExactly(new UnrestorableGenerator(
                        "generators, if any, in changing (java.util.ConcurrentModificationException)",
                        "java.util.Collections$UnmodifiableCollection",
                        -1));
    }

    @Test
    void tellsAClassThatNeedsAnAbsentOne() throws Exception {
        Class<?> integration = new Incomplete().loadClass(Integration.class.getName());

        GeneratorSearch reachable = GeneratorSearch.from(Map.of("list", List.of(random)), List.of(integration));

        assertThat(reachable.found()).containsExactly(Map.entry("list[0]", random));
        assertThat(reachable.unseen())
                .singleElement()
                .satisfies(
                        unseen -> assertThat(unseen.kind()).contains("$Integration (java.lang.NoClassDefFoundError: "))
                .extracting(UnrestorableGenerator::className)
                .isEqualTo(Integration.class.getName());
    }

    @Test
    void passesOverRowsOfNumbers() {
        GeneratorSearch reachable =
                GeneratorSearch.from(Map.of("rows", Rows.DATA, "list", List.of(List.of(random))), List.of());

        assertThat(reachable.found()).containsExactly(Map.entry("list[0][0]", random));
        assertThat(reachable.unseen()).isEmpty();
    }

    @Test
    void looksFromTheRootsToTheirEndBeforeItLooksIntoClasses() {
        GeneratorSearch reachable = GeneratorSearch.from(Map.of("list", List.of(List.of(random))), List.of(Many.class));

        assertThat(reachable.found()).containsExactly(Map.entry("list[0][0]", random));
        assertThat(reachable.unseen())
                .extracting(UnrestorableGenerator::kind)
                .containsExactly("generators, if any, beyond the first 100000 objects of the program");
    }

    static final class Many {
        private static final Object[][] OBJECTS = new Object[100_001][];

        static {
            for (int i = 0; i < OBJECTS.length; i++) {
                OBJECTS[i] = new Object[0];
            }
        }
    }
}
