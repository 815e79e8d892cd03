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
        return "A class in a bare JVM, the same work launched, and the class wrapped by the run verb: seconds of the whole"
                + " process, from its start to its end, beyond the bare one's.";
    }

    @Override
    public void measure(Report report) throws Exception {
        String runs = programs.runs().toString();
        Rounds empty = new Contest(
                        programs.javaWithoutNd4j(Empty.class),
                        programs.javaWithoutNd4j(Empty.Launched.class, runs),
                        programs.wrappedWithoutNd4j(Empty.class))
                .run(ROUNDS);
        report.seconds("added to an empty main: launched", empty.added(1, 0), BUDGET);
        report.seconds("added to an empty main: wrapped", empty.added(2, 0), BUDGET);
        Rounds product = new Contest(
                        programs.java(Product.class),
                        programs.java(Product.Launched.class, runs),
                        programs.wrapped(Product.class))
                .run(ROUNDS);
        report.seconds("added to a main with one matrix product: launched", product.added(1, 0), BUDGET);
        report.seconds("added to a main with one matrix product: wrapped", product.added(2, 0), BUDGET);
    }
}
