package io.github.reprorun.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reprorun.base.file.FileDigest;
import io.github.reprorun.dl4j.internal.generator.ClockWindow;
import io.github.reprorun.dl4j.internal.machine.NativeLibraries;
import io.github.reprorun.dl4j.internal.machine.NativeThreads;
import io.github.reprorun.dl4j.internal.machine.NumericCanary;
import io.github.reprorun.dl4j.internal.network.ArrayBytes;
import io.github.reprorun.evidence.Evidence;
import io.github.reprorun.evidence.Resource;
import io.github.reprorun.spi.RunExtension;
import io.github.reprorun.spi.testing.FakeRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.ops.transforms.Transforms;

class Nd4jSessionTests {
    @TempDir
    Path directory;

    private static String text(Evidence<String> evidence) {
        return evidence.fold(value -> value, reason -> "unavailable: " + reason);
    }

    @Test
    void isFoundByTheServiceLoader() {
        assertThat(ServiceLoader.load(RunExtension.class))
                .singleElement()
                .isInstanceOf(Nd4jExtension.class)
                .returns("nd4j", RunExtension::name);
    }

    @Nested
    class Environment {
        @Test
        void statesTheNumericsAndDrawsNothing() {
            FakeRun run = Runs.fake(42, directory);
            try (Nd4jSession session = Nd4jSession.open(run, ClockWindow.ofThisJvm(Clock.systemUTC()))) {
                Nd4j.getRandom().setSeed(5);
                Nd4j.getRandom().nextLong();
                List<Long> before =
                        List.of(Nd4j.getRandom().rootState(), Nd4j.getRandom().nodeState());
                SortedMap<String, Evidence<String>> facts = session.environment();
                SortedMap<String, Evidence<String>> canary = NumericCanary.facts();

                assertThat(List.of(
                                Nd4j.getRandom().rootState(), Nd4j.getRandom().nodeState()))
                        .isEqualTo(before);
                assertThat(facts.keySet())
                        .contains(
                                "dl4j.version",
                                "javacpp.version",
                                "nd4j.backend",
                                "nd4j.binaryLevel",
                                "nd4j.blas.core",
                                "nd4j.blas.threads",
                                "nd4j.blas.vendor",
                                "nd4j.buildInfo",
                                "nd4j.cuda.devices",
                                "nd4j.omp.threads",
                                "nd4j.optimalLevel",
                                "nd4j.version");
                assertThat(text(facts.get("nd4j.version"))).isEqualTo("1.0.0-M2.1");
                assertThat(text(facts.get("dl4j.version"))).isEqualTo("1.0.0-M2.1");
                assertThat(text(facts.get("nd4j.backend"))).isEqualTo("CPU");
                assertThat(text(facts.get("nd4j.blas.vendor"))).isEqualTo("OPENBLAS");
                assertThat(text(facts.get("nd4j.blas.core"))).matches("[A-Za-z0-9_]+");
                assertThat(text(facts.get("nd4j.cuda.devices"))).isEqualTo("unavailable: ND4J's backend is not CUDA");
                assertThat(text(facts.get("nd4j.buildInfo"))).doesNotContain("\n");
                assertThat(facts).containsAllEntriesOf(canary);
            }
        }

        @Test
        void hasACanaryThatEachOperationChanges() {
            SortedMap<String, Evidence<String>> canary = NumericCanary.facts();

            assertThat(canary.keySet())
                    .containsExactly(
                            "jvm.canary.math",
                            "nd4j.canary.conv.float",
                            "nd4j.canary.exp.double",
                            "nd4j.canary.exp.float",
                            "nd4j.canary.gemm.double",
                            "nd4j.canary.gemm.float",
                            "nd4j.canary.log.double",
                            "nd4j.canary.log.float",
                            "nd4j.canary.sum.double",
                            "nd4j.canary.sum.float",
                            "nd4j.canary.tanh.double",
                            "nd4j.canary.tanh.float");
            assertThat(canary.values()).doesNotHaveDuplicates();
            assertThat(NumericCanary.facts()).isEqualTo(canary);
        }

        @Test
        void hasACanaryOfWhatProgramsCall() {
            SortedMap<String, Evidence<String>> canary = NumericCanary.facts();

            for (DataType type : List.of(DataType.FLOAT, DataType.DOUBLE)) {
                INDArray points = golden(4096, type).muli(8).subi(4);
                INDArray left = golden(96 * 96 + 1, type).get(NDArrayIndex.interval(1, 96 * 96 + 1));
                INDArray right = golden(96 * 96 + 2, type).get(NDArrayIndex.interval(2, 96 * 96 + 2));
                Map<String, INDArray> called = Map.of(
                        "exp",
                        Transforms.exp(points),
                        "tanh",
                        Transforms.tanh(points),
                        "log",
                        Transforms.log(golden(4096, type).addi(0.001)),
                        "sum",
                        golden(20_000, type).sum(),
                        "gemm",
                        left.dup().reshape('c', 96, 96).mmul(right.dup().reshape('c', 96, 96)));
                called.forEach((name, result) -> assertThat(canary.get(
                                "nd4j.canary." + name + "." + type.name().toLowerCase(Locale.ROOT)))
                        .as(name)
                        .isEqualTo(Evidence.observed(ArrayBytes.sha256(result).hex())));
            }
        }

