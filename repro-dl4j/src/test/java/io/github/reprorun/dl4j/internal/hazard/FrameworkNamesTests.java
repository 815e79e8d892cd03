package io.github.reprorun.dl4j.internal.hazard;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reprorun.base.library.Libraries;
import io.github.reprorun.base.library.LibraryDescriptor;
import io.github.reprorun.dl4j.Nd4jExtension;
import io.github.reprorun.numerics.NumericsProfile;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The one table of names and the descriptor agree with each other and with the release that the tests have. */
class FrameworkNamesTests {
    /** Of deeplearning4j-ui-model, which is not on the class path of the tests. */
    private static final String OF_THE_USER_INTERFACE = "org.deeplearning4j.ui.";

    private static final Path MAIN = Path.of("src/main/java/io/github/reprorun/dl4j");
    private static final Pattern LITERAL =
            Pattern.compile("\"[^\"\n]*org[./](?:nd4j|deeplearning4j|datavec)[./][^\"\n]*\"");

    /** Of a backend that needs a device and is not on the class path of tests. */
    private static final Set<String> OF_CUDA =
            Set.of(FrameworkNames.CUDA_EXECUTIONER, "org.nd4j.linalg.jcublas.JCublasBackend");

    private final LibraryDescriptor descriptor = Libraries.ofThisJvm().descriptors().stream()
            .filter(each -> each.name().equals("nd4j"))
            .findFirst()
            .orElseThrow();

    @Test
    void everyClassOfTheTableExists() throws ReflectiveOperationException {
        List<String> classes =
                table().stream().filter(name -> !name.endsWith(".")).toList();

        assertThat(classes).hasSizeGreaterThan(25).allSatisfy(FrameworkNamesTests::requireClass);
    }

    @Test
    void everyClassOfTheDescriptorExists() {
        List<String> classes = new ArrayList<>(descriptor.code().immaterialNames());
        classes.addAll(descriptor.code().clockDefaults());
        classes.add(descriptor.library().className());
        classes.add(descriptor.extension().className());
        classes.add(descriptor.accelerator().orElseThrow().marker().className());

        for (String timed : descriptor.code().timedFiles()) {
            if (!timed.startsWith(OF_THE_USER_INTERFACE)) {
                classes.add(timed.substring(0, timed.indexOf('/')));
            }
        }

        assertThat(classes).hasSizeGreaterThan(10).allSatisfy(FrameworkNamesTests::requireClass);
    }

    @Test
    void everyPackageExists() throws ReflectiveOperationException {
        List<String> packages = new ArrayList<>(
                table().stream().filter(name -> name.endsWith(".")).toList());
        packages.addAll(descriptor.code().library());
        packages.addAll(descriptor.code().quiet());
        packages.addAll(descriptor.code().own());

        assertThat(packages)
                .hasSizeGreaterThan(8)
                .allSatisfy(name -> assertThat(ClassLoader.getSystemResource(name.replace('.', '/')))
                        .as(name)
                        .isNotNull());
    }

    @Test
    void theDescriptorAgreesWithTheTable() {
        assertThat(descriptor.code().library())
                .containsExactlyInAnyOrder(FrameworkNames.DEEPLEARNING4J, FrameworkNames.ND4J, FrameworkNames.DATAVEC);
        assertThat(FrameworkNames.LIBRARIES).containsAll(descriptor.code().library());
        assertThat(descriptor.code().clockDefaults()).containsExactly(FrameworkNames.CONFIGURATION_BUILDER);
        assertThat(descriptor.code().immaterialNames())
                .contains(
                        FrameworkNames.ASYNC_DATA_SET_ITERATOR,
                        FrameworkNames.ASYNC_MULTI_DATA_SET_ITERATOR,
                        FrameworkNames.DEALLOCATOR_SERVICE);
        assertThat(descriptor.extension().className()).isEqualTo(Nd4jExtension.class.getName());
        assertThat(descriptor.name()).isEqualTo(new Nd4jExtension().name());
        assertThat(descriptor.unknownKeys()).isEmpty();
    }

    @Test
    void noOtherFileHasSuchNamesInStrings() throws IOException {
        List<String> found = new ArrayList<>();
        int files = 0;
        try (Stream<Path> all = Files.walk(MAIN)) {
            for (Path file :
                    all.filter(each -> each.toString().endsWith(".java")).toList()) {
                files++;
                LITERAL.matcher(Files.readString(file))
                        .results()
                        .forEach(literal -> found.add(file.getFileName() + ": " + literal.group()));
            }
        }

        assertThat(files).isGreaterThan(60);
        assertThat(found).isNotEmpty().allMatch(each -> each.startsWith("FrameworkNames.java: "));
    }

    @Test
    void theVariablesOfAPinnedJvmAreThoseOfNd4jToo() {
        Libraries plain = new Libraries(List.of(descriptor), false);
        Libraries accelerated = new Libraries(List.of(descriptor), true);

        assertThat(NumericsProfile.PORTABLE.environment(3, "amd64", plain).toString())
                .isEqualTo(
                        "{DNNL_MAX_CPU_ISA=AVX2, GOMP_SPINCOUNT=1000, LC_ALL=C.UTF-8, MKL_CBWR=AVX2, MKL_NUM_THREADS=3,"
                                + " OMP_DYNAMIC=FALSE, OMP_NUM_THREADS=3, OMP_WAIT_POLICY=PASSIVE, OPENBLAS_CORETYPE=Haswell,"
                                + " OPENBLAS_NUM_THREADS=3, OPENBLAS_THREAD_TIMEOUT=22, SD_MASTER_THREADS=3, SD_MAX_THREADS=3,"
                                + " TZ=UTC}");
        assertThat(NumericsProfile.HOST.environment(1, "amd64", accelerated).toString())
                .isEqualTo("{CUBLAS_WORKSPACE_CONFIG=:4096:8, GOMP_SPINCOUNT=1000, LC_ALL=C.UTF-8, MKL_NUM_THREADS=1,"
                        + " NVIDIA_TF32_OVERRIDE=0, OMP_DYNAMIC=FALSE, OMP_NUM_THREADS=1, OMP_WAIT_POLICY=PASSIVE,"
                        + " OPENBLAS_NUM_THREADS=1, OPENBLAS_THREAD_TIMEOUT=22, SD_FORBID_HELPERS=1,"
                        + " SD_MASTER_THREADS=1, SD_MAX_THREADS=1, TZ=UTC}");
    }

    private static Set<String> table() throws ReflectiveOperationException {
        Set<String> names = new TreeSet<>(FrameworkNames.LIBRARIES);
        for (Field field : FrameworkNames.class.getDeclaredFields()) {
            if (field.getType() == String.class) {
                names.add((String) field.get(null));
            }
        }
        return names;
    }

    private static void requireClass(String name) throws ClassNotFoundException {
        if (!OF_CUDA.contains(name)) {
            assertThat(Class.forName(name, false, ClassLoader.getSystemClassLoader()))
                    .isNotNull();
        }
    }
}
