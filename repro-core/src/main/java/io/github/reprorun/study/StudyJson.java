package io.github.reprorun.study;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.reprorun.base.file.BoundedFile;
import io.github.reprorun.base.json.JsonText;
import io.github.reprorun.evidence.Resource;
import io.github.reprorun.evidence.Sha256;
import io.github.reprorun.failure.OversizedException;
import io.github.reprorun.failure.UnreadableException;
import io.github.reprorun.manifest.Manifest;
import io.github.reprorun.manifest.ManifestJson;
import io.github.reprorun.manifest.Parent;
import io.github.reprorun.manifest.RunDetails;
import io.github.reprorun.seed.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.erdtman.jcs.JsonCanonicalizer;

/**
 * The exact JSON of a study's statement and of its design, in the form that manifests have: ASCII, two-space indent, LF.
 *
 * <p>The result digest is SHA-256 over the canonical form (RFC 8785) of
 *
 * <pre>{"cells": [{"parameters": {name: text}, "result": sha256, or "status": text, "rootSeed": text, "seed": text}],
 * "version": 1}</pre>
 *
 * in the order of the design: {@code result} of a cell that succeeded, whoever ran it, {@code status} of any other.
 * Stateless, hence safe for use by several threads.
 */
final class StudyJson {
    static final String STATEMENT_TYPE = "https://in-toto.io/Statement/v1";

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private StudyJson() {}

    /**
     * The exact bytes of {@code study}.
     *
     * @throws OversizedException if they are more than can be read
     */
    static byte[] write(StudyManifest study) {
        byte[] json = ManifestJson.print(statement(study));
        if (json.length > ManifestJson.MAXIMUM_SIZE) {
            throw new OversizedException(StudyManifest.FILE_NAME, ManifestJson.MAXIMUM_SIZE, json.length);
        }
        return json;
    }

    /** The exact bytes of the design's file. */
    static byte[] design(
            String name, String id, StudyManifest.Program program, StudyDesign design, Optional<Parent> within) {
        return ManifestJson.print(designTree(name, id, program, design, within));
    }

    static StudyManifest read(Path path) {
        Path file = Files.isDirectory(path) ? path.resolve(StudyManifest.FILE_NAME) : path;
        try {
            return StudyReader.statement(file.toString(), bytes(file));
        } catch (NoSuchFileException e) {
            throw new UnreadableException(
                    path.toString(), "holds no " + StudyManifest.FILE_NAME + ": the study has not ended", e);
        } catch (IOException e) {
            throw new UnreadableException(file.toString(), "cannot be read (" + e + ")", e);
        }
    }

    /**
     * The content of a statement or a design.
     *
     * @throws UnreadableException if it is larger than any
     */
    static byte[] bytes(Path file) throws IOException {
        byte[] json = BoundedFile.read(file, ManifestJson.MAXIMUM_SIZE);
        if (json.length > ManifestJson.MAXIMUM_SIZE) {
            throw new UnreadableException(
                    file.toString(), "is larger than the statement of a study, " + ManifestJson.MAXIMUM_SIZE);
        }
        return json;
    }

    private static ObjectNode statement(StudyManifest study) {
        ObjectNode statement = NODES.objectNode();
        statement.put("_type", STATEMENT_TYPE);
        ArrayNode subjects = statement.putArray("subject");
        subjects(study.cells()).forEach((name, digest) -> {
            ObjectNode subject = subjects.addObject();
            subject.put("name", name);
            subject.set("digest", sha256(digest));
        });
        statement.put("predicateType", StudyManifest.PREDICATE_TYPE);
        ObjectNode predicate = statement.putObject("predicate");
        predicate.set("design", designTree(study.name(), study.id(), study.program(), study.design(), study.within()));
        ObjectNode details = predicate.putObject("runDetails");
        ObjectNode builder = details.putObject("builder");
        builder.put("id", RunDetails.BUILDER_ID);
        builder.set("version", texts(study.builderVersions()));
        ObjectNode metadata = details.putObject("metadata");
        metadata.put("startedOn", study.startedOn().toString());
        metadata.put("finishedOn", study.finishedOn().toString());
        metadata.put("sittings", study.sittings());
        ArrayNode cells = predicate.putArray("cells");
        study.cells().forEach(cell -> cells.add(cell(cell)));
        predicate.set("resultDigest", sha256(study.resultDigest()));
        return statement;
    }

    /** Manifest of every run, by its place in the runs directory; one run can be that of several cells. */
    static SortedMap<String, Sha256> subjects(List<StudyManifest.Cell> cells) {
        SortedMap<String, Sha256> subjects = new TreeMap<>();
        for (StudyManifest.Cell cell : cells) {
            cell.manifest().ifPresent(digest -> subjects.put(subject(cell.run().orElseThrow()), digest));
        }
        return subjects;
    }

