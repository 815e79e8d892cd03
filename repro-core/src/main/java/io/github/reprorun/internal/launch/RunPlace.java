package io.github.reprorun.internal.launch;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A folder in which one process makes one run that another moves to where it belongs. A run that is started twice has two
 * such folders, which know nothing of each other. Immutable, hence safe to share between threads.
 *
 * @param folder absolute
 */
public record RunPlace(Path folder) {
    /** The folder beside the runs in which the places are. A name that begins with a dot is that of no run. */
    public static final String ALL = ".staged";

    /**
     * Makes a place that no other process has.
     *
     * @param all the folder of the places, which may be missing
     * @param id of the run
     */
    public static RunPlace make(Path all, String id) throws IOException {
        Files.createDirectories(all);
        return new RunPlace(Files.createTempDirectory(all, id + "-"));
    }

    /** The places in the folder {@code all} that were made for the run {@code id}, in no order. */
    public static List<RunPlace> of(Path all, String id) throws IOException {
        if (!Files.isDirectory(all)) {
            return List.of();
        }
        List<RunPlace> places = new ArrayList<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(all)) {
            for (Path folder : folders) {
                if (folder.getFileName().toString().startsWith(id + "-")) {
                    places.add(new RunPlace(folder));
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return places;
    }

    /** The file that gets what the process prints. */
    public Path output() {
        return folder.resolve("output.log");
    }

    /** The file in which the run says how it ended. */
    public Path result() {
        return folder.resolve("result.jsonl");
    }

    /** The options by which a program makes its run here, and ends with the process that holds {@code starter}. */
    public List<String> options(Path starter) {
        return List.of(
                "-D" + GivenChoices.PLACE + "=" + folder,
                "-D" + GivenChoices.RESULT + "=" + result(),
                "-D" + GivenChoices.STARTER + "=" + starter);
    }

    /** The directories here of runs with {@code id}, of whatever name, in the order of their names. */
    public List<Path> runs(String id) throws IOException {
        List<Path> runs = new ArrayList<>();
        try (DirectoryStream<Path> names = Files.newDirectoryStream(folder, Files::isDirectory)) {
            for (Path name : names) {
                if (Files.isDirectory(name.resolve(id))) {
                    runs.add(name.resolve(id));
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        Collections.sort(runs);
        return runs;
    }
}
