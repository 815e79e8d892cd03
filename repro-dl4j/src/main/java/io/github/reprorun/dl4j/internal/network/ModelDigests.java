package io.github.reprorun.dl4j.internal.network;

import io.github.reprorun.evidence.Resource;
import io.github.reprorun.evidence.Sha256;
import io.github.reprorun.manifest.RunDefinition;
import io.github.reprorun.manifest.RunDetails;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The digests of the parts of a saved network, separate from its file: {@code NAME!parameters} and
 * {@code NAME!updaterState} are SHA-256 over the elements as {@link ArrayBytes#sha256} defines,
 * {@code NAME!configuration} over the configuration's JSON in UTF-8. Stateless.
 */
public final class ModelDigests {
    private ModelDigests() {}

    /**
     * The digests of the parts of {@code network}, as byproducts.
     *
     * @param output the file's name as a subject: the values that training changes are named as part of it
     */
    public static List<Resource> of(String name, String output, NetworkState network) {
        return List.of(
                configuration(name, network.configurationJson()),
                array(name, output, "parameters", network.parameters()),
                array(name, output, "updaterState", network.updaterState()));
    }

    private static Resource configuration(String name, String json) {
        return resource(name, "configuration", Sha256.ofUtf8(json), new TreeMap<>());
    }

    /** An array that the network does not have is recorded as one of no elements. */
    private static Resource array(String name, String output, String part, Optional<INDArray> array) {
        SortedMap<String, String> annotations = new TreeMap<>();
        annotations.put(RunDetails.MODEL, output);
        annotations.put("count", Long.toString(array.map(INDArray::length).orElse(0L)));
        array.ifPresent(
                elements -> annotations.put("dataType", elements.dataType().name()));
        return resource(name, part, array.map(ArrayBytes::sha256).orElseGet(() -> Sha256.of(new byte[0])), annotations);
    }

    private static Resource resource(String name, String part, Sha256 digest, SortedMap<String, String> annotations) {
        annotations.put(RunDefinition.KIND, part);
        SortedMap<String, String> digests = new TreeMap<>();
        digests.put("sha256", digest.hex());
        return new Resource(name + "!" + part, "", digests, annotations);
    }
}
