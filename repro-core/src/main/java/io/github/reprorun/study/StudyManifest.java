package io.github.reprorun.study;

import io.github.reprorun.base.file.PlainName;
import io.github.reprorun.evidence.Resource;
import io.github.reprorun.evidence.Sha256;
import io.github.reprorun.manifest.Parent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The statement of a study: an in-toto Statement v1 whose subjects are the manifests of its runs. Immutable, hence safe
 * to share between threads.
 *
 * @param name what the study is called, as in {@code <runs>/<name>/<id>/}
 * @param id distinguishes it from other studies of that name
 * @param designDigest of {@value #DESIGN_FILE_NAME}, by which runs name the study as their parent
 * @param program what was run
 * @param design what was tried
 * @param builderVersions the libraries that made the statement, by artifact, with their versions
 * @param startedOn wall-clock time in UTC; advisory
 * @param finishedOn wall-clock time in UTC; advisory
 * @param sittings how often a process worked on it: 1, and one more for each time it was resumed
 * @param cells what became of every cell, in the order of the design
 * @param resultDigest SHA-256 over the result digests of all cells: equal for two studies with equal results, whoever ran
 *     them
 * @param unknown the fields that this version does not know, by place
 * @param within the study that this one is a part of, if it is
 */
public record StudyManifest(
        String name,
        String id,
        Sha256 designDigest,
        Program program,
        StudyDesign design,
        SortedMap<String, String> builderVersions,
        Instant startedOn,
        Instant finishedOn,
        int sittings,
        List<Cell> cells,
        Sha256 resultDigest,
        SortedSet<String> unknown,
        Optional<Parent> within) {
    /** The type of the predicate. */
    public static final String PREDICATE_TYPE = "https://reprorun.github.io/attestation/training-study/v1";

    /** The name of the statement's file in the directory of a study. */
    public static final String FILE_NAME = "study.json";

    /** The name of the signed envelope's file. */
    public static final String ENVELOPE_FILE_NAME = "study.dsse.json";

    /** The name of the file that is there from the beginning, with what the study is to be. */
    public static final String DESIGN_FILE_NAME = "design.json";

    /** Copies what it is given. */
    public StudyManifest {
        PlainName.require("study name", name);
        PlainName.require("study id", id);
        builderVersions = Collections.unmodifiableSortedMap(new TreeMap<>(builderVersions));
        cells = List.copyOf(cells);
        unknown = Collections.unmodifiableSortedSet(new TreeSet<>(unknown));
    }

    /** The parent that the runs of this study name. */
    public Parent parent() {
        return new Parent(Parent.STUDY, name, designDigest);
    }

    /** The number of cells of which that became. */
    public long count(Status status) {
        return cells.stream().filter(cell -> cell.status() == status).count();
    }

    /** The numbers of cells by what became of them, such as {@code 5 MADE, 1 FAILED}. */
    public String counts() {
        List<String> counts = new ArrayList<>();
        for (Status status : Status.values()) {
            if (count(status) > 0) {
                counts.add(count(status) + " " + status);
            }
        }
        return counts.isEmpty() ? "none" : String.join(", ", counts);
    }

    /** What became of a cell. */
    public enum Status {
        /** The study ran it, and the run succeeded. */
        MADE,

        /** An earlier study had run the same: the same code, data, parameters, seed and numerics. */
        REFERRED,

        /** Its run did not succeed, or is not the run that the cell asks for. */
        FAILED,

        /** It was not tried. */
        EXCLUDED
    }

    /**
     * What became of one cell. Immutable, hence safe to share between threads.
     *
     * @param cell what was to be run
     * @param cause why it failed or was excluded; present exactly then. What is longer than {@value #LONGEST_CAUSE} UTF-16
     *     units is cut and ends in {@value #CUT}, so that the statement of many cells that failed can be written
     * @param run where the run directory lies in the runs directory, as {@code name/id}; absent if there is no run
     * @param manifest of the run's {@code manifest.json}, if it left one
     * @param result the run's result digest; present exactly if it succeeded
     */
    public record Cell(
            StudyDesign.Cell cell,
            Status status,
            Optional<String> cause,
            Optional<String> run,
            Optional<Sha256> manifest,
            Optional<Sha256> result) {
        /** How long a cause can be, in UTF-16 units. */
        public static final int LONGEST_CAUSE = 2000;

        /** The end of a cause that was cut. */
        public static final String CUT = " … (cut)";

        /**
         * @throws IllegalArgumentException if one of these is there and must not be, or the reverse
         * @throws io.github.reprorun.failure.UsageException if {@code run} is not two plain names
         */
        public Cell {
            cause = cause.map(Cell::cut);
            boolean succeeded = status == Status.MADE || status == Status.REFERRED;
            if (cause.isPresent() == succeeded
                    || result.isPresent() != succeeded
                    || (succeeded && (manifest.isEmpty() || run.isEmpty()))
                    || (manifest.isPresent() && run.isEmpty())
                    || (status == Status.EXCLUDED && run.isPresent())) {
                throw new IllegalArgumentException("cell " + cell + " is " + status + " with cause " + cause + ", run "
                        + run + ", manifest " + manifest + " and result " + result);
            }
            run.ifPresent(Cell::requireBelowRuns);
        }

        /** Such a name leads to nothing outside. */
        private static void requireBelowRuns(String run) {
            String[] parts = run.split("/", -1);
            if (parts.length != 2) {
                throw new IllegalArgumentException("names the run \"" + run + "\", which is not NAME/ID");
            }
            for (String part : parts) {
                PlainName.require("run", part);
            }
        }

        private static String cut(String cause) {
            if (cause.length() <= LONGEST_CAUSE) {
                return cause;
            }
            int end = LONGEST_CAUSE - CUT.length();
            return cause.substring(0, Character.isHighSurrogate(cause.charAt(end - 1)) ? end - 1 : end) + CUT;
        }
    }

    /**
     * What a study runs. Immutable, hence safe to share between threads.
     *
     * @param mainClass binary name of the class whose {@code main} is run
     * @param arguments of that {@code main}; {@code {NAME}} stands for a parameter, {@code {seed}} for the root seed; secrets
     *     are replaced by {@code <redacted>}
     * @param wrapped whether the study wraps the program, which does not call this library
     * @param threads the number of native threads, or empty for the program's choice
     * @param profile which kernels native numerics use, or empty for the program's choice
     * @param jvmOptions further options of the JVM
     * @param code the entries of the class path, with their digests
     * @param outputs what a wrapped program writes elsewhere than in the working directory, as given but for secrets
     * @param workingDirectory of the runs, absolute: relative paths of inputs lead elsewhere from any other
     * @param optionCode the code that options and variables of the JVM name, such as agents, with its digests
     */
    public record Program(
            String mainClass,
            List<String> arguments,
            boolean wrapped,
            OptionalInt threads,
            Optional<String> profile,
            List<String> jvmOptions,
            List<Resource> code,
            List<String> outputs,
            String workingDirectory,
            List<Resource> optionCode) {
        /** Copies what it is given. */
        public Program {
            optionCode = List.copyOf(optionCode);
            arguments = List.copyOf(arguments);
            jvmOptions = List.copyOf(jvmOptions);
            code = List.copyOf(code);
            outputs = List.copyOf(outputs);
        }
    }
}
