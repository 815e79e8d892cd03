package io.github.reprorun.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.started.Product;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a session makes a program wait for, by the classes that its JVM says it has loaded. */
class SessionStartTests {
    @TempDir
    private Path folder;

    @Test
    void aProgramWithoutNetworksWaitsForNoneToBeLoaded() throws Exception {
        Path log = folder.resolve("classes.log");

        new CommandLine(Files.createDirectory(folder.resolve("work")).toRealPath())
                .call(
                        "run",
                        "--name=product",
                        "--seed=42",
                        "--jvm-option=-Xlog:class+load:file=" + log,
                        "--class-path=" + CommandLine.classPath(),
                        "--",
                        Product.class.getName())
                .assertStatus(0);

        List<String> loaded = Files.readAllLines(log);
        assertThat(loaded)
                .as("guards")
                .anyMatch(line -> line.contains("org.nd4j.linalg.factory.Nd4j "))
                .anyMatch(line -> line.contains("io.github.reprorun.dl4j.Dl4jHooks "))
                .anyMatch(line -> line.contains("NativeOpExecutioner source: "))
                .anyMatch(line -> line.contains("java.util.Random source: __VM_RedefineClasses__"));
        assertThat(loaded)
                .noneMatch(line -> line.contains("org.deeplearning4j.nn.multilayer.MultiLayerNetwork "))
                .noneMatch(line -> line.contains("org.deeplearning4j.nn.graph.ComputationGraph "))
                .noneMatch(line -> line.contains("org.deeplearning4j.optimize.solvers.BaseOptimizer "))
                .as("changed while they were loaded, not afterwards")
                .noneMatch(line -> line.contains("NativeOpExecutioner source: __VM_RedefineClasses__"));
    }
}
