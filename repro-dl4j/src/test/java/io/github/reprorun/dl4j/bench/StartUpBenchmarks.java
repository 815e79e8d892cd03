package io.github.reprorun.dl4j.bench;

import com.example.started.Empty;
import com.example.started.Product;

/** What the pinned JVM, its agent and the manifest add to a program that does next to nothing. */
final class StartUpBenchmarks implements Section {
    private static final int ROUNDS = 11;
    private static final String BUDGET = "at most 0.4 s";

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
        return "A class in a bare JVM, the same work launched, the class wrapped by the run verb, and the class in one JVM"
                + " under the agent alone, without a run: seconds of the whole process, from its start to its end, beyond"
                + " the bare one's.";
    }

    @Override
    public void measure(Report report) throws Exception {
        String runs = programs.runs().toString();
        Rounds empty = new Contest(
                        programs.javaWithoutNd4j(Empty.class),
                        programs.javaWithoutNd4j(Empty.Launched.class, runs),
                        programs.wrappedWithoutNd4j(Empty.class),
                        programs.javaWithoutNd4j(Empty.class).underAgent(programs.commandLine(), Empty.class))
                .run(ROUNDS);
        report.seconds("added to an empty main: launched", empty.added(1, 0), BUDGET);
        report.seconds("added to an empty main: wrapped", empty.added(2, 0), BUDGET);
        report.seconds("  of it the agent alone", empty.added(3, 0), Report.NO_BUDGET);
        Rounds product = new Contest(
                        programs.java(Product.class),
                        programs.java(Product.Launched.class, runs),
                        programs.wrapped(Product.class),
                        programs.java(Product.class).underAgent(programs.commandLine(), Product.class))
                .run(ROUNDS);
        report.seconds("added to a main with one matrix product: launched", product.added(1, 0), BUDGET);
        report.seconds("added to a main with one matrix product: wrapped", product.added(2, 0), BUDGET);
        report.seconds("  of it the agent alone", product.added(3, 0), Report.NO_BUDGET);
    }
}
