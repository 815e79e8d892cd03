package io.github.reprorun.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two runs of several networks of which one weight differs by one ulp: replayed, down to that weight. */
class ReplayTests {
    @TempDir
    private static Path folder;

    private static CommandLine commandLine;
    private static Path original;

    @BeforeAll
    static void train() throws Exception {
        commandLine = new CommandLine(Files.createDirectory(folder.resolve("work")));
        original = trained("0", "-1", "0");
    }

    private static Path trained(String... arguments) throws Exception {
        commandLine
                .start(SeveralPartings.class, "-Dreprorun.trace=1", arguments)
                .assertStatus(0);
        List<Path> runs = commandLine.runs(SeveralPartings.NAME);
        return runs.get(runs.size() - 1);
    }

    @Test
    void theWeightOfAGraphsVertexIsFound() throws Exception {
        assertFound("2", 3, 3, 20, "b", 8 + 2 * 4, 20 - 12);
    }

    @Test
    @Tag("divergence")
    void theWeightOfALayerOfDoublesIsFound() throws Exception {
        Path kept = assertFound("0", 5, 1, 130, "layer2", 12 * 3 + 3, 130 - 72 - 48);

        byte[] array = Files.readAllBytes(kept.resolve("first/arrays/parameters-in.00002.layer2.npy"));
        assertThat(new String(array, StandardCharsets.ISO_8859_1)).contains("'descr': '<f8'", "(39,)");
    }

    /** Three segments make a batch, and each is an iteration. */
    @Test
    @Tag("divergence")
    void theWeightOfARecurrentNetworkIsFoundInTheMiddleOfABatch() throws Exception {
        assertFound("1", 13, 0, 220, "layer1", 6 * 3 + 3, 220 - 216);
    }

    private static Path assertFound(
            String network, int iteration, int epoch, int weight, String layer, int elements, int index)
            throws Exception {
        Path other = trained(network, Integer.toString(iteration), Integer.toString(weight));
        Path kept = folder.resolve("kept" + network);

        JsonNode document = new ObjectMapper()
                .readTree(commandLine
                        .call(
                                "bisect",
                                original.toString(),
                                other.toString(),
                                "--allow-unsigned",
                                "--keep",
                                kept.toString(),
                                "--json")
                        .assertStatus(1)
                        .output());

        JsonNode first = document.get("firstDivergence");
        assertThat(first.get("network").asText()).isEqualTo("network" + network);
        assertThat(first.get("iteration").asInt()).isEqualTo(iteration);
        assertThat(first.get("epoch").asInt()).isEqualTo(epoch);
        assertThat(first.get("layer").asText()).isEqualTo(layer);
        assertThat(first.get("quantity").asText()).isEqualTo("parameters-in");
        assertThat(first.get("cause").asText()).isEqualTo("PARAMETERS");
        JsonNode replay = document.get("replay");
        assertThat(replay.get("outcome").asText()).as("%s", replay).isEqualTo("REPLAYED");
        assertThat(replay.get("name").asText()).isEqualTo(layer);
        assertThat(replay.get("elements").asInt()).isEqualTo(elements);
        assertThat(replay.get("differing").asInt()).isEqualTo(1);
        assertThat(replay.get("firstIndex")).hasToString("[" + index + "]");
        assertThat(replay.get("largestUlps").asInt()).isEqualTo(1);
        return kept;
    }
}
