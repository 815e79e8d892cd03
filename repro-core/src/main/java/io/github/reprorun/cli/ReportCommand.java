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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
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
    private static final String CSV = ".csv";

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

    @Option(
            names = "--csv",
            paramLabel = "FILE",
            description = "Also writes the tables of a study as CSV: its cells to FILE, estimates over seeds with their"
                    + " intervals to NAME.settings.csv and comparisons to NAME.comparisons.csv beside it.")
    private @Nullable Path csv;

    @Option(
            names = "--against",
            paramLabel = "P=A",
            description =
                    "The setting of a study that its others are compared with, a value for each parameter; by default"
                            + " the first.")
    private Map<String, String> against = new LinkedHashMap<>();

    @Override
    public Integer call() {
        Optional<TrustPolicy> policy = trust.policy();
        if (runs.stream().anyMatch(StudyResult::isStudy)) {
            return reportStudy(policy);
        }
        if (csv != null || !against.isEmpty()) {
            throw new UsageException(csv != null ? "--csv" : "--against", "is for a study");
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
        if (!against.isEmpty()) {
            report = report.against(new TreeMap<>(against));
        }
        if (csv != null) {
            write(csv, report.csv());
            write(beside(csv, "settings"), report.settingsCsv());
            write(beside(csv, "comparisons"), report.comparisonsCsv());
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            report.printJson(out);
        } else {
            report.printMarkdown(out);
        }
        return ExitStatus.OK;
    }

    private static Path beside(Path csv, String table) {
        String name = csv.getFileName().toString();
        String stem = name.endsWith(CSV) ? name.substring(0, name.length() - CSV.length()) : name;
        return csv.resolveSibling(stem + "." + table + CSV);
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UnwritableException(file.toString(), "the table cannot be written there (" + e + ")", e);
        }
    }
}
