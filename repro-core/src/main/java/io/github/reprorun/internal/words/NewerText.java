package io.github.reprorun.internal.words;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.reprorun.base.text.OneLine;
import io.github.reprorun.failure.NotUnderstoodException;
import io.github.reprorun.manifest.NewerFields;
import java.util.Collection;
import java.util.Optional;
import java.util.stream.Collectors;

/** The messages about manifests and envelopes that a newer version wrote. Stateless. */
public final class NewerText {
    private static final int NAMED = 8;

    private NewerText() {}

    /** One line that names the unknown fields; empty if there are none. */
    public static Optional<String> unknown(Collection<String> places) {
        if (places.isEmpty()) {
            return Optional.empty();
        }
        String names = places.stream().limit(NAMED).map(OneLine::of).collect(Collectors.joining(", "));
        String more = places.size() > NAMED ? " and " + (places.size() - NAMED) + " more" : "";
        String fields =
                places.size() == 1 ? "1 field of a newer version is" : places.size() + " fields of a newer version are";
        return Optional.of(fields + " not understood: " + names + more);
    }

    /**
     * One line that names the parts that a reader must understand and this version does not; empty if there are none.
     */
    public static Optional<String> critical(NewerFields newer) {
        Collection<String> names = newer.notUnderstood();
        return names.isEmpty()
                ? Optional.empty()
                : Optional.of("nothing can be concluded from this manifest: its readers must understand "
                        + OneLine.of(String.join(", ", names)));
    }

    public static void putUnknown(ObjectNode document, Collection<String> places) {
        places.forEach(document.putArray("notUnderstood")::add);
    }

    /** The document that replaces a comparison. */
    public static ObjectNode unverifiable(NotUnderstoodException failure) {
        ObjectNode document = Json.object();
        document.put("verdict", "UNVERIFIABLE");
        document.put("reason", failure.getMessage());
        putNotUnderstood(document, failure);
        return document;
    }

    /** The document that replaces a verification. */
    public static ObjectNode refusal(NotUnderstoodException failure) {
        ObjectNode document = Json.refusal(failure.refusal());
        putNotUnderstood(document, failure);
        return document;
    }

    private static void putNotUnderstood(ObjectNode document, NotUnderstoodException failure) {
        putUnknown(document, failure.names());
        document.put("writtenBy", failure.writer());
    }
}
