package io.github.reprorun.study;

import io.github.reprorun.failure.NotRerunnableException;
import io.github.reprorun.failure.UsageException;
import io.github.reprorun.internal.redaction.Redaction;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Arguments with places for the parameters of a cell: {@code {learningRate}} for a parameter of the grid, {@code {seed}}
 * for the root seed. Braces around anything else, such as JSON, stand for themselves. Stateless.
 */
final class StudyArguments {
    private static final String SEED = "seed";

    private static final Pattern PLACE = Pattern.compile("\\{([A-Za-z][A-Za-z0-9._-]*)\\}");

    private StudyArguments() {}

    /** {@code arguments} for {@code cell}. */
    static List<String> of(List<String> arguments, StudyDesign.Cell cell) {
        SortedMap<String, String> values = new TreeMap<>(cell.parameters());
        values.put(SEED, cell.rootSeed().toString());
        List<String> filled = new ArrayList<>();
        for (String argument : arguments) {
            filled.add(PLACE.matcher(argument)
                    .replaceAll(place -> Matcher.quoteReplacement(values.getOrDefault(place.group(1), place.group()))));
        }
        return filled;
    }

    /**
     * What a run that was started with {@code filled} recorded as {@code <redacted>}, in order.
     *
     * @throws NotRerunnableException if an argument has two secrets, which cannot be told apart
     */
    static List<String> secrets(List<String> filled) {
        List<String> redacted = Redaction.ofArguments(filled);
        List<String> secrets = new ArrayList<>();
        for (int i = 0; i < filled.size(); i++) {
            int at = redacted.get(i).indexOf(Redaction.MARK);
            if (at >= 0) {
                int after = redacted.get(i).length() - at - Redaction.MARK.length();
                String secret =
                        filled.get(i).substring(at, Math.max(at, filled.get(i).length() - after));
                if (!redacted.get(i).replace(Redaction.MARK, secret).equals(filled.get(i))) {
                    throw new NotRerunnableException("argument " + (i + 1), "has more than one secret");
                }
                secrets.add(secret);
            }
        }
        return secrets;
    }

    /** The {@code parameters} for which {@code arguments} have no place. */
    static SortedMap<String, String> unused(List<String> arguments, SortedMap<String, String> parameters) {
        SortedMap<String, String> unused = new TreeMap<>(parameters);
        unused.keySet().removeAll(places(arguments));
        return unused;
    }

    /**
     * Requires that each place is one of the grid's, and for a wrapped program that each parameter has a place: there is
     * no other way to give it.
     *
     * @throws UsageException if that is not so
     */
    static void require(List<String> arguments, SortedMap<String, List<String>> grid, boolean wrapped) {
        if (grid.containsKey(SEED)) {
            throw new UsageException("grid seed", "is what {seed} stands for; give the parameter another name");
        }
        for (String place : places(arguments)) {
            if (!place.equals(SEED) && !grid.containsKey(place)) {
                throw new UsageException("argument {" + place + "}", "the grid has no such parameter");
            }
        }
        for (String name : grid.keySet()) {
            if (wrapped && !places(arguments).contains(name)) {
                throw new UsageException(
                        "grid " + name,
                        "a wrapped program gets it from its arguments alone, and none of them has {" + name + "}");
            }
        }
    }

    private static SortedSet<String> places(List<String> arguments) {
        SortedSet<String> places = new TreeSet<>();
        for (String argument : arguments) {
            Matcher matcher = PLACE.matcher(argument);
            while (matcher.find()) {
                places.add(matcher.group(1));
            }
        }
        return places;
    }
}
