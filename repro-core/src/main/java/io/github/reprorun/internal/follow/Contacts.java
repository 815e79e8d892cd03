package io.github.reprorun.internal.follow;

import io.github.reprorun.evidence.Hazard;
import io.github.reprorun.internal.agent.place.Caller;
import io.github.reprorun.internal.agent.policy.ProgramScope;
import io.github.reprorun.internal.agent.policy.QuietClasses;
import io.github.reprorun.internal.redaction.Redaction;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What a program takes from the world around its JVM other than by files: variables of the environment, child processes,
 * connections, devices. Their content cannot be recorded, so a manifest names them. Contacts of the JDK for its own sake
 * and of libraries without influence on the training do not count. Safe for use by several threads.
 */
final class Contacts {
    /** The program read a variable that it did not declare. */
    static final String UNDECLARED_VARIABLE = "undeclared environment variable";

    static final String CHILD_PROCESS = "child process";
    static final String CONNECTION = "network connection";
    static final String MACHINE_FILE = "device or file of the machine";

    private static final String ASKED = "variable asked for ";
    private static final String ALL = "variables asked for";

    private final Map<String, Hazard> met = new ConcurrentHashMap<>();
    private final Map<String, Asked> asked = new ConcurrentHashMap<>();
    private final Map<String, String> unpinned = new ConcurrentHashMap<>();

    /** @param ofProgram whether the program itself asked, and not a library of it */
    private record Asked(Caller by, boolean ofProgram) {}

    void asks(String variable) {
        Asked known = asked.get(variable);
        if (known != null && known.ofProgram()) {
            return;
        }
        Caller caller = Caller.behindBridge();
        Class<?> type = caller.type();
        if (type != null && !QuietClasses.isQuiet(type) && caller.api().equals("java.lang.System.getenv")) {
            asked.merge(variable, new Asked(caller, isOfProgram(caller)), Contacts::ofProgram);
        }
    }

    private static Asked ofProgram(Asked one, Asked other) {
        return one.ofProgram() ? one : other;
    }

    void starts(List<String> command) {
        String program =
                command.isEmpty() ? "" : command.get(0).substring(command.get(0).lastIndexOf('/') + 1);
        meet(
                CHILD_PROCESS,
                program,
                "The run does not see what \"" + program
                        + "\" reads, writes and prints: record its files by run.input and"
                        + " run.output, or --output.");
    }

    void connects(String peer) {
        String shown = Redaction.of(peer);
        meet(
                CONNECTION,
                shown,
                "The run does not record what came from " + shown + ": save it as a file, and read that as an input.");
    }

    void listens(String socket) {
        Caller caller = counted(Caller.behindBridge());
        if (caller != null) {
            unpinned.put(
                    "socket of " + caller.className(), "others can connect to it, and what they send is not recorded");
        }
    }

    void readsOfMachine(Path file) {
        Caller caller = Caller.behindBridge();
        String api = caller.api();
        boolean forProgram = api.startsWith("java.io.") || api.startsWith("java.nio.") || api.startsWith("java.util.");
        if (forProgram && !Caller.isBehindSecurity()) {
            meet(
                    caller,
                    MACHINE_FILE,
                    file.toString(),
                    "The run does not record what it read from " + file
                            + ": do without it, or save it as a file first.");
        }
    }

    private void meet(String kind, String what, String advice) {
        meet(Caller.behindBridge(), kind, what, advice);
    }

    private void meet(Caller nearest, String kind, String what, String advice) {
        Caller caller = counted(nearest);
        if (caller != null) {
            met.putIfAbsent(kind + " " + what + " " + caller.className(), hazard(kind, caller, advice));
        }
    }

    private static Hazard hazard(String kind, Caller caller, String advice) {
        return new Hazard(
                kind, caller.className(), Math.max(-1, caller.line()), 1, Hazard.Treatment.UNCONTROLLED, advice);
    }

    /** The caller that counts, at the line of the program if a library of numerics asks; null if none does. */
    private static @Nullable Caller counted(Caller nearest) {
        Class<?> type = nearest.type();
        if (type == null || QuietClasses.isQuiet(type)) {
            return null;
        }
        Caller program = ProgramScope.isLibrary(type.getName()) ? Caller.ofProgram() : null;
        return program == null ? nearest : program;
    }

    private static boolean isOfProgram(Caller caller) {
        Class<?> type = caller.type();
        return type != null && ProgramScope.includes(type) && !ProgramScope.isLibrary(type.getName());
    }

    /**
     * What the run cannot repeat.
     *
     * @param recorded names of variables whose values are recorded
     * @param variables those of this process
     */
    List<Hazard> hazards(Set<String> recorded, Map<String, String> variables) {
        List<Hazard> hazards = new ArrayList<>(met.values());
        asked.forEach((name, by) -> {
            if (by.ofProgram() && !name.isEmpty() && variables.containsKey(name) && !recorded.contains(name)) {
                hazards.add(hazard(
                        UNDECLARED_VARIABLE,
                        by.by(),
                        "Ask for " + name + " by run.variable, or name it by --env, so that its value is recorded and a"
                                + " re-run gets it."));
            }
        });
        return hazards;
    }

    /** What else a reader has to know, each with its reason; parameters as of {@link #hazards}. */
    SortedMap<String, String> unpinned(Set<String> recorded, Map<String, String> variables) {
        SortedMap<String, String> all = new TreeMap<>(unpinned);
        asked.forEach((name, by) -> {
            boolean isSet = variables.containsKey(name);
            if (name.isEmpty() && by.ofProgram()) {
                all.put(
                        ALL,
                        by.by().className() + " asks for all; declare those that matter, so that they are recorded");
            } else if (!name.isEmpty() && !recorded.contains(name) && isSet != by.ofProgram()) {
                all.put(
                        ASKED + name,
                        by.by().className() + " asks for it"
                                + (isSet ? "; its value is not recorded" : ", and it is not set here"));
            }
        });
        return all;
    }
}
