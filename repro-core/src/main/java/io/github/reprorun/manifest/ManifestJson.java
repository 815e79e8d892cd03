package io.github.reprorun.manifest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.reprorun.base.file.BoundedFile;
import io.github.reprorun.base.json.JsonText;
import io.github.reprorun.base.json.JsonTree;
import io.github.reprorun.evidence.Sha256;
import io.github.reprorun.failure.NotUnderstoodException;
import io.github.reprorun.failure.OversizedException;
import io.github.reprorun.failure.UnreadableException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The exact JSON of a manifest: ASCII, two-space indent, LF, one final newline. One manifest has one form, and only that
 * form is read, so that the bytes that were signed and the values that are acted on cannot differ. Fields of a newer version
 * are kept where they stand, and mean nothing: {@link NewerFields}. Stateless, hence safe for use by several threads.
 */
public final class ManifestJson {
    /** The largest manifest that is written and read, in bytes. */
    public static final int MAXIMUM_SIZE = 64 << 20;

    private ManifestJson() {}

    /**
     * The exact bytes of {@code manifest}.
     *
     * @throws OversizedException if they are more than {@link #MAXIMUM_SIZE}
     */
    public static byte[] write(Manifest manifest) {
        byte[] json = print(tree(manifest));
        if (json.length > MAXIMUM_SIZE) {
            throw new OversizedException(Manifest.FILE_NAME, MAXIMUM_SIZE, json.length);
        }
        return json;
    }

    /** {@code manifest} as a tree, for walking; every number and text as {@link #write} writes it. */
    public static JsonNode tree(Manifest manifest) {
        ObjectNode tree = understoodTree(manifest);
        UnknownFields.putBack(tree, manifest.newer().unknown());
        return tree;
    }

    /** As {@link #tree}, without the fields that this version does not know. */
    public static ObjectNode understoodTree(Manifest manifest) {
        return new ManifestWriter(JsonNodeFactory.instance).statement(manifest);
    }

    /** {@code definition} as the manifest has it under {@code buildDefinition}. */
    public static ObjectNode definitionTree(RunDefinition definition) {
        return new ManifestWriter(JsonNodeFactory.instance).definition(definition);
    }

    /**
     * The reverse of {@link #definitionTree}.
     *
     * @throws UnreadableException if {@code tree} is not such a definition
     */
    public static RunDefinition definition(String subject, JsonNode tree) {
        return new ManifestReader(subject).definition(tree);
    }

    /**
     * Reads {@code tree}, which may have changed since {@link #tree} returned it, and computes its result digest anew.
     * Fields that this version does not know are left out.
     *
     * @throws UnreadableException if {@code tree} is not a manifest, apart from its result digest
     */
    public static Manifest restated(String subject, JsonNode tree) {
        ObjectNode restated = tree.deepCopy();
        ManifestReader reader = new ManifestReader(subject);
        Sha256 digest = ResultDigest.of(reader.statement(restated));
        ((ObjectNode) restated.at("/predicate/resultDigest")).put("sha256", digest.hex());
        return reader.statement(restated);
    }

    /** {@code tree} in the form that a manifest has. */
    public static byte[] print(JsonNode tree) {
        return (JsonText.indented(tree) + "\n").getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Reads the manifest of the run at {@code path}: its directory, or the manifest's own file.
     *
     * @throws UnreadableException if there is none, or it is not a manifest
     * @throws NotUnderstoodException if it says that its reader must understand something that this version does not
     */
    public static Manifest read(Path path) {
        return read(path, true);
    }

    /**
     * As {@link #read(Path)}, for showing what is stated, not for concluding anything from it: names that are critical need
     * not be understood.
     *
     * @throws UnreadableException if there is none, or it is not a manifest
     */
    public static Manifest readToShow(Path path) {
        return read(path, false);
    }

    private static Manifest read(Path path, boolean toJudge) {
        Path file = Files.isDirectory(path) ? path.resolve(Manifest.FILE_NAME) : path;
        try {
            byte[] json = BoundedFile.read(file, MAXIMUM_SIZE);
            if (json.length > MAXIMUM_SIZE) {
                throw new UnreadableException(
                        file.toString(), "is larger than the " + MAXIMUM_SIZE + " bytes a manifest can have");
            }
            return read(file.toString(), json, toJudge);
        } catch (NoSuchFileException e) {
            throw new UnreadableException(path.toString(), noManifest(path), e);
        } catch (IOException e) {
            throw new UnreadableException(file.toString(), "cannot be read (" + e + ")", e);
        }
    }

    private static String noManifest(Path path) {
        return Files.isDirectory(path)
                ? "holds no " + Manifest.FILE_NAME + ": it is not a run directory, or its run was killed"
                : "there is no such run";
    }

    /**
     * Reads a manifest.
     *
     * @param subject what the bytes are, for messages
     * @throws UnreadableException if they are not the exact JSON of a manifest
     * @throws NotUnderstoodException if it says that its reader must understand something that this version does not
     */
    public static Manifest read(String subject, byte[] json) {
        return read(subject, json, true);
    }

    private static Manifest read(String subject, byte[] json, boolean toJudge) {
        Manifest manifest;
        try {
            JsonNode tree = JsonTree.parse(json);
            if (!tree.isObject()) {
                throw new UnreadableException(subject, "is not a JSON object");
            }
            ManifestReader reader = new ManifestReader(subject);
            if (toJudge) {
                reader.requireUnderstood(tree);
            }
            Manifest understood = reader.statement(tree);
            manifest = understood.with(new NewerFields(understood.newer().critical(), reader.unknown(tree)));
        } catch (JsonProcessingException e) {
            throw new UnreadableException(subject, "is not JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new UnreadableException(subject, "cannot be read (" + e + ")", e);
        } catch (UnreadableException | NotUnderstoodException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new UnreadableException(subject, "is not a manifest of a run: " + e.getMessage(), e);
        }
        if (!Arrays.equals(write(manifest), json)) {
            throw new UnreadableException(
                    subject,
                    "is not in the exact form of a manifest (written by "
                            + manifest.details().builderVersions() + "): it was edited, or made by another version");
        }
        requireResultDigest(subject, manifest);
        return manifest;
    }

    /** Two runs are told apart by this digest, so it must match the fields beside it. */
    private static void requireResultDigest(String subject, Manifest manifest) {
        Sha256 digest = ResultDigest.of(manifest);
        if (!digest.equals(manifest.resultDigest())) {
            throw new UnreadableException(
                    subject, "has the resultDigest " + manifest.resultDigest() + ", but what it states has " + digest);
        }
    }
}