    static String subject(String run) {
        return run + "/" + Manifest.FILE_NAME;
    }

    private static ObjectNode cell(StudyManifest.Cell cell) {
        ObjectNode node = NODES.objectNode();
        node.set("parameters", texts(cell.cell().parameters()));
        node.put("seed", cell.cell().seed().toString());
        node.put("rootSeed", cell.cell().rootSeed().toString());
        node.put("status", cell.status().name());
        cell.cause().ifPresent(cause -> node.put("cause", cause));
        cell.run().ifPresent(run -> node.put("run", run));
        cell.manifest().ifPresent(digest -> node.set("manifest", sha256(digest)));
        cell.result().ifPresent(digest -> node.set("resultDigest", sha256(digest)));
        return node;
    }

    static ObjectNode designTree(
            String name, String id, StudyManifest.Program program, StudyDesign design, Optional<Parent> within) {
        ObjectNode node = NODES.objectNode();
        node.put("name", name);
        node.put("id", id);
        node.set("program", program(program));
        ArrayNode seeds = node.putArray("seeds");
        for (Seed seed : design.seeds()) {
            seeds.add(seed.toString());
        }
        ObjectNode grid = node.putObject("grid");
        design.grid().forEach((parameter, values) -> grid.set(parameter, texts(values)));
        if (design.random().isPresent()) {
            node.put("random", design.random().getAsInt());
        }
        node.put("paired", design.paired());
        ArrayNode exclusions = node.putArray("exclude");
        for (StudyDesign.Exclusion exclusion : design.exclusions()) {
            ObjectNode each = exclusions.addObject();
            each.set("where", texts(exclusion.where()));
            each.put("because", exclusion.because());
        }
        if (!design.primary().isEmpty()) {
            node.set("primary", texts(List.copyOf(design.primary())));
        }
        if (!design.shared().isEmpty()) {
            node.set("share", texts(List.copyOf(design.shared())));
        }
        within.ifPresent(parent -> node.put("parent", parent.toString()));
        return node;
    }

    private static ObjectNode program(StudyManifest.Program program) {
        ObjectNode node = NODES.objectNode();
        node.put("mainClass", program.mainClass());
        node.set("arguments", texts(program.arguments()));
        node.put("wrapped", program.wrapped());
        program.threads().ifPresent(threads -> node.put("threads", threads));
        program.profile().ifPresent(profile -> node.put("profile", profile));
        node.set("jvmOptions", texts(program.jvmOptions()));
        code(node.putArray("code"), program.code());
        if (!program.optionCode().isEmpty()) {
            code(node.putArray("optionCode"), program.optionCode());
        }
        if (!program.outputs().isEmpty()) {
            node.set("outputs", texts(program.outputs()));
        }
        node.put("workingDirectory", program.workingDirectory());
        return node;
    }

    private static void code(ArrayNode nodes, List<Resource> code) {
        for (Resource entry : code) {
            ObjectNode each = nodes.addObject();
            each.put("name", entry.name());
            each.set("digest", texts(entry.digest()));
        }
    }

    /** The digest over the results of {@code cells}. */
    static Sha256 resultDigest(List<StudyManifest.Cell> cells) {
        ObjectNode result = NODES.objectNode();
        result.put("version", 1);
        ArrayNode nodes = result.putArray("cells");
        for (StudyManifest.Cell cell : cells) {
            ObjectNode node = nodes.addObject();
            node.set("parameters", texts(cell.cell().parameters()));
            node.put("seed", cell.cell().seed().toString());
            node.put("rootSeed", cell.cell().rootSeed().toString());
            if (cell.result().isPresent()) {
                node.put("result", cell.result().get().hex());
            } else {
                node.put("status", cell.status().name());
            }
        }
        try {
            return Sha256.ofUtf8(new JsonCanonicalizer(JsonText.compact(result)).getEncodedString());
        } catch (IOException e) {
            throw new AssertionError("a tree in memory has a canonical form", e);
        }
    }

    private static ObjectNode sha256(Sha256 digest) {
        return NODES.objectNode().put("sha256", digest.hex());
    }

    private static ObjectNode texts(Map<String, String> texts) {
        ObjectNode node = NODES.objectNode();
        texts.forEach(node::put);
        return node;
    }

    private static ArrayNode texts(List<String> texts) {
        ArrayNode node = NODES.arrayNode();
        texts.forEach(node::add);
        return node;
    }

    /** {@code tree} of a design without what tells one study of it from another. */
    static JsonNode withoutId(JsonNode tree) {
        ObjectNode copy = tree.deepCopy();
        copy.remove("id");
        return copy;
    }
}
