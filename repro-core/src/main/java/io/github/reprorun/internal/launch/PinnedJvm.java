package io.github.reprorun.internal.launch;

import io.github.reprorun.failure.UnreadableException;
import io.github.reprorun.internal.environment.OwnAgent;
import io.github.reprorun.manifest.PinnedProfile;
import io.github.reprorun.numerics.NumericsProfile;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.URL;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TimeZone;
import java.util.TreeMap;

/**
 * A JVM whose numerics, charset, locale and time zone were fixed before it started. Immutable, hence safe to share between
 * threads.
 *
 * @param executable the {@code java} that starts it
 * @param agent the jar that is its java agent
 * @param mainClass binary name of the class to start
 * @param program binary name of the class whose code trains: {@code mainClass}, or the class that it wraps
 * @param arguments of its {@code main}
 * @param plan its instructions
 * @param variables environment variables that the run that is repeated declared
 * @param properties system properties for this one start, by name; they do not describe the run, so it does not record
 *     them
 */
public record PinnedJvm(
        Path executable,
        Path agent,
        String mainClass,
        String program,
        List<String> arguments,
        LaunchPlan plan,
        DeclaredVariables variables,
        SortedMap<String, String> properties) {
    /**
     * The variable that names another {@code java} for pinned JVMs: that of a different JDK, or a script that wraps it.
     */
    public static final String JAVA_VARIABLE = "REPRORUN_JAVA";

    private static final List<String> OPTIONS = List.of(
            "-Dfile.encoding=UTF-8",
            "-Duser.language=en",
            "-Duser.country=US",
            "-Duser.variant=",
            "-Duser.timezone=UTC",
            "-Dsun.misc.unsafe.memory.access=allow",
            "--enable-native-access=ALL-UNNAMED");

    /**
     * How a pinned JVM ended. Immutable, hence safe to share between threads.
     *
     * @param status its exit status
     * @param began whether its program came to the run that it was for
     * @param goesOn whether it ended well, at the point where its program goes on to another run
     */
    public record Ended(int status, boolean began, boolean goesOn) {}

    /** Copies what it is given. */
    public PinnedJvm {
        arguments = List.copyOf(arguments);
        properties = Collections.unmodifiableSortedMap(new TreeMap<>(properties));
    }

    /** A JVM without further properties. */
    public PinnedJvm(
            Path executable, Path agent, String mainClass, String program, List<String> arguments, LaunchPlan plan) {
        this(
                executable,
                agent,
                mainClass,
                program,
                arguments,
                plan,
                DeclaredVariables.NONE,
                Collections.emptySortedMap());
    }

    /** This JVM with these properties. */
    public PinnedJvm with(SortedMap<String, String> added) {
        return new PinnedJvm(executable, agent, mainClass, program, arguments, plan, variables, added);
    }

    /** This JVM with these environment variables, except for those that its profile pins. */
    public PinnedJvm with(DeclaredVariables declared) {
        return new PinnedJvm(executable, agent, mainClass, program, arguments, plan, declared, properties);
    }

    /**
     * The options of a pinned JVM: {@code options} without those that only make sense once (a debugger, this library's
     * agent), between the options that they may overrule and the options that pin.
     *
     * @param processors the number that the JVM sees, at least 1
     */
    public static List<String> pinned(List<String> options, int processors) {
        List<String> pinned = new ArrayList<>();
        for (PinnedOption option : PinnedOptions.of(processors)) {
            pinned.add(option.text());
        }
        for (String option : options) {
            boolean once = option.startsWith("-agentlib:jdwp")
                    || option.startsWith("-Xrunjdwp")
                    || option.startsWith("-D" + LaunchPlan.PROPERTY + "=")
                    || option.startsWith("-D" + LauncherWatch.PROPERTY + "=")
                    || GivenChoices.isOfOneStart(option)
                    || OwnAgent.isNamedBy(option);
            if (!once && !OPTIONS.contains(option) && !pinned.contains(option)) {
                pinned.add(option);
            }
        }
        pinned.addAll(OPTIONS);
        return pinned;
    }

    /** The {@code java} that {@value #JAVA_VARIABLE} names in {@code environment}, otherwise this JVM's own. */
    public static Path java(Map<String, String> environment) {
        String named = environment.get(JAVA_VARIABLE);
        return requireExecutable(named == null || named.isEmpty() ? ownJava() : Path.of(named));
    }

    /** This JVM's; a runtime image may lack it. */
    private static Path ownJava() {
        return Path.of(System.getProperty("java.home"), "bin", File.separatorChar == '\\' ? "java.exe" : "java");
    }

    /**
     * {@code java} as an absolute path, if it can be started.
     *
     * @throws UnreadableException if there is no such executable
     */
    public static Path requireExecutable(Path java) {
        if (!Files.isExecutable(java) || Files.isDirectory(java)) {
            throw new UnreadableException(java.toString(), "there is no java executable there");
        }
        return java.toAbsolutePath(); // The program may start in a different folder.
    }

    /**
     * Starts the JVM with this one's standard streams, forwards signals, and waits.
     *
     * @return its exit status
     * @throws UnreadableException if it cannot be started
     * @throws io.github.reprorun.failure.UsageException if an argument would change on the way
     */
    public int run() {
        return runInProgram().status();
    }

    /** As {@link #run()}, for a program that may go on to another run when this one has ended. */
    public Ended runInProgram() {
        return run(new ProcessBuilder().inheritIO());
    }

    /** As {@link #run()}, but the JVM's standard output goes to this one's standard error. */
    public int runWithOutputOnError() {
        return run(new ProcessBuilder().inheritIO().redirectOutput(ProcessBuilder.Redirect.PIPE))
                .status();
    }

    /**
     * As {@link #run()}, but the JVM's output on both streams goes through {@link System#err}, which test runners
     * replace by a stream that knows the test.
     */
    public int runWithOutputThroughSystemErr() {
        return run(new ProcessBuilder()
                        .redirectInput(ProcessBuilder.Redirect.INHERIT)
                        .redirectErrorStream(true))
                .status();
    }

    /** As {@link #run()}, but the JVM's output on both streams is appended to {@code file}. */
    public int runWithOutputTo(Path file) {
        return run(new ProcessBuilder()
                        .redirectInput(ProcessBuilder.Redirect.INHERIT)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(file.toFile())))
                .status();
    }

    private Ended run(ProcessBuilder process) {
        if (!plan.profile().name().equals(PinnedProfile.NONE)) {
            ArgumentEncoding.requirePassable("JVM option", plan.profile().jvmOptions());
            ArgumentEncoding.requirePassable("class path entry", plan.profile().classPath());
            ArgumentEncoding.requirePassable("argument", arguments);
        }
        try (LaunchFiles files = LaunchFiles.create()) {
            plan.write(files.plan());
            FileChannel held = LauncherWatch.hold(files.plan());
            try (AgentJar agentJar = AgentJar.of(agent)) {
                configure(process, files, agentJar.path());
                int status = ForwardedSignals.run(process, PinnedJvm::pump);
                return new Ended(status, files.sayItBegan(), status == 0 && files.sayItGoesOn());
            } finally {
                held.close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnreadableException(executable.toString(), "interrupted while waiting for the pinned JVM", e);
        } catch (IOException e) {
            throw new UnreadableException(
                    executable.toString(), "the pinned JVM cannot be started (" + e.getMessage() + ")", e);
        }
    }

    private static void pump(InputStream output) {
        try (output) {
            output.transferTo(System.err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void configure(ProcessBuilder process, LaunchFiles files, Path agentJar) throws IOException {
        PinnedProfile profile = plan.profile();
        List<String> command = new ArrayList<>();
        command.add(executable.toString());
        if (!TimeZone.getDefault().hasSameRules(TimeZone.getTimeZone("UTC"))) {
            command.add(unpackedNatives());
        }
        if (leavesTheCollectorToUs()) {
            command.addAll(Collector.OPTIONS);
        }
        command.addAll(profile.jvmOptions());
        for (Map.Entry<String, String> property : properties.entrySet()) {
            command.add("-D" + property.getKey() + "=" + property.getValue());
        }
        command.add("-D" + LaunchPlan.PROPERTY + "=" + files.plan());
        command.add(
                "-D" + LauncherWatch.PROPERTY + "=" + ProcessHandle.current().pid());
        command.add("-javaagent:" + agentJar + "=seed=" + plan.seed().seed() + ",main=" + program);
        command.add("-cp");
        command.add(String.join(File.pathSeparator, profile.classPath()));
        command.add(mainClass);
        command.addAll(arguments);
        process.command(
                ArgumentFile.isNeededFor(command)
                        ? ArgumentFile.shortened(
                                command, files.createArguments(), ArgumentEncoding.charsetOfProcesses())
                        : command);
        process.directory(new File(profile.workingDirectory()));
        Map<String, String> environment = process.environment();
        variables.applyTo(environment);
        if (!profile.name().equals(PinnedProfile.NONE)) {
            for (String name : List.copyOf(environment.keySet())) {
                if (NumericsProfile.governs(name, profile.environment().keySet())) {
                    environment.remove(name);
                }
            }
            environment.putAll(profile.environment());
        }
    }

    /** Only if this starts the {@code java} of this JVM: a script in its place may have its own options. */
    private boolean leavesTheCollectorToUs() {
        PinnedProfile profile = plan.profile();
        return !profile.name().equals(PinnedProfile.NONE)
                && !Collector.isChosenBy(profile.jvmOptions())
                && executable.equals(ownJava().toAbsolutePath());
    }

    /**
     * A separate folder for JavaCPP's unpacked natives if this machine's time zone is not UTC: JavaCPP compares the
     * local times of unpacked files, so JVMs with different time zones would unpack hundreds of megabytes again and
     * again, while other JVMs use them. It does not describe the run, so it is not recorded.
     */
    private static String unpackedNatives() {
        return "-Dorg.bytedeco.javacpp.cachedir=" + Path.of(System.getProperty("user.home"), ".javacpp", "cache-utc");
    }

    /** The options this JVM itself was started with. */
    public static List<String> optionsOfThisJvm() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments();
    }

    /**
     * The jar or folder of classes that this library was loaded from.
     *
     * @throws UnreadableException if that is not known, or not a file
     */
    public static Path library() {
        CodeSource source = PinnedJvm.class.getProtectionDomain().getCodeSource();
        URL location = source == null ? null : source.getLocation();
        if (location == null || !location.getProtocol().equals("file")) {
            throw new UnreadableException("repro-core", "its own jar is not a file, so it cannot be an agent");
        }
        return Path.of(URI.create(location.toString()));
    }
}
