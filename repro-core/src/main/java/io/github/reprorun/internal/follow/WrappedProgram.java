package io.github.reprorun.internal.follow;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A wrapped program, as it appears in the arguments of {@value #MAIN_CLASS} and therefore in a manifest: the outputs to
 * look for, each as {@code --output=PATH}, the class, and its own arguments. Immutable, hence safe to share between
 * threads.
 *
 * @param outputs files and folders, as they were given
 * @param mainClass binary name of the class whose {@code main} is wrapped
 * @param arguments of that {@code main}
 */
public record WrappedProgram(List<String> outputs, String mainClass, List<String> arguments) {
    /** The class whose {@code main} runs a wrapped program. */
    public static final String MAIN_CLASS = "io.github.reprorun.internal.run.WrappedMain";

    /** Every name that class has, or had, in manifests. */
    private static final Set<String> MAIN_CLASSES = Set.of(MAIN_CLASS, "io.github.reprorun.WrappedMain");

    private static final String OUTPUT = "--output=";

    public WrappedProgram {
        outputs = List.copyOf(outputs);
        arguments = List.copyOf(arguments);
    }

    /**
     * Reads the arguments that {@link #asArguments} gives.
     *
     * @throws IllegalArgumentException if {@code arguments} name no class
     */
    public static WrappedProgram of(List<String> arguments) {
        List<String> outputs = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            if (!arguments.get(i).startsWith(OUTPUT)) {
                return new WrappedProgram(outputs, arguments.get(i), arguments.subList(i + 1, arguments.size()));
            }
            outputs.add(arguments.get(i).substring(OUTPUT.length()));
        }
        throw new IllegalArgumentException("no program is wrapped by " + arguments);
    }

    /** Whether {@code mainClass}, as a manifest names it, runs a wrapped program. */
    public static boolean isWrapped(String mainClass) {
        return MAIN_CLASSES.contains(mainClass);
    }

    /**
     * The class to start for {@code mainClass}, as a manifest names it: the class that wraps programs may have had a
     * different name.
     */
    public static String startable(String mainClass) {
        return isWrapped(mainClass) ? MAIN_CLASS : mainClass;
    }

    /** The class whose code trains: {@code mainClass}, or the class that it wraps if it wraps programs. */
    public static String program(String mainClass, List<String> arguments) {
        return isWrapped(mainClass) ? of(arguments).mainClass() : mainClass;
    }

    /** The arguments of {@value #MAIN_CLASS}. */
    public List<String> asArguments() {
        List<String> all = new ArrayList<>();
        outputs.forEach(output -> all.add(OUTPUT + output));
        all.add(mainClass);
        all.addAll(arguments);
        return all;
    }
}
