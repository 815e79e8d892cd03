package io.github.reprorun.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reprorun.StartedProgram;
import io.github.reprorun.StartedProgram.Ended;
import io.github.reprorun.base.file.FileDigest;
import io.github.reprorun.evidence.Evidence;
import io.github.reprorun.evidence.Hazard;
import io.github.reprorun.evidence.Resource;
import io.github.reprorun.manifest.InputResource;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.RunDefinition;
import io.github.reprorun.programs.Reaching;
import io.github.reprorun.runs.VerifiedRun;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a program takes from outside its JVM without saying so: a manifest has it, or names it. */
class ReachingTests {
    private static final String PROGRAM = Reaching.class.getName();

    @TempDir
    private Path folder;

    private Path work;

    @BeforeEach
    void makeWorkingDirectory() throws IOException {
        work = Files.createDirectory(folder.resolve("work")).toRealPath();
    }

    @Test
    void everyContactIsNamed() throws IOException {
        run(Map.of("REACHING", "there", "LD_LIBRARY_PATH", "/nowhere"), "--", PROGRAM, "everywhere")
                .assertStatus(0);

        Manifest manifest = manifest();
        Map<String, List<String>> met = manifest.hazards().stream()
                .filter(hazard -> hazard.treatment() == Hazard.Treatment.UNCONTROLLED)
                .peek(hazard -> assertThat(hazard.className()).isEqualTo(PROGRAM))
                .peek(hazard -> assertThat(hazard.line()).isPositive())
                .collect(Collectors.groupingBy(
                        Hazard::kind, TreeMap::new, Collectors.mapping(Hazard::advice, Collectors.toList())));
        assertThat(met)
                .containsOnlyKeys(
                        "child process",
                        "device or file of the machine",
                        "network connection",
                        "undeclared environment variable");
        assertThat(met.get("child process"))
                .singleElement()
                .asString()
                .contains("\"true\"")
                .doesNotContain("token");
        assertThat(met.get("device or file of the machine"))
                .hasSize(2)
                .anyMatch(advice -> advice.contains("/dev/urandom"))
                .anyMatch(advice -> advice.contains("/proc/self/comm"));
        assertThat(met.get("network connection"))
                .anyMatch(advice -> advice.contains("what came from whoever sends datagrams"))
                .anyMatch(advice -> advice.contains("what came from localhost"));
        assertThat(met.get("undeclared environment variable"))
                .singleElement()
                .asString()
                .startsWith("Ask for REACHING by run.variable");
        assertThat(manifest.definition().unpinned())
                .containsOnlyKeys(
                        "code that asks for the time",
                        "socket of " + PROGRAM,
                        "variable asked for REACHING_NOWHERE",
                        "variables asked for");
        Map<String, Evidence<String>> environment = manifest.definition().environment();
        assertThat(environment)
                .containsEntry("properties.set", Evidence.observed("reaching.mode"))
                .containsEntry("variable.LD_LIBRARY_PATH", Evidence.observed("/nowhere"));
        assertThat(manifest.definition().inputs()).isEmpty();
    }

    @Test
    void theJvmItselfIsEvidence() throws IOException {
        run(Map.of("REACHING", "there", "LD_PRELOAD", "libnowhere.so"), "--", PROGRAM, "variable")
                .assertStatus(0);

        assertThat(manifest().definition().environment())
                .containsEntry("variable.LD_PRELOAD", Evidence.observed("libnowhere.so"));
        Path library = Path.of(System.getProperty("java.home"), "lib/server/libjvm.so");
        assertThat(manifest().definition().dependencies(RunDefinition.KIND_NATIVE))
                .filteredOn(each -> each.name().equals("libjvm.so"))
                .extracting(Resource::digest)
                .containsExactly(new TreeMap<>(
                        Map.of("sha256", FileDigest.of(library).sha256().hex())));
    }

    @Nested
    class AVariable {
        @Test
        void isRefusedByStrictUnlessItIsDeclared() {
            Ended refused = run(Map.of("REACHING", "there"), "--strict", "--", PROGRAM, "variable")
                    .assertStatus(1);

            assertThat(refused.error())
                    .contains("undeclared environment variable at " + PROGRAM)
                    .contains("Ask for REACHING by run.variable");
            run(Map.of("REACHING", "there"), "--strict", "--env", "REACHING", "--", PROGRAM, "variable")
                    .assertStatus(0);
        }

        @Test
        void isGivenToARerun() throws IOException {
            run(Map.of("REACHING", "there"), "--env", "REACHING", "--", PROGRAM, "variable")
                    .assertStatus(0);

            assertThat(manifest().definition().environment())
                    .containsEntry("declaredVariable.REACHING", Evidence.observed("there"));
            assertThat(manifest().hazards()).isEmpty();
            assertThat(rerun().assertStatus(0).out()).contains("REPRODUCED");
            assertThat(work.resolve("out.txt")).hasContent("there\n");
        }

        @Test
        void thatIsASecretIsNotRecorded() throws IOException {
            run(Map.of("REACHING_TOKEN", "hunter2"), "--env", "REACHING_TOKEN", "--", PROGRAM, "secret")
                    .assertStatus(0);

            Path run = runOf("reaching");
            assertThat(Files.readString(run.resolve("manifest.json"))).doesNotContain("hunter2");
            rerun().assertStatus(3)
                    .assertLastError("reprorun: environment variable REACHING_TOKEN: was a secret and is not recorded;"
                            + " set it for the re-run");
        }

