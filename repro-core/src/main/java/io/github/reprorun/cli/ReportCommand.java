package io.github.reprorun.cli;

import io.github.reprorun.failure.ExitStatus;
import io.github.reprorun.failure.UnwritableException;
import io.github.reprorun.failure.UsageException;
import io.github.reprorun.report.Report;
import io.github.reprorun.report.ReportedRun;
import io.github.reprorun.report.StudyReport;
import io.github.reprorun.signing.TrustPolicy;
import io.github.reprorun.study.StudyResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "report",
        description =
                "Sets runs side by side in Markdown: how each ended, its signers, its result and metrics, and whether"
                        + " it reproduced the first. A study gives one row for each cell. Without --trusted-key or"
                        + " --policy it believes the manifests.",
        mixinStandardHelpOptions = true,
        footer = {"", "Exit status: 0 reported, 1 a run was refused, 2 usage or unreadable input."})
final class ReportCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "RUN",
            arity = "1..*",
            description = "The run directories, or their manifests; or one study.")
    private List<Path> runs = new ArrayList<>();

    @Mixin
    private TrustOptions trust;

    @Option(names = "--json", description = "Prints one JSON document on standard output and nothing else.")
    private boolean json;

    @Option(names = "--csv", paramLabel = "FILE", description = "Also writes the table of a study to FILE, as CSV.")
    private @Nullable Path csv;

    @Override
    public Integer call() {
        Optional<TrustPolicy> policy = trust.policy();
        if (runs.stream().anyMatch(StudyResult::isStudy)) {
            return reportStudy(policy);
        }
        if (csv != null) {
            throw new UsageException("--csv", "is for a study");
        }
        Report report =
                new Report(runs.stream().map(run -> ReportedRun.of(run, policy)).toList());
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            report.printJson(out);
        } else {
            report.printMarkdown(out);
        }
        return report.hasRefusal() ? ExitStatus.REFUSED : ExitStatus.OK;
    }

    private int reportStudy(Optional<TrustPolicy> policy) {
        if (runs.size() > 1) {
            throw new UsageException(runs.get(1).toString(), "a study is reported alone");
        }
        StudyReport report = StudyReport.of(runs.get(0), policy);
        if (csv != null) {
            write(csv, report.csv());
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            report.printJson(out);
        } else {
            report.printMarkdown(out);
        }
        return ExitStatus.OK;
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UnwritableException(file.toString(), "the table cannot be written there (" + e + ")", e);
        }
    }
}
