package io.github.reprorun.dl4j;

import io.github.reprorun.digest.FileDigest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.api.Model;

/** Trains and saves every kind of network in a JVM of its own, and prints the files' digests. */
final class ChildTraining {
    private ChildTraining() {}

    public static void main(String[] args) throws IOException {
        FakeRun run = new FakeRun(42, Path.of(args[0]));
        try (Nd4jSession session = Nd4jSession.open(run, ClockWindow.ofThisJvm(Clock.systemUTC()))) {
            for (Networks.Case network : Networks.all()) {
                Model model = network.network().get();
                network.training().run(session.dl4j(), model);
                Path file = session.dl4j().save(network.name() + ".zip", model);
                System.out.println(network.name() + " " + FileDigest.of(file).sha256());
            }
        }
    }

    /** What the child prints; the test waits for it. */
    static String run(Path directory, String... options) throws IOException, InterruptedException {
        Path output = Files.createDirectories(directory).resolve("stdout");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), ChildTraining.class.getName()));
        command.add(directory.toString());
        Process child = new ProcessBuilder(command)
                .redirectOutput(output.toFile())
                .redirectError(directory.resolve("stderr").toFile())
                .start();
        if (child.waitFor() != 0) {
            throw new IOException(Files.readString(directory.resolve("stderr"), StandardCharsets.UTF_8));
        }
        return Files.readString(output, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.isBlank())
                .collect(java.util.stream.Collectors.joining("\n"));
    }
}
