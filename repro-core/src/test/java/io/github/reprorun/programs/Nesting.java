package io.github.reprorun.programs;

import io.github.reprorun.ReproducibleRun;
import io.github.reprorun.study.Study;
import io.github.reprorun.study.StudyManifest;
import io.github.reprorun.study.StudyResult;
import java.nio.file.Path;

/** A program whose run makes a study. */
public final class Nesting {
    private Nesting() {}

    public static void main(String[] args) {
        ReproducibleRun.of("nesting").threads(1).launch(args, run -> {
            StudyResult inner = Study.of("inner")
                    .program(Starting.class.getName(), "plain", "x")
                    .seeds(1, 1)
                    .runsDirectory(Path.of("runs"))
                    .run();
            run.metric("made", inner.manifest().orElseThrow().count(StudyManifest.Status.MADE));
        });
    }
}
