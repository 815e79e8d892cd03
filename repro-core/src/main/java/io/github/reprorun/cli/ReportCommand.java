package io.github.reprorun.cli;

import io.github.reprorun.failure.ExitStatus;
import io.github.reprorun.report.Report;
import io.github.reprorun.report.ReportedRun;
import io.github.reprorun.signing.TrustPolicy;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
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
                        + " it reproduced the first. Without --trusted-key or --policy it believes the manifests.",
        mixinStandardHelpOptions = true,
        footer = {"", "Exit status: 0 reported, 1 a run was refused, 2 usage or unreadable input."})
final class ReportCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "RUN", arity = "1..*", description = "The run directories, or their manifests.")
    private List<Path> runs = new ArrayList<>();

    @Mixin
    private TrustOptions trust;

    @Option(names = "--json", description = "Prints one JSON document on standard output and nothing else.")
    private boolean json;

    @Override
    public Integer call() {
        Optional<TrustPolicy> policy = trust.policy();
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
}
