package io.github.reprorun.internal.launch;

import io.github.reprorun.failure.UsageException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One of the runs that a program describes, for example in a loop over seeds. The runs of one name are numbered from 1, in
 * the order in which the program comes to them. A JVM that is for one of them passes the others over. Immutable, hence safe
 * to share between threads.
 *
 * @param name the run's name
 * @param number its number among the program's runs of that name, at least 1
 */
public record RunTurn(String name, int number) {
    /**
     * The system property with the number of the run that a JVM is for. It stands among the recorded options of the JVM, so
     * that a re-run or a resumed run is that run alone.
     */
    public static final String PROPERTY = "reprorun.run.number";

    private static final String OPTION = "-D" + PROPERTY + "=";

    /** The runs that the program has come to in this JVM, by name. */
    private static final Map<String, Integer> COUNTS = new HashMap<>();

    /** The next run called {@code name} in this JVM. */
    public static RunTurn next(String name) {
        synchronized (COUNTS) {
            Integer before = COUNTS.get(name);
            int number = before == null ? 1 : before + 1;
            COUNTS.put(name, number);
            return new RunTurn(name, number);
        }
    }

    /**
     * Whether this JVM is for another run. A run within the run that this JVM is for is part of that run.
     *
     * @throws UsageException if the number of the run that this JVM is for is not a number
     */
    public boolean isPassedOver() {
        String chosen = System.getProperty(PROPERTY);
        Optional<LaunchPlan> plan = CurrentPlan.get();
        if (plan.isEmpty()) {
            return chosen != null && number != parse(chosen);
        }
        boolean isMeant = name.equals(plan.get().run().name()) && number == (chosen == null ? 1 : parse(chosen));
        return !isMeant && !CurrentPlan.isOpen();
    }

    /** {@code options}, those of a JVM, for the JVM that is for this run: the first of its name needs no option. */
    public List<String> among(List<String> options) {
        List<String> all = new ArrayList<>();
        for (String option : options) {
            if (!option.startsWith(OPTION)) {
                all.add(option);
            }
        }
        if (number > 1) {
            all.add(OPTION + number);
        }
        return all;
    }

    /** The number of the run that a JVM with {@code options} is for. */
    public static int numberIn(List<String> options) {
        int number = 1;
        for (String option : options) {
            if (option.startsWith(OPTION)) {
                number = parse(option.substring(OPTION.length()));
            }
        }
        return number;
    }

    private static int parse(String text) {
        try {
            int number = Integer.parseInt(text);
            if (number >= 1) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw notANumber(text, e);
        }
        throw notANumber(text, null);
    }

    private static UsageException notANumber(String text, @Nullable NumberFormatException cause) {
        return new UsageException(
                "property " + PROPERTY, "is the number of a run, from 1, not \"" + text + "\"", cause);
    }
}
