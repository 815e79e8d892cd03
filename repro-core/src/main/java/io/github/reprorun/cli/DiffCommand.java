package io.github.reprorun.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.reprorun.compare.Aspect;
import io.github.reprorun.compare.Comparison;
import io.github.reprorun.compare.Verdict;
import io.github.reprorun.failure.ExitStatus;
import io.github.reprorun.failure.NotUnderstoodException;
import io.github.reprorun.internal.words.ComparisonText;
import io.github.reprorun.internal.words.Json;
import io.github.reprorun.internal.words.NewerText;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.ManifestJson;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "diff",
        description = "Says what differs between two runs, causes first. Believes both manifests: it verifies nothing.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Exit status: 0 the same except for their cost, 1 different, even if only within tolerance, 2 usage or"
                    + " unreadable input, 3 nothing to compare."
        })
final class DiffCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "RUN", description = "The run directory, or its manifest.")
    private Path first;

    @Parameters(index = "1", paramLabel = "RUN", description = "The run to compare with it.")
    private Path second;

    @Option(names = "--json", description = "Prints one JSON document on standard output and nothing else.")
    private boolean json;

    @Override
    public Integer call() {
        try {
            return compare();
        } catch (NotUnderstoodException e) {
            PrintWriter out = spec.commandLine().getOut();
            if (json) {
                Json.print(out, NewerText.unverifiable(e));
            } else {
                out.println(Verdict.UNVERIFIABLE);
            }
            throw e;
        }
    }

    private int compare() {
        Manifest expected = ManifestJson.read(first);
        Manifest actual = ManifestJson.read(second);
        Comparison comparison = Comparison.between(expected, first, actual, second);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            ObjectNode document = Json.object();
            Json.putComparison(document, comparison);
            put(document.putObject("first"), expected);
            put(document.putObject("second"), actual);
            Json.print(out, document);
        } else {
            ComparisonText.print(out, comparison);
            NewerText.unknown(expected.newer().places()).ifPresent(line -> out.println("of the first, " + line));
            NewerText.unknown(actual.newer().places()).ifPresent(line -> out.println("of the second, " + line));
            out.println(comparison.verdictLine());
        }
        if (comparison.verdict() == Verdict.UNVERIFIABLE) {
            return ExitStatus.UNVERIFIABLE;
        }
        boolean same = comparison.differences().stream().allMatch(difference -> difference.aspect() == Aspect.RESOURCE);
        return same ? ExitStatus.OK : ExitStatus.DIFFERENT;
    }

    private static void put(ObjectNode run, Manifest manifest) {
        Json.putResult(run, manifest);
        NewerText.putUnknown(run, manifest.newer().places());
    }
}
