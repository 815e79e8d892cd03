package io.github.reprorun.internal.run;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.reprorun.base.json.JsonText;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.ManifestJson;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Cuts a manifest that is larger than {@link ManifestJson#MAXIMUM_SIZE} down to a readable size: it omits whole lists,
 * the largest first. Stateless, hence safe for use by several threads.
 */
public final class ReducedManifest {
    private static final String DEFINITION = "/predicate/buildDefinition/";

    /** The lists and maps that grow with a run's work and settings. */
    private static final List<JsonPointer> LISTS = List.of(
            JsonPointer.compile("/subject"),
            JsonPointer.compile("/predicate/metrics"),
            JsonPointer.compile("/predicate/series"),
            JsonPointer.compile("/predicate/expectations"),
            JsonPointer.compile("/predicate/hazards"),
            JsonPointer.compile("/predicate/runDetails/byproducts"),
            JsonPointer.compile("/predicate/runDetails/metadata/interruptions"),
            JsonPointer.compile(DEFINITION + "resolvedDependencies"),
            JsonPointer.compile(DEFINITION + "externalParameters/arguments"),
            JsonPointer.compile(DEFINITION + "externalParameters/parameters"),
            JsonPointer.compile(DEFINITION + "internalParameters/streams"),
            JsonPointer.compile(DEFINITION + "internalParameters/unpinned"),
            JsonPointer.compile(DEFINITION + "internalParameters/environment"));

    /** The longest cause, in characters, each of which may take six bytes. */
    private static final int LONGEST_CAUSE = 1 << 20;

    /** Room for the note on each list. */
    private static final int WORDS = 4 << 10;

    private ReducedManifest() {}

    /**
     * {@code manifest}, of a run that did not succeed, without its largest lists. Its cause names each with the number
     * of its entries, and its result digest covers the rest.
     */
    public static Manifest of(Manifest manifest) {
        return of(manifest, ManifestJson.MAXIMUM_SIZE);
    }

    static Manifest of(Manifest manifest, int size) {
        JsonNode tree = ManifestJson.tree(manifest);
        ObjectNode metadata = (ObjectNode) tree.at("/predicate/runDetails/metadata");
        String cause = metadata.path("cause").asText();
        metadata.put("cause", cause.substring(0, Math.min(cause.length(), LONGEST_CAUSE)));
        List<String> leftOut = new ArrayList<>();
        for (JsonPointer list : largestFirst(tree)) {
            if (ManifestJson.print(tree).length <= size - WORDS) {
                break;
            }
            ContainerNode<?> entries = (ContainerNode<?>) tree.at(list);
            leftOut.add(list.last().getMatchingProperty() + " (" + entries.size() + ")");
            entries.removeAll();
        }
        metadata.put(
                "cause",
                metadata.path("cause").asText() + "; left out because they are too large to be read: "
                        + String.join(", ", leftOut));
        return ManifestJson.restated("reduced manifest", tree);
    }

    private static List<JsonPointer> largestFirst(JsonNode tree) {
        Map<JsonPointer, Integer> sizes = new HashMap<>();
        for (JsonPointer list : LISTS) {
            sizes.put(list, JsonText.compact(tree.at(list)).length());
        }
        List<JsonPointer> lists = new ArrayList<>(LISTS);
        lists.sort(Comparator.comparing((JsonPointer list) -> sizes.getOrDefault(list, 0))
                .reversed());
        return lists;
    }
}
