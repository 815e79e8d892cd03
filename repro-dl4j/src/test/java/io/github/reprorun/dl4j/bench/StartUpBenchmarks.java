package io.github.reprorun.dl4j.bench;

import com.example.started.Empty;
import com.example.started.Pinned;
import com.example.started.Product;
import io.github.reprorun.base.file.KnownDigests;
import io.github.reprorun.internal.run.MachineClock;

/** What the agent, the pinned JVM and the whole of a run add to a program that does next to nothing. */
final class StartUpBenchmarks implements Section {
    private static final int ROUNDS = 11;
    private static final String BUDGET = "at most 0.4 s";
    private static final String BUDGET_IN_A_STUDY = "at most 0.6 s";

    private final Programs programs;

    StartUpBenchmarks(Programs programs) {
        this.programs = programs;
    }

    @Override
    public String title() {
        return "Start-up";
    }

    @Override
    public String explanation() {
        return "Seconds of the whole process, from its start to its end, beyond those of a bare JVM with the same class: the"
                + " class in one JVM under the agent; in a pinned JVM under the agent, which a first JVM starts as a launch"
                + " does, without a run; and in a launched and a wrapped run, with evidence, journal and manifest and, where"
                + " ND4J is, its session and the canary. A run of a study is launched and finds the digests of code and natives"
                + " in the study's list. The first budget is for the agent and the pinned JVM.";
    }

    @Override
    public void measure(Report report) throws Exception {
        String runs = programs.runs().toString();
        report(
                report,
                "an empty main",
                programs.javaWithoutNd4j(Empty.class),
                programs.javaWithoutNd4j(Empty.class).underAgent(programs.commandLine(), Empty.class),
                programs.javaWithoutNd4j(Pinned.class, Empty.class.getName()),
                programs.javaWithoutNd4j(Empty.Launched.class, runs),
                programs.wrappedWithoutNd4j(Empty.class));
        report(
                report,
                "a main with one matrix product",
                programs.java(Product.class),
                programs.java(Product.class).underAgent(programs.commandLine(), Product.class),
                programs.java(Pinned.class, Product.class.getName()),
                programs.java(Product.Launched.class, runs),
                programs.wrapped(Product.class));
    }

    private void report(
            Report report, String program, Child bare, Child agent, Child pinned, Child launched, Child wrapped)
            throws Exception {
        // What was last changed before it began is listed, as in a study whose first run has ended.
        String digests = KnownDigests.property(programs.runs().resolve("digests"), MachineClock.UTC.instant());
        Child inAStudy = launched.withOption("-D" + KnownDigests.PROPERTY + "=" + digests);
        Rounds rounds = new Contest(bare, agent, pinned, launched, wrapped, inAStudy).run(ROUNDS);
        report.seconds("added to " + program + ": agent and pinned JVM", rounds.added(2, 0), BUDGET);
        report.seconds("  the agent alone", rounds.added(1, 0), Report.NO_BUDGET);
        report.seconds("  all of a launched run", rounds.added(3, 0), Report.NO_BUDGET);
        report.seconds("  all of a wrapped run", rounds.added(4, 0), Report.NO_BUDGET);
        report.seconds("  all of a launched run of a study", rounds.added(5, 0), BUDGET_IN_A_STUDY);
    }
}
