package io.github.reprorun.study;

import io.github.reprorun.failure.UsageException;
import io.github.reprorun.internal.redaction.Redaction;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.ParameterValue;
import io.github.reprorun.manifest.Parent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Whether a run is one that a cell of a program asks for, as the run itself says: seed, parameters, code, of a wrapped
 * program its class and arguments, and that a study made it. Another main class of a program that launches its run is that
 * of one which handed over to it; a re-run starts it too. Immutable, hence safe for use by several threads.
 *
 * @param program of the study
 * @param runs the runs directory
 */
record CellCheck(StudyManifest.Program program, Path runs) {
    /** Why {@code run} is not that of {@code cell}, as far as a statement tells, which has no secrets. */
    Optional<String> flaw(StudyDesign.Cell cell, SortedMap<String, Long> shared, Manifest run) {
        SortedMap<String, String> asked = asked(program, program.arguments(), cell);
        if (hasSecrets()) { // The place of a parameter may be in one of them.
            asked.keySet().retainAll(run.definition().parameters().keySet());
        }
        return flaw(cell, asked, shared, run);
    }

    /**
     * Why {@code run} is not that of {@code cell}.
     *
     * @param asked the parameters that the program is to ask for
     * @param shared the seeds of the streams that the cell shares with others
     */
    Optional<String> flaw(
            StudyDesign.Cell cell, SortedMap<String, String> asked, SortedMap<String, Long> shared, Manifest run) {
        if (!run.definition().seed().equals(cell.rootSeed())) {
            return Optional.of("has the seed " + run.definition().seed() + ", not the study's " + cell.rootSeed());
        }
        if (run.parent().filter(parent -> parent.kind().equals(Parent.STUDY)).isEmpty()) {
            return Optional.of("does not name a study as its parent");
        }
        for (Map.Entry<String, String> parameter : asked.entrySet()) {
            ParameterValue value = run.definition().parameters().get(parameter.getKey());
            if (value == null) {
                return Optional.of(neverAsked(parameter.getKey()));
            }
            if (!isSame(value, parameter)) {
                return Optional.of("has " + value.text() + " as " + parameter.getKey() + ", not the study's "
                        + parameter.getValue());
            }
        }
        for (Map.Entry<String, Long> stream : shared.entrySet()) {
            String seed = run.definition().streams().get(stream.getKey());
            if (seed == null) {
                return Optional.of(neverDrew(stream.getKey()));
            }
            if (!seed.equals(stream.getValue().toString())) {
                return Optional.of("has the seed " + seed + " for the stream " + stream.getKey() + ", not the study's "
                        + stream.getValue());
            }
        }
        List<String> wrapped = new ArrayList<>(List.of(program.mainClass()));
        wrapped.addAll(Redaction.ofArguments(StudyArguments.of(program.arguments(), cell)));
        if (program.wrapped() && !hasSecrets() && !endsWith(run.definition().arguments(), wrapped)) {
            return Optional.of("has the arguments " + run.definition().arguments() + ", not the study's " + wrapped);
        }
        Optional<String> other = StudyCode.flaw(program.code(), runs, run);
        return other.isPresent() ? other : StudyCode.optionFlaw(program.optionCode(), run);
    }

    /**
     * The parameters that {@code program} is to ask for: a wrapped one cannot ask, and one that has a place in an argument
     * need not be asked for.
     */
    static SortedMap<String, String> asked(
            StudyManifest.Program program, List<String> arguments, StudyDesign.Cell cell) {
        return program.wrapped() ? new TreeMap<>() : StudyArguments.unused(arguments, cell.parameters());
    }

    static String neverAsked(String parameter) {
        return "the program never asked for the parameter " + parameter;
    }

    static String neverDrew(String stream) {
        return "the program never asked for the stream " + stream;
    }

    private boolean hasSecrets() {
        return program.arguments().stream().anyMatch(argument -> argument.contains(Redaction.MARK));
    }

    private static boolean isSame(ParameterValue value, Map.Entry<String, String> meant) {
        try {
            return value.equals(ParameterValue.parse(meant.getKey(), value.type(), meant.getValue()));
        } catch (UsageException otherType) {
            return false;
        }
    }

    /** A wrapped program and its arguments follow what its wrapper is told. */
    private static boolean endsWith(List<String> all, List<String> end) {
        int start = all.size() - end.size();
        return start >= 0 && all.subList(start, all.size()).equals(end);
    }
}
