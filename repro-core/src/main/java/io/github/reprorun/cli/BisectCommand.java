package io.github.reprorun.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.reprorun.FirstDivergence;
import io.github.reprorun.failure.RefusedException;
import io.github.reprorun.failure.UnreadableException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "bisect",
        description = "Finds the first step at which the traces of two runs part. Believes both: it verifies nothing.",
        mixinStandardHelpOptions = true,
        footer = {"", "Exit status: 0 the traces are equal, 1 they part, 2 usage or unreadable input."})
final class BisectCommand implements Callable<Integer> {
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
        FirstDivergence found = find();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            Json.print(out, document(found));
        } else {
            print(out, found);
        }
        return found.divergence().isPresent() ? ExitStatus.DIFFERENT : ExitStatus.OK;
    }

    /** A damaged trace is unreadable input here; that it is not what was signed is for verify to say. */
    private FirstDivergence find() {
        try {
            return FirstDivergence.between(first, second);
        } catch (RefusedException e) {
            throw new UnreadableException(e.subject(), "the trace is damaged: " + e.getMessage(), e);
        }
    }

    private static void print(PrintWriter out, FirstDivergence found) {
        DivergenceText.print(out, found);
        out.println(found.verdict());
    }

    private static ObjectNode document(FirstDivergence found) {
        ObjectNode document = Json.object();
        document.put("verdict", found.verdict().name());
        found.comparison()
                .causes()
                .forEach(cause -> document.withArray("causes").add(cause.name()));
        DivergenceText.put(document, found);
        return document;
    }
}
