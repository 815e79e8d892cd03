package io.github.reprorun.dl4j.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.reprorun.base.file.KnownDigests;
import io.github.reprorun.evidence.Evidence;
import io.github.reprorun.internal.launch.DirectStart;
import io.github.reprorun.internal.launch.EntryPoint;
import io.github.reprorun.internal.launch.GivenChoices;
import io.github.reprorun.internal.launch.PinnedJvm;
import io.github.reprorun.internal.run.LaunchRequest;
import io.github.reprorun.numerics.NumericsProfile;
import io.github.reprorun.seed.Seed;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A run of a study whose pinned JVM the study starts itself, in the place of that of {@code launched}. */
final class StudyChild implements Timed {
    /** The steps of a run as it tells them, each with what comes before it. */
    private static final String[][] STEPS = {
        {"jvm", "until its JVM is there"},
        {"agent", "JVM and agent"},
        {"launch", "from main to the run"},
        {"training", "until the training begins, with ND4J's own start where it is"},
        {"end", "in the training"},
        {"told", "until the manifest is written"}
    };

    private final Child launched;
    private final String digests;
    private final Path folder;
    private final List<List<Double>> parts = new ArrayList<>();

    /** @param folder for what it prints and says of itself */
    StudyChild(Child launched, String digests, Path folder) {
        this.launched = launched;
        this.digests = digests;
        this.folder = folder;
    }

    @Override
    public double seconds() throws IOException {
        List<String> command = launched.command();
        String main = command.get(3);
        List<String> arguments = command.subList(4, command.size());
        EntryPoint entryPoint =
                new EntryPoint(Evidence.observed(main), List.of(command.get(2).split(File.pathSeparator, -1)));
        Path result = folder.resolve("result.jsonl");
        Files.deleteIfExists(result);
        int threads = Runtime.getRuntime().availableProcessors();
        SortedMap<String, String> properties = new TreeMap<>(DirectStart.property(arguments));
        properties.put(KnownDigests.PROPERTY, digests);
        properties.put(GivenChoices.RESULT, result.toString());
        PinnedJvm jvm = new LaunchRequest("bench", Optional.of(new Seed(1)), threads, NumericsProfile.PORTABLE, false)
                .jvm(entryPoint, main, arguments)
                .with(properties);
        long began = System.currentTimeMillis();
        long start = System.nanoTime();
        PinnedJvm.Ended ended = jvm.runInProgramWithOutputTo(folder.resolve("output.log"));
        double seconds = (System.nanoTime() - start) / 1e9;
        if (ended.status() != 0 || !ended.began()) {
            throw new IOException(main + " made no run; see " + folder);
        }
        tell(
                began,
                seconds,
                new ObjectMapper().readTree(Files.readString(result)).get("start"));
        return seconds;
    }

    private void tell(long began, double seconds, JsonNode told) {
        List<Double> round = new ArrayList<>();
        long before = began;
        for (String[] step : STEPS) {
            long now = told.get(step[0]).asLong();
            round.add((now - before) / 1e3);
            before = now;
        }
        round.add(seconds - (before - began) / 1e3);
        parts.add(round);
    }

    /** Each part of all rounds but the first, which does not count. */
    void report(Report report) {
        Rounds rounds = new Rounds(parts.subList(1, parts.size()));
        for (int i = 0; i < STEPS.length; i++) {
            report.seconds("    of its time: " + STEPS[i][1], rounds.of(i), Report.NO_BUDGET);
        }
        report.seconds("    of its time: until its process is gone", rounds.of(STEPS.length), Report.NO_BUDGET);
    }
}
