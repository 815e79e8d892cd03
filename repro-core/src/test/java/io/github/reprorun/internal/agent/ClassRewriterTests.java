package io.github.reprorun.internal.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reprorun.evidence.Hazard;
import io.github.reprorun.evidence.Hazard.Treatment;
import io.github.reprorun.internal.agent.jdk.JdkClasses;
import io.github.reprorun.internal.agent.place.PlaceRandom;
import io.github.reprorun.internal.agent.place.Sites;
import io.github.reprorun.internal.agent.place.TaskLabel;
import io.github.reprorun.internal.agent.program.ConstantPoolScan;
import io.github.reprorun.internal.agent.program.MethodScan;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ClassRewriterTests {
    @Nested
    class ABrokenClassFile {
        @Test
        void isLeftAsItIsAndReported() {
            byte[] broken = "\u00ca\u00fe\u00ba\u00be0000000000000".getBytes(StandardCharsets.ISO_8859_1);
            broken[8] = 0;
            broken[9] = 9;
            broken[10] = 1;
            broken[11] = 0x7F;
            broken[12] = 0x7F;
            assertThat(ClassRewriter.OF_PROGRAM.transform(
                            ClassRewriterTests.class.getClassLoader(), "com/acme/Broken", null, null, broken))
                    .isNull();
            assertThat(Sites.all())
                    .filteredOn(site -> site.className().equals("com.acme.Broken"))
                    .singleElement()
                    .satisfies(site -> {
                        assertThat(site.kind()).isEqualTo("class not instrumented");
                        assertThat(site.treatment()).isEqualTo(Treatment.UNCONTROLLED);
                        assertThat(site.advice())
                                .startsWith("It could not be instrumented: java.lang.ArrayIndexOutOfBoundsException");
                    });
        }
    }

    @Nested
    class AClassFileOfALaterKind {
        @Test
        void isLeftAsItIsAndReported() throws Exception {
            byte[] later = bytes(Random.class);
            later[10] = 99;
            assertThat(ClassRewriter.OF_PROGRAM.transform(
                            ClassRewriterTests.class.getClassLoader(), "com/acme/Later", null, null, later))
                    .isNull();
            assertThat(Sites.all())
                    .filteredOn(site -> site.className().equals("com.acme.Later"))
                    .singleElement()
                    .extracting(Hazard::advice)
                    .isEqualTo("It could not be instrumented: java.lang.IllegalArgumentException: its constant pool"
                            + " holds the unknown kind 99");
            assertThatThrownBy(() -> MethodScan.of(later)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Nested
    class AJdkThatIsBuiltInAnotherWay {
        @Test
        void isLeftAsItIsAndReported() throws Exception {
            byte[] other = bytes(KeyPair.class);
            assertThat(ClassRewriter.OF_JDK.transform(null, "sun/nio/fs/UnixDirectoryStream", null, null, other))
                    .isNull();
            assertThat(Sites.all())
                    .filteredOn(site -> site.className().equals("sun.nio.fs.UnixDirectoryStream"))
                    .singleElement()
                    .extracting(Hazard::advice)
                    .isEqualTo("It could not be instrumented: java.lang.IllegalStateException: this JDK's"
                            + " sun/nio/fs/UnixDirectoryStream is built in a way that is not known");
        }
    }

    @Nested
    class TheConstantPool {
        @Test
        void tellsWhoMakesGenerators() throws Exception {
            assertThat(ConstantPoolScan.isInteresting(bytes(PlaceRandom.class), false))
                    .isTrue();
            assertThat(ConstantPoolScan.isInteresting(bytes(TaskLabel.class), false))
                    .isFalse();
        }

        @Test
        void tellsWhoHandlesKeys() throws Exception {
            assertThat(ConstantPoolScan.handlesKeys(bytes(KeyHolder.class))).isTrue();
            assertThat(ConstantPoolScan.handlesKeys(bytes(Random.class))).isFalse();
        }
    }

    @Nested
    class TheSalt {
        @Test
        void isReadByNoOtherClassThanThoseThatAreRewritten() throws Exception {
            List<String> readers = List.of(
                            "",
                            "$Access",
                            "$AbstractImmutableSet",
                            "$AbstractImmutableMap",
                            "$List12",
                            "$ListN",
                            "$Set12",
                            "$Set12$1",
                            "$SetN",
                            "$SetN$SetNIterator",
                            "$Map1",
                            "$MapN",
                            "$MapN$1",
                            "$MapN$MapNIterator",
                            "$SubList",
                            "$ListItr")
                    .stream()
                    .map(nested -> "java/util/ImmutableCollections" + nested)
                    .filter(ClassRewriterTests::readsSalt)
                    .toList();
            assertThat(readers)
                    .containsExactly(
                            "java/util/ImmutableCollections",
                            "java/util/ImmutableCollections$Set12",
                            "java/util/ImmutableCollections$Set12$1",
                            "java/util/ImmutableCollections$SetN$SetNIterator",
                            "java/util/ImmutableCollections$MapN$MapNIterator");
            assertThat(readers.subList(1, readers.size())).allMatch(JdkClasses::isWanted);
        }
    }

    private static boolean readsSalt(String name) {
        try (java.io.InputStream in = ClassLoader.getSystemResourceAsStream(name + ".class")) {
            String text = in == null ? "" : new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
            return text.contains("SALT32L") || text.contains("REVERSE");
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static byte[] bytes(Class<?> type) throws java.io.IOException {
        String name = type.getName().substring(type.getName().lastIndexOf('.') + 1) + ".class";
        try (java.io.InputStream in = type.getResourceAsStream(name)) {
            return in.readAllBytes();
        }
    }

    private record KeyHolder(KeyPair keys) {}
}