        /** The fractions of the multiples of the golden ratio, to 32 bits. */
        private static INDArray golden(int length, DataType type) {
            double[] values = new double[length];
            for (int i = 0; i < length; i++) {
                values[i] = (i * 2654435769L & 0xffffffffL) / 0x1p32;
            }
            return Nd4j.createFromArray(values).castTo(type);
        }
    }

    @Nested
    class Threads {
        @Test
        void thatDifferFromTheRunsAreUnpinned() {
            FakeRun run = Runs.fake(42, directory);
            NativeThreads.compare(
                    run, new TreeMap<>(Map.of("OMP_NUM_THREADS", run.threads(), "SD_MAX_THREADS", run.threads() + 1)));

            assertThat(run.unpinned())
                    .containsExactly(Map.entry(
                            "SD_MAX_THREADS",
                            "the native libraries use " + (run.threads() + 1) + " threads, the run was given "
                                    + run.threads() + "; the count is read before the JVM starts"));
        }
    }

    @Nested
    class Dependencies {
        @Test
        void areTheLoadedNumericLibrariesByDigest() throws IOException {
            FakeRun run = Runs.fake(42, directory);
            try (Nd4jSession session = Nd4jSession.open(run, ClockWindow.ofThisJvm(Clock.systemUTC()))) {
                List<Resource> dependencies = session.dependencies();

                assertThat(dependencies)
                        .extracting(Resource::name)
                        .anyMatch(name -> name.contains("nd4jcpu"))
                        .anyMatch(name -> name.contains("openblas"))
                        .doesNotHaveDuplicates()
                        .isSorted();
                assertThat(dependencies).allSatisfy(library -> {
                    assertThat(library.digest().get("sha256")).hasSize(64);
                    assertThat(library.annotations())
                            .containsEntry("kind", "native")
                            .containsKey("size");
                });
            }
        }

        @Test
        void areToldApartWhenTheyHaveOneNameAndReadableOrNot() throws IOException {
            Path a = Files.writeString(
                    Files.createDirectories(directory.resolve("a")).resolve("libm.so.6"), "1");
            Path b = Files.writeString(
                    Files.createDirectories(directory.resolve("b")).resolve("libm.so.6"), "22");
            Path gone = directory.resolve("libc.so.6");

            Path replaced = directory.resolve("libgomp.so.1 (deleted)");

            List<Resource> resources = new NativeLibraries().resources(new TreeSet<>(List.of(a, b, gone, replaced)));

            assertThat(resources)
                    .extracting(Resource::name)
                    .containsExactly("libc.so.6", "libgomp.so.1", "libm.so.6", "libm.so.6#2");
            assertThat(resources.get(1).annotations())
                    .containsExactly(
                            Map.entry("kind", "native"),
                            Map.entry("unavailable", "the file was replaced or deleted after it was loaded"));
            assertThat(resources.get(0).digest()).isEmpty();
            assertThat(resources.get(0).annotations())
                    .containsExactly(
                            Map.entry("kind", "native"),
                            Map.entry("unavailable", "cannot be read (java.nio.file.NoSuchFileException)"));
            assertThat(resources.get(3).digest())
                    .containsExactly(
                            Map.entry("sha256", FileDigest.of(b).sha256().hex()));
            assertThat(resources.get(3).annotations()).containsEntry("size", "2");
        }

        @Test
        void areReadFromTheProcessesMap() {
            assertThat(NativeLibraries.parseMaps(List.of(
                            "7f1029800000-7f1029ace000 r-xp 00000000 fe:00 160 /lib/with space/libm.so.6",
                            "7f1029ace000-7f1029adf000 r-xp 00000000 fe:00 160 /lib/with space/libm.so.6",
                            "7f1029ae0000-7f1029ae1000 r--p 00000000 fe:00 161 /lib/libc.so.6",
                            "7f10ff03d000-7f10ff03f000 r-xp 00000000 00:00 0 [vdso]",
                            "7f10ff03d000-7f10ff03f000 r-xp 00000000 00:00 0 ")))
                    .containsExactly("/lib/with space/libm.so.6", "/lib/libc.so.6");
        }

        @Test
        void areOnlyThoseOfNumerics() {
            assertThat(List.of(
                            "libnd4jcpu.so",
                            "libjnind4jcpu.so",
                            "libnd4jcuda.so",
                            "libopenblas.so.0",
                            "libopenblas_nolapack.so.0",
                            "libgomp.so.1",
                            "libm.so.6",
                            "libc.so.6",
                            "libstdc++.so.6.0.30",
                            "libgfortran.so.5",
                            "libcublas.so.11",
                            "libcudnn.so.8",
                            "libmkl_rt.so.2",
                            "nd4jcpu.dll",
                            "jniopenblas.dll",
                            "libnd4jcpu.dylib",
                            "libopenblas.0.dylib",
                            "libm-2.31.so"))
                    .allMatch(NativeLibraries::isNumeric);
            assertThat(List.of(
                            "libjvm.so",
                            "libzip.so",
                            "libnio.so",
                            "libz.so.1.2.13",
                            "jna13754910712138391924.tmp",
                            "java",
                            "libjava.so",
                            "libmanagement.so",
                            "libcrypto.so.3",
                            "libjsvml.so",
                            "ld-linux-x86-64.so.2"))
                    .noneMatch(NativeLibraries::isNumeric);
        }
    }
}
