package io.github.reprorun.internal.follow;

import io.github.reprorun.failure.UsageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A wrapped program, as it appears in the arguments of {@value #MAIN_CLASS} and therefore in a manifest: the outputs to
 * look for, each as {@code --output=PATH}, those that may differ as {@code --may-differ=PATTERN}, the variables that it
 * reads as {@code --env=NAME}, the class, and its own arguments. Immutable, hence safe to share between threads.
 *
 * @param outputs files and folders, as they were given
 * @param mayDiffer files, folders and patterns of outputs that may differ from run to run, as they were given
 * @param variables names of environment variables that are recorded
 * @param mainClass binary name of the class whose {@code main} is wrapped
 * @param arguments of that {@code main}
 */
public record WrappedProgram(
        List<String> outputs,
        List<String> mayDiffer,
        List<String> variables,
        String mainClass,
        List<String> arguments) {
    /** The class whose {@code main} runs a wrapped program. */
    public static final String MAIN_CLASS = "io.github.reprorun.internal.run.WrappedMain";

    /** Every name that class has, or had, in manifests. */
    private static final Set<String> MAIN_CLASSES = Set.of(MAIN_CLASS, "io.github.reprorun.WrappedMain");

    private static final String OUTPUT = "--output=";
    private static final String MAY_DIFFER = "--may-differ=";
    private static final String VARIABLE = "--env=";

    /** @throws UsageException if one of {@code variables} cannot be the name of a variable */
    public WrappedProgram {
        outputs = List.copyOf(outputs);
        mayDiffer = List.copyOf(mayDiffer);
        variables = List.copyOf(variables);
        for (String variable : variables) {
            if (variable.isBlank() || variable.indexOf('=') >= 0) {
                throw new UsageException("--env " + variable, "is the name of a variable, without its value");
            }
        }
        arguments = List.copyOf(arguments);
    }

    /**
     * Reads the arguments that {@link #asArguments} gives.
     *
     * @throws IllegalArgumentException if {@code arguments} name no class
     */
    public static WrappedProgram of(List<String> arguments) {
        List<String> outputs = new ArrayList<>();
        List<String> mayDiffer = new ArrayList<>();
        List<String> variables = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (!isAdded(argument, OUTPUT, outputs)
                    && !isAdded(argument, MAY_DIFFER, mayDiffer)
                    && !isAdded(argument, VARIABLE, variables)) {
                return new WrappedProgram(
                        outputs, mayDiffer, variables, argument, arguments.subList(i + 1, arguments.size()));
            }
        }
        throw new IllegalArgumentException("no program is wrapped by " + arguments);
    }

    private static boolean isAdded(String argument, String option, List<String> values) {
        return argument.startsWith(option) && values.add(argument.substring(option.length()));
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
        mayDiffer.forEach(output -> all.add(MAY_DIFFER + output));
        variables.forEach(variable -> all.add(VARIABLE + variable));
        all.add(mainClass);
        all.addAll(arguments);
        return all;
    }
}
