package io.github.reprorun.rerun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.reprorun.evidence.Sha256;
import io.github.reprorun.failure.UnwritableException;
import io.github.reprorun.internal.follow.OutputPlaces;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.ManifestJson;
import io.github.reprorun.manifest.Manifests;
import io.github.reprorun.runs.VerifiedRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DisplacedOutputsTests {
    private static final List<String> NAMES = List.of("a.txt", "b/c.txt", "d/e.txt", "f.txt");

    @TempDir
    private Path folder;

    private Path work;
    private Path run;
    private DisplacedOutputs former;

    @BeforeEach
    void leaveOutputs() throws IOException {
        work = Files.createDirectory(folder.resolve("work"));
        run = Files.createDirectory(folder.resolve("run"));
        for (String name : NAMES) {
            for (Path file : List.of(work.resolve(name), run.resolve("outputs").resolve(name))) {
                Files.createDirectories(file.getParent());
                Files.writeString(file, name);
            }
        }
        former = find(NAMES.toArray(String[]::new));
    }

    /** @param outputs names, each with its content behind {@code =} if that is not the name */
    private DisplacedOutputs find(String... outputs) throws IOException {
        Files.write(run.resolve(Manifest.FILE_NAME), ManifestJson.write(Manifests.changed("", tree -> {
            ((ObjectNode) tree.at("/predicate")).putArray("series");
            ArrayNode subjects = ((ObjectNode) tree).putArray("subject");
            for (String output : outputs) {
                subjects.addObject()
                        .put("name", "outputs/" + output.replaceFirst("=.*", ""))
                        .putObject("digest")
                        .put(
                                "sha256",
                                Sha256.ofUtf8(output.replaceFirst(".*=", "")).hex());
            }
            return tree;
        })));
        return DisplacedOutputs.find(
                VerifiedRun.unsigned(run), new OutputPlaces(work, folder.resolve("runs"), List.of()), Set.of());
    }

    @Test
    void areFoundFirstAndRemovedLater() throws IOException {
        assertThat(former.paths())
                .containsExactlyElementsOf(NAMES.stream().map(work::resolve).toList());
        assertThat(former.paths()).allSatisfy(file -> assertThat(file).exists());

        former.remove();
        assertThat(former.paths()).noneSatisfy(file -> assertThat(file).exists());
        Files.writeString(work.resolve("a.txt"), "again");
        former.close();

        assertThat(work.resolve("a.txt")).hasContent("again");
        assertThat(work.resolve("b/c.txt")).hasContent("b/c.txt");
        assertThat(work.resolve("f.txt")).hasContent("f.txt");
    }

    /** Seconds pass between the two, in which the code is digested. */
    @Test
    void stayWhereTheyWereChangedBetweenTheSearchAndTheRemoval() throws IOException {
        Files.delete(work.resolve("f.txt"));
        Files.createSymbolicLink(work.resolve("f.txt"), work.resolve("b/c.txt"));
        Files.writeString(run.resolve("outputs/f.txt"), "b/c.txt");
        DisplacedOutputs withLink = find("a.txt", "b/c.txt", "d/e.txt", "f.txt=b/c.txt");
        Files.writeString(work.resolve("a.txt"), "edited by hand");
        Files.delete(work.resolve("f.txt"));
        Files.createSymbolicLink(work.resolve("f.txt"), work.resolve("d/e.txt"));
        Files.delete(work.resolve("b/c.txt"));
        Files.createSymbolicLink(work.resolve("b/c.txt"), run.resolve("outputs/b/c.txt"));

        withLink.remove();

        assertThat(work.resolve("a.txt")).hasContent("edited by hand");
        assertThat(work.resolve("b/c.txt")).isSymbolicLink();
        assertThat(Files.readSymbolicLink(work.resolve("f.txt"))).isEqualTo(work.resolve("d/e.txt"));
        assertThat(work.resolve("d/e.txt")).doesNotExist();
        withLink.close();
        assertThat(work.resolve("a.txt")).hasContent("edited by hand");
        assertThat(work.resolve("d/e.txt")).hasContent("d/e.txt");
    }

    @Test
    void areAllBackWhereOneCannotBeRemoved() throws IOException {
        Files.delete(work.resolve("d/e.txt"));

        assertThatThrownBy(former::remove)
                .isInstanceOf(UnwritableException.class)
                .hasMessageStartingWith(work.resolve("d/e.txt") + ": what the run left there cannot be removed");
        assertThat(work.resolve("a.txt")).hasContent("a.txt");
        assertThat(work.resolve("b/c.txt")).hasContent("b/c.txt");
        assertThat(work.resolve("d/e.txt")).doesNotExist();
    }

    @Test
    void areAllBackButThoseThatCannotBePutBackAndEachOfTheseIsNamed() throws IOException {
        former.remove();
        for (String name : List.of("b", "d")) {
            Files.delete(work.resolve(name));
            Files.writeString(work.resolve(name), "a file in the way");
        }

        assertThatThrownBy(former::close)
                .isInstanceOf(UnwritableException.class)
                .hasMessageStartingWith(work.resolve("b/c.txt") + ": cannot be put back")
                .satisfies(failure -> assertThat(failure.getSuppressed())
                        .singleElement()
                        .satisfies(other -> assertThat(other)
                                .hasMessageStartingWith(work.resolve("d/e.txt") + ": cannot be put back")));
        assertThat(work.resolve("a.txt")).hasContent("a.txt");
        assertThat(work.resolve("f.txt")).hasContent("f.txt");
    }
}
