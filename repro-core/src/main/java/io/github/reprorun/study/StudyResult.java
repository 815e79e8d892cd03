package io.github.reprorun.study;

import io.github.reprorun.failure.ReproException;
import io.github.reprorun.internal.directory.RunsDirectory;
import io.github.reprorun.manifest.Parent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a study left behind. Immutable, hence safe to share between threads.
 *
 * @param directory the study's directory, absolute
 * @param manifest the statement, or empty if a signal stopped the study before its last cell was settled
 * @param signal the name of that signal, such as {@code TERM}; present exactly if there is no statement
 */
public record StudyResult(Path directory, Optional<StudyManifest> manifest, Optional<String> signal) {
    /** @throws IllegalArgumentException if both are present, or neither is */
    public StudyResult {
        if (manifest.isPresent() == signal.isPresent()) {
            throw new IllegalArgumentException("a study has ended or was stopped, not both");
        }
    }

    /** Whether {@code path} is the directory of a study, ended or not, or the {@code study.json} in one. */
    public static boolean isStudy(Path path) {
        return StudyDirectory.isStudy(path);
    }

    /** Whether the study at {@code path} has ended, so that there is a statement. */
    public static boolean hasEnded(Path path) {
        return StudyDirectory.of(path).hasEnded();
    }

    /**
     * Reads the statement of a study, and verifies nothing.
     *
     * @param path the study's directory, or its {@code study.json}
     * @throws io.github.reprorun.failure.UnreadableException if there is none, or it is not the exact JSON of one
     * @throws io.github.reprorun.failure.NotUnderstoodException if it says that its reader must understand something that
     *     this version does not
     */
    public static StudyManifest read(Path path) {
        return StudyJson.read(path);
    }

    /**
     * The directory of the study that the run in {@code run} belongs to, if it has ended and lies where studies lie: in a
     * folder of its name beside that of the run. A study whose design cannot be read is passed over, which standard error says.
     *
     * @param parent what the run says that it belongs to
     */
    public static Optional<Path> find(Path run, Parent parent) {
        PassedOver passedOver = new PassedOver(System.err);
        for (StudyDirectory study : StudyDirectory.all(RunsDirectory.above(run), passedOver)) {
            if (study.hasEnded() && isOf(study, parent, passedOver)) {
                return Optional.of(study.path());
            }
        }
        return Optional.empty();
    }

    /**
     * The directory of the study that {@code parent} names, whether it has ended or not, by the digest of its design: the parent of
     * runs, and of studies that are a part of it. A study whose design cannot be read is passed over, which standard error says.
     *
     * @param runs the folder in which runs and studies lie
     */
    public static Optional<Path> named(Path runs, Parent parent) {
        PassedOver passedOver = new PassedOver(System.err);
        for (StudyDirectory study : StudyDirectory.all(new RunsDirectory(runs), passedOver)) {
            if (isOf(study, parent, passedOver)) {
                return Optional.of(study.path());
            }
        }
        return Optional.empty();
    }

    /**
     * The study that the one in {@code directory} is a part of, if it is, by its design alone.
     *
     * @throws io.github.reprorun.failure.UnreadableException if there is no design, or it is not the exact JSON of one
     */
    public static Optional<Parent> within(Path directory) {
        return StudyDirectory.of(directory).design().within();
    }

    /** The directories of the studies in {@code runs} that are a part of {@code parent}, in the order of their names and ids. */
    public static List<Path> partsOf(Path runs, Parent parent) {
        PassedOver passedOver = new PassedOver(System.err);
        List<Path> parts = new ArrayList<>();
        for (StudyDirectory study : StudyDirectory.all(new RunsDirectory(runs), passedOver)) {
            try {
                if (study.design().within().equals(Optional.of(parent))) {
                    parts.add(study.path());
                }
            } catch (ReproException damaged) {
                passedOver.name(study.path(), damaged);
            }
        }
        return parts;
    }

    private static boolean isOf(StudyDirectory study, Parent parent, PassedOver passedOver) {
        try {
            return study.design().parent().equals(parent);
        } catch (ReproException damaged) {
            passedOver.name(study.path(), damaged);
            return false;
        }
    }

    /**
     * What a study that has not ended would state by now, with the cells that are settled. Its journal says so, which is not
     * signed.
     *
     * @param path the study's directory
     * @throws io.github.reprorun.failure.UnreadableException if there is no study, or its journal is damaged
     */
    public static StudyManifest soFar(Path path) {
        return StudyDirectory.of(path).soFar();
    }

    /** Whether every cell that was to be tried has a result. */
    public boolean isComplete() {
        return manifest.isPresent() && manifest.get().count(StudyManifest.Status.FAILED) == 0;
    }
}
