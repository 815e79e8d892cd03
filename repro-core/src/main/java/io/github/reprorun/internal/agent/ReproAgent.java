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
 * The java agent: {@code -javaagent:repro-core.jar=seed=42}. Without a seed it does nothing at all. Called once by the JVM,
 * before {@code main} and on its thread.
 */
public final class ReproAgent {
    /** Where the JDK has further generators, in one version or another. */
    private static final List<String> GENERATORS =
            List.of("jdk.random", "jdk.internal.random", "jdk.internal.util.random");

    /** Around a program whose files are followed. */
    private static final String WRAPPED_MAIN = "io.github.reprorun.internal.run.WrappedMain";

    private ReproAgent() {}

    /**
     * Begins to hold the sources of chance of this JVM.
     *
     * @throws IllegalArgumentException if the options are not those of {@link AgentOptions}; the JVM does not start then
     * @throws io.github.reprorun.failure.UnreadableException if a library's descriptor is none; the JVM does not start then
     * @throws IOException if the agent's own jar cannot be read
     * @throws ReflectiveOperationException if this JVM is not one the agent knows
     * @throws UnmodifiableClassException if this JVM allows no class to be changed
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
        // needed by maps under contention, also while a class is loaded: not a moment to change it, nor to initialise
        // it, which makes a Random, about whose caller the agent asks by classes of its own
        Class.forName("java.util.concurrent.ThreadLocalRandom", true, null);
        if (mainClass().equals(WRAPPED_MAIN)) {
            FileEvents.expect();
        }
        LoadedClasses.rewrite(instrumentation);
        MethodHooks.through(instrumentation);
        AgentStatus.begin();
    }

    // a jar that was started by its path has no name here; its class path is that one jar and its manifest's
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
