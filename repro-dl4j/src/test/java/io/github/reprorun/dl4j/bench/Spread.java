package io.github.reprorun.dl4j.bench;

import java.util.List;
import java.util.function.DoubleUnaryOperator;

/** The values of one figure, one of each round. */
record Spread(List<Double> sorted) {

    Spread {
        if (sorted.isEmpty()) {
            throw new IllegalArgumentException("no round was measured");
        }
        sorted = sorted.stream().sorted().toList();
    }

    double minimum() {
        return sorted.get(0);
    }

    double median() {
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    double maximum() {
        return sorted.get(sorted.size() - 1);
    }

    /** The same values seen otherwise, such as seconds as a share of a minute. */
    Spread map(DoubleUnaryOperator view) {
        return new Spread(sorted.stream()
                .mapToDouble(Double::doubleValue)
                .map(view)
                .boxed()
                .toList());
    }
}
