package io.github.reprorun.examples.fraud;

import java.util.List;
import java.util.stream.Stream;

/**
 * One of a few words, as a 1 among zeros. A word that is missing, or was not seen in the training part, is the last of
 * them.
 *
 * @param column of the table
 * @param words that were seen, sorted
 */
record Category(String column, List<String> words) implements Feature {
    /** Copies what it is given. */
    Category {
        words = List.copyOf(words);
    }

    static Category fittedOn(List<Claim> training, String column) {
        return new Category(
                column,
                training.stream()
                        .map(claim -> claim.text(column))
                        .filter(word -> !word.isEmpty())
                        .distinct()
                        .sorted()
                        .toList());
    }

    @Override
    public List<String> names() {
        return Stream.concat(words.stream(), Stream.of("missing"))
                .map(word -> column + " " + word)
                .toList();
    }

    @Override
    public double[] encode(Claim claim) {
        double[] oneHot = new double[words.size() + 1];
        int index = words.indexOf(claim.text(column));
        oneHot[index >= 0 ? index : words.size()] = 1;
        return oneHot;
    }

    @Override
    public String learned() {
        return "words " + String.join(" ", words);
    }
}
