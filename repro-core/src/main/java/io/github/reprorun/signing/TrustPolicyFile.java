package io.github.reprorun.signing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.IntNode;
import io.github.reprorun.failure.UnreadableException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A policy as a JSON file. Immutable, hence safe to share between threads.
 *
 * @param file where it is
 */
record TrustPolicyFile(Path file) {
    private static final Set<String> MEMBERS = Set.of(
            "version", "trustedKeys", "threshold", "foreignSignatures", "requiredStatus", "strict", "reproducedBy");

    private static final ObjectReader JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .reader();

    TrustPolicy read() {
        JsonNode root = root();
        requireMembers(root, "the policy", MEMBERS);
        if (!root.path("version").equals(IntNode.valueOf(1))) {
            throw unreadable("its version must be 1");
        }
        TrustPolicy policy = TrustPolicy.of(
                file.toString(),
                keys("", root.path("trustedKeys")),
                number(root, "threshold"),
                ignoringForeign(root.path("foreignSignatures")),
                requirements(root));
        JsonNode reproducedBy = root.path("reproducedBy");
        return reproducedBy.isMissingNode() ? policy : policy.reproducedBy(reproducers(reproducedBy));
    }

    private TrustPolicy reproducers(JsonNode node) {
        requireMembers(node, "reproducedBy", Set.of("trustedKeys", "atLeast"));
        return TrustPolicy.of(
                file + ", reproducedBy",
                keys("reproducedBy.", node.path("trustedKeys")),
                number(node, "atLeast"),
                true,
                TrustPolicy.Requirements.none());
    }

    /** One if there is none. */
    private int number(JsonNode node, String name) {
        JsonNode number = node.path(name);
        if (!number.isMissingNode() && !number.isInt()) {
            throw unreadable(name + " must be a whole number");
        }
        return number.asInt(1);
    }

    private JsonNode root() {
        byte[] content = KeyFile.shared(file);
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content));
            JsonNode root = JSON.readTree(content);
            if (!root.isObject()) {
                throw unreadable("a policy is a JSON object");
            }
            return root;
        } catch (CharacterCodingException e) {
            throw new UnreadableException(file.toString(), "is not UTF-8", e);
        } catch (JsonProcessingException e) {
            throw new UnreadableException(file.toString(), "is not JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new UnreadableException(file.toString(), "cannot be read", e);
        }
    }

    private List<TrustedKey> keys(String place, JsonNode list) {
        List<TrustedKey> keys = new ArrayList<>();
        for (JsonNode entry : requireList(list, place + "trustedKeys")) {
            String name = place + "trustedKeys[" + keys.size() + "]";
            requireMembers(entry, name, Set.of("path", "pem"));
            JsonNode path = entry.path("path");
            JsonNode pem = entry.path("pem");
            if (path.isTextual() && pem.isMissingNode()) {
                keys.add(TrustedKey.read(resolve(name, path.textValue())));
            } else if (pem.isTextual() && path.isMissingNode()) {
                keys.add(TrustedKey.parse(file + ", " + name, pem.textValue()));
            } else {
                throw unreadable(name + " must have either a path or a pem, as a string");
            }
        }
        return keys;
    }

    private Path resolve(String name, String path) {
        try {
            return file.resolveSibling(path);
        } catch (InvalidPathException e) {
            throw new UnreadableException(file.toString(), name + " has no valid path: " + e.getReason(), e);
        }
    }

    private boolean ignoringForeign(JsonNode node) {
        String choice = node.isMissingNode() ? "refuse" : String.valueOf(node.textValue());
        return switch (choice) {
            case "refuse" -> false;
            case "ignore" -> true;
            default -> throw unreadable("foreignSignatures must be \"refuse\" or \"ignore\"");
        };
    }

    private TrustPolicy.Requirements requirements(JsonNode root) {
        TreeSet<String> statuses = new TreeSet<>();
        JsonNode list = root.path("requiredStatus");
        if (!list.isMissingNode()) {
            for (JsonNode status : requireList(list, "requiredStatus")) {
                if (!status.isTextual() || status.textValue().isBlank() || !statuses.add(status.textValue())) {
                    throw unreadable("requiredStatus must list strings, not blank, each once");
                }
            }
        }
        JsonNode strict = root.path("strict");
        if (!strict.isMissingNode() && !strict.isBoolean()) {
            throw unreadable("strict must be true or false");
        }
        return new TrustPolicy.Requirements(statuses, strict.asBoolean(false));
    }

    private JsonNode requireList(JsonNode node, String name) {
        if (!node.isArray() || node.isEmpty()) {
            throw unreadable(name + " must be a list that is not empty");
        }
        return node;
    }

    private void requireMembers(JsonNode node, String name, Set<String> known) {
        if (!node.isObject()) {
            throw unreadable(name + " must be a JSON object");
        }
        for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
            String member = names.next();
            if (!known.contains(member)) {
                throw unreadable(name + " has an unknown member \"" + member + "\"; known are "
                        + String.join(", ", new TreeSet<>(known)));
            }
        }
    }

    private UnreadableException unreadable(String problem) {
        return new UnreadableException(file.toString(), problem);
    }
}
