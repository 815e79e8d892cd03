package io.github.reprorun.internal.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reprorun.programs.agent.Listings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder is listed in the order of its names, however the file system keeps it. */
class DirectoryOrderTests {
    private static final List<String> WAYS = List.of(
            "list",
            "filtered list",
            "listFiles",
            "filtered listFiles",
            "list alone",
            "File::list",
            "folder::listFiles",
            "Files.list",
            "Files.walk",
            "newDirectoryStream",
            "walkFileTree");

    @Test
    void isThatOfTheNames(@TempDir Path folder) throws IOException {
        List<String> names = IntStream.range(0, 60)
                .mapToObj(i -> Integer.toString((i * 37) % 60, 36))
                .toList();
        for (String name : names) {
            Files.createFile(folder.resolve(name));
        }
        String sorted = String.join(" ", names.stream().sorted().toList());
        List<String> listings = ChildJvm.bare().agent("seed=42").run(Listings.class, folder.toString());
        assertThat(listings.subList(0, WAYS.size()))
                .isEqualTo(WAYS.stream().map(way -> way + '\t' + sorted).toList());
        assertThat(listings.get(WAYS.size())).isEqualTo("absent\tnull");
        assertThat(listings.subList(WAYS.size() + 1, listings.size()))
                .hasSize(WAYS.size() + 1)
                .containsOnly("site\torder of a directory\tPINNED");
    }
}
