package io.github.reprorun;

import java.util.ArrayList;
import java.util.List;

/**
 * A program that is wrapped, as it stands in the arguments of {@link WrappedMain} and hence in a manifest: the outputs to
 * look for, each as {@code --output=PATH}, the class, and its own arguments. Immutable, hence safe to share between threads.
 *
 * @param outputs files and folders, as they were given
 * @param mainClass binary name of the class whose {@code main} is wrapped
 * @param arguments of that {@code main}
 */
record WrappedProgram(List<String> outputs, String mainClass, List<String> arguments) {
    private static final String OUTPUT = "--output=";

    WrappedProgram {
        outputs = List.copyOf(outputs);
        arguments = List.copyOf(arguments);
    }

    /** @throws IllegalArgumentException if there is no class among {@code arguments} */
    static WrappedProgram of(List<String> arguments) {
        List<String> outputs = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            if (!arguments.get(i).startsWith(OUTPUT)) {
                return new WrappedProgram(outputs, arguments.get(i), arguments.subList(i + 1, arguments.size()));
            }
            outputs.add(arguments.get(i).substring(OUTPUT.length()));
        }
        throw new IllegalArgumentException("no program is wrapped by " + arguments);
    }

    /** The arguments of {@link WrappedMain}. */
    List<String> asArguments() {
        List<String> all = new ArrayList<>();
        outputs.forEach(output -> all.add(OUTPUT + output));
        all.add(mainClass);
        all.addAll(arguments);
        return all;
    }
}
