package io.github.reprorun.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.reprorun.evidence.Resource;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.ManifestJson;
import io.github.reprorun.manifest.Metric;
import io.github.reprorun.manifest.MetricSeries;
import io.github.reprorun.manifest.NewerFields;
import io.github.reprorun.manifest.RunDefinition;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A manifest as one value for each place. Entries of lists are told apart by their names, not by their position:
 * a subject or a series by its name, a metric by its name and step, a dependency or an expectation by its kind and name, a hazard by its
 * site, an option of the JVM by what it sets; {@link ListOrder} compares their order where it counts. A name
 * cannot pass for the end of a different place, because separators in it are escaped. A double is one value, of decimal
 * and bits.
 */
final class FlatManifest {
    private static final String OPTIONS = ".internalParameters.profile.jvmOptions";
    private static final String DEPENDENCIES = "/predicate/buildDefinition/resolvedDependencies/";
    private static final Pattern SEPARATORS = Pattern.compile("[\\[\\]#@\\\\]");

    /**
     * The part of a JVM option that names its setting, without the value: a property, a flag, the size of heap or
     * stack.
     */
    private static final Pattern OPTION =
            Pattern.compile("(-D[^=]*|-XX:(?![+-])[^=]*|-X(?:m[nsx]|ss)).*", Pattern.DOTALL);

    private final SortedMap<String, String> values = new TreeMap<>();
    private final SortedMap<String, String> unknown = new TreeMap<>();
    private final Map<String, List<NewerFields.Field>> unknownByObject;
    private final Set<String> leftOut;

    private FlatManifest(Manifest manifest, Set<String> leftOut) {
        this.leftOut = leftOut;
        this.unknownByObject =
                manifest.newer().unknown().stream().collect(Collectors.groupingBy(NewerFields.Field::object));
    }

    /** The values that this version understands. */
    static SortedMap<String, String> of(Manifest manifest) {
        return without(Set.of(), manifest);
    }

    /** The values that this version understands, but for those of some dependencies, told by identity. */
    static SortedMap<String, String> without(Set<Resource> leftOut, Manifest manifest) {
        List<Resource> dependencies = manifest.definition().dependencies();
        Set<String> pointers = new HashSet<>();
        for (int i = 0; i < dependencies.size(); i++) {
            if (leftOut.contains(dependencies.get(i))) {
                pointers.add(DEPENDENCIES + i);
            }
        }
        return walked(manifest, pointers).values;
    }

    /** The fields that this version does not know, by place, each as JSON in one line. */
    static SortedMap<String, String> unknown(Manifest manifest) {
        return walked(manifest, Set.of()).unknown;
    }

    private static FlatManifest walked(Manifest manifest, Set<String> leftOut) {
        JsonNode tree = ManifestJson.understoodTree(manifest);
        tree.at("/predicate/metrics").forEach(FlatManifest::join);
        tree.at("/predicate/series").forEach(series -> series.forEach(FlatManifest::join));
        tree.at("/predicate/expectations").forEach(FlatManifest::join);
        tree.at("/predicate/buildDefinition/externalParameters/parameters").forEach(FlatManifest::join);
        FlatManifest flat = new FlatManifest(manifest, leftOut);
        flat.add("", "", tree);
        return flat;
    }

    /** Makes one value of the two forms of a double. */
    private static void join(JsonNode number) {
        if (number.has("bits")) {
            String bits = ((ObjectNode) number).remove("bits").asText();
            ((ObjectNode) number).put("value", number.get("value").asText() + " (bits " + bits + ")");
        }
    }

    /** @param pointer where {@code node} stands in the tree, as a JSON pointer */
    private void add(String place, String pointer, JsonNode node) {
        if (leftOut.contains(pointer)) {
            return;
        }
        if (node.isObject()) {
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                String below = pointer + "/" + NewerFields.Field.token(field.getKey());
                add(below(place, escaped(field.getKey())), below, field.getValue());
            }
            for (NewerFields.Field field : unknownByObject.getOrDefault(pointer, List.of())) {
                unknown.put(below(place, escaped(field.name())), field.json());
            }
        } else if (node.isArray()) {
            Map<String, Integer> seen = new HashMap<>();
            int index = 0;
            for (JsonNode entry : node) {
                String name = nameIn(place, entry, index);
                int before = seen.merge(name, 1, Integer::sum) - 1;
                add(place + "[" + name + (before == 0 ? "" : "#" + before) + "]", pointer + "/" + index, entry);
                index++;
            }
        } else {
            values.put(place, node.asText());
        }
    }

    private static String nameIn(String list, JsonNode entry, int index) {
        if (entry.isObject()) {
            return nameOf(entry);
        }
        return list.endsWith(OPTIONS) ? nameOfOption(entry.asText()) : Integer.toString(index);
    }

    private static String below(String place, String field) {
        return place.isEmpty() ? field : place + "." + field;
    }

    /** Where the value of {@code metric} stands. */
    static String placeOf(Metric metric) {
        return "predicate.metrics[" + escaped(metric.name()) + "].value";
    }

    /** How the places begin of what is stated of {@code series}. */
    static String placeOf(MetricSeries series) {
        return "predicate.series[" + escaped(series.name()) + "].";
    }

    /** The name of {@code resource} among others. */
    static String nameOf(Resource resource) {
        String kind = resource.annotations().getOrDefault(RunDefinition.KIND, "");
        return (kind.isEmpty() ? "" : escaped(kind) + " ") + escaped(resource.name());
    }

    /** Two options with the same name set the same thing, perhaps to different values. */
    static String nameOfOption(String option) {
        String flag = option.replaceFirst("^-XX:[+-]", "-XX:");
        Matcher matcher = OPTION.matcher(flag);
        return escaped(matcher.matches() ? matcher.group(1) : flag);
    }

    private static String nameOf(JsonNode entry) {
        if (entry.has("class")) {
            return escaped(entry.get("class").asText()) + ":"
                    + entry.get("line").asText() + " "
                    + escaped(entry.get("kind").asText());
        }
        String kind =
                entry.path("annotations").path("kind").asText(entry.path("kind").asText());
        return (kind.isEmpty() ? "" : escaped(kind) + " ")
                + escaped(entry.path("name").asText());
    }

    static String escaped(String name) {
        return SEPARATORS
                .matcher(name)
                .replaceAll(found -> String.format(
                        Locale.ROOT, "\\\\u%04x", (int) found.group().charAt(0)));
    }
}
