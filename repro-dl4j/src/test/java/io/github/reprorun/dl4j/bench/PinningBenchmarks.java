package io.github.reprorun.dl4j.bench;

import io.github.reprorun.base.library.Libraries;
import io.github.reprorun.numerics.NumericsProfile;
import java.nio.file.Path;

/** Whole trainings in processes of their own: as Deeplearning4j does it unasked, and launched. */
final class PinningBenchmarks implements Section {
    /** As many as contestants, so that each goes first once. */
    private static final int ROUNDS = 5;

    private final Programs programs;

    PinningBenchmarks(Programs programs) {
        this.programs = programs;
    }

    @Override
    public String title() {
        return "Training";
    }

    @Override
    public String explanation() {
        return "One program in JVMs of their own: bare at Deeplearning4j's defaults, bare with the variables of the"
                + " portable profile, launched, and wrapped by the run verb; the bare and the wrapped ones with the"
                + " commons-lang3 of Deeplearning4j, which ND4J draws from. Time of `fit`, without start-up, divided by"
                + " time of `fit`. Two are bare with those variables: the others are divided by their mean; the control is"
                + " one divided by the other, and what it is off 1 by is the machine's.";
    }

    @Override
    public void measure(Report report) throws Exception {
        for (String workload : Workload.all().keySet()) {
            String[] bare = {workload};
            Child plain = programs.bare(TrainingProgram.class, bare).tellingItsTime();
            Child likePinned = plain.with(NumericsProfile.PORTABLE.environment(
                    Runtime.getRuntime().availableProcessors(), System.getProperty("os.arch"), Libraries.ofThisJvm()));
            Path runs = programs.runs();
            Child launched = programs.java(TrainingProgram.class, workload, runs.toString())
                    .tellingItsTime();
            Child wrapped = programs.wrappedBare(TrainingProgram.class, bare).tellingItsTime();
            Rounds rounds = new Contest(plain, likePinned, launched, wrapped, likePinned).runAtOnce(ROUNDS);
            report.ratio("launched / bare at defaults: " + workload, rounds.ratio(2, 0), "at most 1");
            report.ratio("launched / bare, same variables: " + workload, rounds.ratio(2, 1, 4), "at most 1.02");
            report.ratio("wrapped / bare at defaults: " + workload, rounds.ratio(3, 0), "at most 1");
            report.ratio("wrapped / bare, same variables: " + workload, rounds.ratio(3, 1, 4), "at most 1.02");
            report.ratio("  control", rounds.ratio(4, 1), Report.NO_BUDGET);
        }
    }
}
