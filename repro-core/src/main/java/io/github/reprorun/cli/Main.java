package io.github.reprorun.cli;

import io.github.reprorun.failure.ExitStatus;
import io.github.reprorun.failure.ReproException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParseResult;

/** The command line of Reprorun. Stateless, hence safe for use by several threads. */
@Command(
        name = Main.NAME,
        description = "Makes trainings repeatable, and tests the claim.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        synopsisSubcommandLabel = "VERB",
        footer = {
            "",
            "Exit status: 0 verified, reproduced, within tolerance or the same; 1 refused, diverged or different; 2 usage or"
                    + " unreadable input; 3 cannot be re-run; 4 the training failed; 70 a defect of reprorun itself. A"
                    + " program that does not keep what it declared of its results exits with 5."
        })
public final class Main {
    static final String NAME = "reprorun";

    private static final String SLF4J_VERBOSITY = "slf4j.internal.verbosity";

    /** Types that no option has. */
    private static final String PICOCLI_UNUSED = "picocli.converters.excludes";

    private static final List<String> VERBS = List.of(
            "keygen", "sign", "verify", "run", "study", "resume", "rerun", "diff", "bisect", "show", "report",
            "lineage");

    private Main() {}

    /** Runs the verb that {@code args} begins with and exits with its status. */
    public static void main(String[] args) {
        if (System.getProperty(SLF4J_VERBOSITY) == null) {
            System.setProperty(SLF4J_VERBOSITY, "ERROR"); // No backend is bundled, so that none can shadow a user's.
        }
        System.setProperty(PICOCLI_UNUSED, "java\\.(sql|time)\\..*"); // to register those takes some milliseconds
        Locale.setDefault(Locale.ROOT);
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(out, err, args));
    }

    /** Runs the verb that {@code args} begins with and returns its exit status. */
    static int run(PrintWriter out, PrintWriter err, String... args) {
        boolean verbIsFirst = args.length > 0 && VERBS.contains(args[0]);
        // to describe the other verbs, and what they have in common, would only cost the start of a run
        CommandLine commandLine = verbIsFirst ? withOneVerb(args[0]) : withEveryVerb();
        commandLine.setOut(out);
        commandLine.setErr(err);
        commandLine.setExecutionExceptionHandler(Main::exitStatus);
        return commandLine.execute(verbIsFirst ? Arrays.copyOfRange(args, 1, args.length) : args);
    }

    private static CommandLine withOneVerb(String verb) {
        CommandLine commandLine = new CommandLine(command(verb));
        commandLine.setCommandName(NAME + " " + verb);
        commandLine.getCommandSpec().versionProvider(new Version());
        return commandLine;
    }

    /** A command line that knows each verb. */
    static CommandLine withEveryVerb() {
        CommandLine commandLine = new CommandLine(new Main());
        VERBS.forEach(verb -> commandLine.addSubcommand(verb, command(verb)));
        return commandLine;
    }

    private static Object command(String verb) {
        return switch (verb) {
            case "keygen" -> new KeygenCommand();
            case "sign" -> new SignCommand();
            case "verify" -> new VerifyCommand();
            case "run" -> new RunCommand().spec();
            case "study" -> new StudyCommand();
            case "resume" -> new ResumeCommand();
            case "rerun" -> new RerunCommand();
            case "diff" -> new DiffCommand();
            case "bisect" -> new BisectCommand();
            case "show" -> new ShowCommand();
            case "report" -> new ReportCommand();
            case "lineage" -> new LineageCommand();
            default -> throw new IllegalArgumentException("no verb is called " + verb);
        };
    }

    private static int exitStatus(Exception failure, CommandLine commandLine, ParseResult arguments) {
        PrintWriter err = commandLine.getErr();
        if (!(failure instanceof ReproException refused)) {
            err.println("reprorun: a defect of reprorun itself; please report it with what follows");
            failure.printStackTrace(err);
            return ExitStatus.DEFECT;
        }
        err.println("reprorun: " + refused.getMessage());
        for (Throwable further : refused.getSuppressed()) {
            err.println("reprorun: " + further.getMessage());
        }
        return refused.exitStatus();
    }

    /** The version of this library, from the manifest of its jar. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"reprorun " + (version == null ? "(unpackaged)" : version)};
        }
    }
}
