package com.example.toy.repro;

import com.example.toy.Toy;
import io.github.reprorun.evidence.Evidence;
import io.github.reprorun.evidence.Hazard;
import io.github.reprorun.evidence.Resource;
import io.github.reprorun.spi.ExtensionSession;
import io.github.reprorun.spi.Place;
import io.github.reprorun.spi.RunScope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The toy framework's part in one run: its generators are seeded by place. Used by the thread that trains. */
public final class ToySession implements ExtensionSession {
    private static final Hazard FAST = new Hazard(
            "toy's fast kernel",
            Toy.class.getName(),
            -1,
            1,
            Hazard.Treatment.UNCONTROLLED,
            "Set com.example.toy.kernel to plain.");

    private final RunScope run;
    private final Supplier<Random> before;
    private final int ticket;

    ToySession(RunScope run) {
        this.run = run;
        before = Toy.drawFrom(run.perPlace(this::generator));
        ticket = new Random().nextInt(); // A draw of the extension's own, on which nothing depends.
    }

    private Random generator(Place place) {
        return new Random(run.seed().derive("toy/" + Long.toHexString(place.key())));
    }

    /**
     * Trains on the numbers in {@code file}, one a line.
     *
     * @throws IOException if they cannot be read
     */
    public double train(Path file) throws IOException {
        double strength = run.parameter("toy.strength", 0.5);
        double[] values = Files.readAllLines(run.input("toy-values", file)).stream()
                .mapToDouble(Double::parseDouble)
                .toArray();
        if (Toy.kernel().equals("fast")) {
            run.hazard(FAST);
        }
        double sum = Toy.noisySum(strength, values);
        run.metric("toy.sum", OptionalLong.empty(), sum);
        return sum;
    }

    @Override
    public SortedMap<String, Evidence<String>> environment() {
        SortedMap<String, Evidence<String>> facts = new TreeMap<>();
        facts.put("toy.kernel", Evidence.observed(Toy.kernel()));
        return facts;
    }

    @Override
    public List<Resource> dependencies() {
        return List.of();
    }

    @Override
    public void close() {
        Toy.drawFrom(before);
    }

    @Override
    public String toString() {
        return "toy session " + ticket;
    }
}