        @Test
        void isACauseWhenItDiffers() throws IOException {
            run(Map.of("REACHING", "there"), "--env", "REACHING", "--", PROGRAM, "variable")
                    .assertStatus(0);
            Path first = Files.move(runOf("reaching"), folder.resolve("first"));
            run(Map.of("REACHING", "elsewhere"), "--env", "REACHING", "--", PROGRAM, "variable")
                    .assertStatus(0);

            assertThat(Verb.run("diff", first, runOf("reaching"))
                            .assertStatus(1)
                            .out())
                    .contains("PARAMETERS")
                    .contains("declaredVariable.REACHING");
        }

        @Test
        void isNamedWithoutAValue() {
            Verb.run("run", "--name", "n", "--env", "A=b", "--", PROGRAM, "variable")
                    .assertStatus(2)
                    .assertError("reprorun: --env A=b: is the name of a variable, without its value");
        }
    }

    @Nested
    class AnOutputThatMayDiffer {
        @Test
        void mayHaveAnotherNameToo() {
            run(Map.of(), "--may-differ", "logs/*.log", "--may-differ", "logs/deep/", "--", PROGRAM, "logs")
                    .assertStatus(0);

            assertThat(rerun().assertStatus(0).out()).contains("WITHIN_TOLERANCE");
        }

        @Test
        void divergesWhereItIsNotDeclared() {
            run(Map.of(), "--may-differ", "logs/*.log", "--", PROGRAM, "logs").assertStatus(0);

            assertThat(rerun().assertStatus(1).out()).contains("outputs/logs/deep/latest.txt");
        }

        @Test
        void hasToBeMade() {
            assertThat(run(Map.of(), "--may-differ", "log/*", "--", PROGRAM, "logs")
                            .assertStatus(5)
                            .error())
                    .contains("outputs/log/*: expected may differ, actual never made");
        }

        @Test
        void liesWhereOutputsDo() {
            assertThat(run(Map.of(), "--may-differ", "/elsewhere/*", "--", PROGRAM, "logs")
                            .assertStatus(2)
                            .error())
                    .contains("--may-differ /elsewhere/*: describes nothing below the working directory " + work
                            + " or at an --output");
        }
    }

    @Test
    void aLaunchedTrainingIsFollowedToo() throws IOException {
        Files.writeString(work.resolve("declared.txt"), "declared ");
        Files.writeString(work.resolve("found.txt"), "found ");

        StartedProgram.of(work, Reaching.class, "launched")
                .environment("REACHING", "there")
                .run()
                .assertStatus(0);

        Manifest manifest = manifest();
        assertThat(manifest.definition().inputs())
                .extracting(InputResource::name, InputResource::origin)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple("declared", InputResource.Origin.DECLARED),
                        org.assertj.core.groups.Tuple.tuple("found.txt", InputResource.Origin.OPENED));
        assertThat(manifest.definition().unpinned()).containsOnlyKeys("code that asks for the time", "file left.txt");
        assertThat(manifest.definition().environment())
                .containsEntry("declaredVariable.REACHING", Evidence.observed("there"))
                .containsEntry("declaredVariable.REACHING_NOWHERE", Evidence.unavailable("it is not set"));
        assertThat(manifest.hazards()).isEmpty();
        assertThat(rerun().assertStatus(0).out()).contains("REPRODUCED");
    }

    @Test
    void anExecutedTrainingIsFollowedWhereTheAgentIs() throws IOException {
        Files.writeString(work.resolve("declared.txt"), "declared ");
        Files.writeString(work.resolve("found.txt"), "found ");

        StartedProgram.of(work, Reaching.class, "executed")
                .option("-javaagent:" + agent(work.resolveSibling("agent.jar")) + "=seed=7")
                .environment("REACHING", "postgres://me:canary@h/d")
                .run()
                .assertStatus(0);

        RunDefinition definition = manifest().definition();
        assertThat(definition.inputs())
                .extracting(InputResource::name, InputResource::origin)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple("declared", InputResource.Origin.DECLARED),
                        org.assertj.core.groups.Tuple.tuple("found.txt", InputResource.Origin.OPENED));
        assertThat(definition.unpinned())
                .containsKey("file left.txt")
                .containsEntry(
                        "secret in variable REACHING",
                        "it is not recorded, so it is not compared with that of another run");
        assertThat(definition.environment())
                .containsEntry("declaredVariable.REACHING", Evidence.observed("postgres://<redacted>@h/d"));
        assertThat(definition.optionCode())
                .as("our own agent is on the class path")
                .isEmpty();
        assertThat(manifest().hazards()).isEmpty();
    }

    /** A jar that names the agent, whose classes are on the class path. */
    private static Path agent(Path jar) throws IOException {
        java.util.jar.Manifest manifest = new java.util.jar.Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.putValue("Premain-Class", "io.github.reprorun.internal.agent.ReproAgent");
        attributes.putValue("Can-Retransform-Classes", "true");
        attributes.putValue("Can-Redefine-Classes", "true");
        try (OutputStream file = Files.newOutputStream(jar)) {
            new JarOutputStream(file, manifest).close();
        }
        return jar;
    }

    private Verb rerun() {
        try {
            return Verb.apart(work, "rerun", runOf("reaching"), "--allow-unsigned");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private Manifest manifest() throws IOException {
        return VerifiedRun.unsigned(runOf("reaching")).manifest();
    }

    private Path runOf(String name) throws IOException {
        try (Stream<Path> runs = Files.list(work.resolve("runs").resolve(name))) {
            return runs.max(Path::compareTo).orElseThrow();
        }
    }

    private Ended run(Map<String, String> variables, String... arguments) {
        List<String> all = new ArrayList<>(
                List.of("run", "--name", "reaching", "--seed", "7", "--class-path", StartedProgram.classPath()));
        all.addAll(List.of(arguments));
        StartedProgram program = StartedProgram.of(work, Main.class, all.toArray(String[]::new));
        variables.forEach(program::environment);
        return program.run();
    }
}
