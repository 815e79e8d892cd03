package io.github.reprorun.tensor;

import io.github.reprorun.failure.UnreadableException;
import io.github.reprorun.failure.UnwritableException;
import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A folder with the arrays of one step of training, each in a file of NumPy's called {@code QUANTITY.NUMBER.NAME.npy}:
 * {@code NUMBER} is the place among the arrays of that quantity, in the order in which a training computes them, and
 * {@code NAME} that of the layer, or what the array is, with percent-encoding. Safe for use by several threads.
 *
 * @param path of the folder
 */
public record TensorFolder(Path path) {
    private static final int LONGEST_NAME = 120;
    private static final Pattern NAME = Pattern.compile("([a-z-]+)\\.(\\d{5})\\.(.*)\\.npy");

    /**
     * One array.
     *
     * @param quantity what it is of: a label of the trace's, or another word of lower-case letters and hyphens
     * @param number its place among those of the quantity
     * @param name of the layer, or what the array is
     * @param file where it lies
     */
    public record Entry(String quantity, int number, String name, Path file) {}

    /**
     * Where an array is to be written; the folder is made.
     *
     * @throws UnwritableException if it cannot be
     */
    public Path file(String quantity, int number, String name) {
        String shortened = name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) + "\u2026" : name;
        String encoded = URLEncoder.encode(shortened, StandardCharsets.UTF_8).replace("*", "%2A");
        try {
            return Files.createDirectories(path)
                    .resolve(quantity + "." + (number + 100_000 + "").substring(1) + "." + encoded + ".npy");
        } catch (IOException e) {
            throw new UnwritableException(path.toString(), "the folder for arrays cannot be made (" + e + ")", e);
        }
    }

    /**
     * The arrays of {@code quantity}, in their order.
     *
     * @throws UnreadableException if the folder is there and cannot be read
     */
    public List<Entry> entries(String quantity) {
        if (!Files.isDirectory(path)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(path)) {
            return files.map(TensorFolder::entry)
                    .flatMap(Optional::stream)
                    .filter(entry -> entry.quantity().equals(quantity))
                    .sorted(Comparator.comparingInt(Entry::number))
                    .toList();
        } catch (IOException e) {
            throw new UnreadableException(path.toString(), "the kept arrays cannot be listed (" + e + ")", e);
        }
    }

    private static Optional<Entry> entry(Path file) {
        Matcher name = NAME.matcher(file.getFileName().toString());
        return name.matches()
                ? Optional.of(new Entry(
                        name.group(1),
                        Integer.parseInt(name.group(2)),
                        URLDecoder.decode(name.group(3), StandardCharsets.UTF_8),
                        file))
                : Optional.empty();
    }
}
