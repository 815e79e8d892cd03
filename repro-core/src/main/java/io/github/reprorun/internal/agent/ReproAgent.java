package io.github.reprorun.internal.agent;

import io.github.reprorun.base.library.Libraries;
import io.github.reprorun.internal.agent.hook.FileEvents;
import io.github.reprorun.internal.agent.hook.LoadedClasses;
import io.github.reprorun.internal.agent.hook.MethodHooks;
import io.github.reprorun.internal.agent.place.AgentStatus;
import io.github.reprorun.internal.agent.place.RootSeed;
import io.github.reprorun.internal.agent.place.TaskPlace;
import io.github.reprorun.internal.agent.policy.ProgramScope;
import io.github.reprorun.internal.agent.relay.JdkBridgeInstaller;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The java agent: {@code -javaagent:repro-core.jar=seed=42}. Without a seed it does nothing. The JVM calls it once,
 * before {@code main} and on the same thread.
 */
public final class ReproAgent {
    /** Packages in which some versions of the JDK have further generators. */
    private static final List<String> GENERATORS =
            List.of("jdk.random", "jdk.internal.random", "jdk.internal.util.random");

    private ReproAgent() {}

    /**
     * Starts to control the sources of chance in this JVM.
     *
     * @throws IllegalArgumentException if the options are not those of {@link AgentOptions}; then the JVM does not
     *     start
     * @throws io.github.reprorun.failure.UnreadableException if a library's descriptor is invalid; then the JVM does
     *     not start
     * @throws IOException if the agent's own jar cannot be read
     * @throws ReflectiveOperationException if the agent does not know this JVM
     * @throws UnmodifiableClassException if this JVM does not allow classes to be changed
     */
    public static void premain(String text, Instrumentation instrumentation)
            throws IOException, ReflectiveOperationException, UnmodifiableClassException {
        AgentOptions options = AgentOptions.parse(text);
        Long seed = options.seed();
        if (seed == null) {
            return;
        }
        ProgramScope.configure(options.main().isEmpty() ? mainClass() : options.main(), options.training());
        Libraries unused = Libraries.ofThisJvm(); // Before anything is rewritten: it opens the jars of the class path.
        RootSeed.plant(seed);
        TaskPlace.root();
        open(instrumentation);
        JdkBridgeInstaller.define(instrumentation, new BridgeAnswers());
        instrumentation.addTransformer(ClassRewriter.OF_JDK, true);
        instrumentation.addTransformer(ClassRewriter.OF_PROGRAM, false);
        // maps need this class under contention, also while another class is being loaded. That is no time to change or
        // to initialise it: initialising makes a Random, and to find its caller the agent needs classes of its own
        Class.forName("java.util.concurrent.ThreadLocalRandom", true, null);
        FileEvents.expect();
        LoadedClasses.rewrite(instrumentation);
        MethodHooks.through(instrumentation);
        AgentStatus.begin();
    }

    // for a JVM that was started with -jar this is not a class name; then the class path is that jar and its manifest's
    private static String mainClass() {
        String command = System.getProperty("sun.java.command", "");
        int end = command.indexOf(' ');
        return end < 0 ? command : command.substring(0, end);
    }

    private static void open(Instrumentation instrumentation) {
        Module base = Object.class.getModule();
        Set<Module> us = Set.of(ReproAgent.class.getModule());
        instrumentation.redefineModule(
                base,
                Set.of(),
                Map.of("jdk.internal.misc", us),
                Map.of("java.util", us, "java.util.concurrent", us, "java.lang", us),
                Set.of(),
                Map.of());
        for (String generators : GENERATORS) {
            for (Module module : ModuleLayer.boot().modules()) {
                if (module.getPackages().contains(generators)) {
                    instrumentation.redefineModule(
                            module, Set.of(), Map.of(), Map.of(generators, us), Set.of(), Map.of());
                }
            }
        }
    }
}
