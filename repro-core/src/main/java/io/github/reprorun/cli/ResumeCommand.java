package io.github.reprorun.cli;

import io.github.reprorun.rerun.Resume;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "resume",
        description =
                "Resumes an interrupted run of your own in its directory, from its last checkpoint if it has one.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Exit status: the program's; 1 if the run's own signed manifest is refused; 2 usage or unreadable input; 3 if code,"
                    + " inputs or numerics are not what the run had."
        })
final class ResumeCommand implements Callable<Integer> {
    @Parameters(paramLabel = "RUN", description = "The run directory.")
    private Path run;

    @Mixin
    private TrustOptions trust;

    @Option(names = "--sign", paramLabel = "KEY", description = "The private key that signs the manifest.")
    private @Nullable Path key;

    @Option(names = "--directory", paramLabel = "DIR", description = "Where the program starts.")
    private @Nullable Path directory;

    @Option(names = "--class-path", paramLabel = "CP", description = "The class path in place of the recorded one.")
    private @Nullable String classPath;

    @Option(names = "--input", paramLabel = "NAME=PATH", description = "Where an input lies.")
    private Map<String, Path> inputs = new LinkedHashMap<>();

    @Option(names = "--secret", paramLabel = "TEXT", description = "The next of the arguments recorded as <redacted>.")
    private List<String> secrets = new ArrayList<>();

    @Override
    public Integer call() {
        Resume resume = Resume.of(run);
        trust.policy().ifPresent(resume::trusting);
        if (key != null) {
            resume.signedBy(key);
        }
        if (directory != null) {
            resume.workingDirectory(directory);
        }
        if (classPath != null) {
            resume.classPath(classPath);
        }
        inputs.forEach(resume::input);
        secrets.forEach(resume::secret);
        return resume.run();
    }
}
