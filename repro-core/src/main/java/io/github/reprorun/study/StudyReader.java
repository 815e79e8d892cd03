package io.github.reprorun.study;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.reprorun.base.json.JsonTree;
import io.github.reprorun.evidence.Resource;
import io.github.reprorun.evidence.Sha256;
import io.github.reprorun.failure.NotUnderstoodException;
import io.github.reprorun.failure.ReproException;
import io.github.reprorun.failure.UnreadableException;
import io.github.reprorun.manifest.ManifestJson;
import io.github.reprorun.manifest.Parent;
import io.github.reprorun.manifest.RunDetails;
import io.github.reprorun.seed.Seed;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** From the JSON of a study to its values. Confined to one thread. */
final class StudyReader {
    private final String subject;
    private final SortedSet<String> unknown = new TreeSet<>();

    private StudyReader(String subject) {
        this.subject = subject;
    }

    /**
     * Reads a statement: exactly what {@link StudyJson} writes, apart from fields of newer versions.
     *
     * @throws UnreadableException if it is anything else, or does not agree with itself
     * @throws NotUnderstoodException if a critical field is not known
     */
    static StudyManifest statement(String subject, byte[] json) {
        return read(subject, json, StudyReader::statement);
    }

    /** Reads the design of a study that need not have ended. */
    static StudyManifest design(String subject, byte[] json) {
        return read(
                subject,
                json,
                (reader, tree) -> reader.designed(tree, new TreeMap<>(), Instant.EPOCH, Instant.EPOCH, 1, List.of()));
    }

    private interface Form {
        StudyManifest read(StudyReader reader, JsonNode tree);
    }

    private static StudyManifest read(String subject, byte[] json, Form form) {
        try {
            JsonNode tree = JsonTree.parse(json);
            if (!tree.isObject() || !Arrays.equals(ManifestJson.print(tree), json)) {
                throw new UnreadableException(
                        subject, "is not in the exact form of a study's statement: it was edited");
            }
            return form.read(new StudyReader(subject), tree);
        } catch (IOException e) {
            throw new UnreadableException(subject, "is not JSON: " + e.getMessage(), e);
        } catch (UnreadableException | NotUnderstoodException e) {
            throw e;
        } catch (ReproException | IllegalArgumentException | DateTimeException | ArithmeticException e) {
            throw new UnreadableException(subject, "is not the statement of a study: " + e.getMessage(), e);
        }
    }

    private StudyManifest statement(JsonNode tree) {
        Fields statement = new Fields("", tree);
        require("_type", statement.text("_type"), StudyJson.STATEMENT_TYPE);
        SortedMap<String, Sha256> subjects = subjects(statement.list("subject"));
        require("predicateType", statement.text("predicateType"), StudyManifest.PREDICATE_TYPE);
        Fields predicate = statement.object("predicate");
        predicate.optional("critical").ifPresent(this::requireNothingCritical);
        JsonNode design = predicate.node("design");
        Fields details = predicate.object("runDetails");
        Fields builder = details.object("builder");
        require("builder", builder.text("id"), RunDetails.BUILDER_ID);
        SortedMap<String, String> versions = builder.texts("version");
        builder.end();
        Fields metadata = details.object("metadata");
        Instant startedOn = Instant.parse(metadata.text("startedOn"));
        Instant finishedOn = Instant.parse(metadata.text("finishedOn"));
        int sittings = metadata.integer("sittings");
        metadata.end();
        details.end();
        List<StudyManifest.Cell> cells = new ArrayList<>();
        for (JsonNode cell : predicate.list("cells")) {
            cells.add(cell(new Fields("predicate.cells[]", cell)));
        }
        Sha256 resultDigest = digest(predicate.object("resultDigest"));
        predicate.end();
        statement.end();
        StudyManifest study = designed(design, versions, startedOn, finishedOn, sittings, cells);
        requireSame("subject", StudyJson.subjects(cells), subjects);
        requireSame("resultDigest", StudyJson.resultDigest(cells), resultDigest);
        requireSame(
                "cells",
                study.design().cells(),
                cells.stream().map(StudyManifest.Cell::cell).toList());
        return study;
    }

    private StudyManifest designed(
            JsonNode tree,
            SortedMap<String, String> versions,
            Instant startedOn,
            Instant finishedOn,
            int sittings,
            List<StudyManifest.Cell> cells) {
        Fields design = new Fields("predicate.design", tree);
        String name = design.text("name");
        String id = design.text("id");
        StudyManifest.Program program = program(design.object("program"));
        List<Seed> seeds =
                design.texts(design.list("seeds")).stream().map(Seed::parse).toList();
        SortedMap<String, List<String>> grid = new TreeMap<>();
        for (Map.Entry<String, JsonNode> parameter : design.node("grid").properties()) {
            List<JsonNode> values = new ArrayList<>();
            parameter.getValue().forEach(values::add);
            grid.put(parameter.getKey(), design.texts(values));
        }
        OptionalInt random = design.optional("random")
                .map(node -> OptionalInt.of(node.intValue()))
                .orElse(OptionalInt.empty());
        boolean paired = design.bool("paired");
        List<StudyDesign.Exclusion> exclusions = new ArrayList<>();
        for (JsonNode each : design.list("exclude")) {
            Fields exclusion = new Fields("predicate.design.exclude[]", each);
            exclusions.add(new StudyDesign.Exclusion(exclusion.texts("where"), exclusion.text("because")));
            exclusion.end();
        }
        SortedSet<String> metrics = new TreeSet<>();
        if (design.optional("primary").isPresent()) {
            metrics.addAll(design.texts(design.list("primary")));
        }
        SortedSet<String> shared = new TreeSet<>();
        if (design.optional("share").isPresent()) {
            shared.addAll(design.texts(design.list("share")));
        }
        Optional<Parent> within =
                design.optional("parent").map(JsonNode::asText).map(Parent::parse);
        design.end();
        return new StudyManifest(
                name,
                id,
                Sha256.of(ManifestJson.print(tree)),
                program,
                new StudyDesign(seeds, grid, random, paired, exclusions, metrics, shared),
                versions,
                startedOn,
                finishedOn,
                sittings,
                cells,
                StudyJson.resultDigest(cells),
                unknown,
                within);
    }

    private StudyManifest.Program program(Fields program) {
        String mainClass = program.text("mainClass");
        List<String> arguments = program.texts(program.list("arguments"));
        boolean wrapped = program.bool("wrapped");
        OptionalInt threads = program.optional("threads")
                .map(node -> OptionalInt.of(node.intValue()))
                .orElse(OptionalInt.empty());
        Optional<String> profile = program.optional("profile").map(JsonNode::asText);
        List<String> options = program.texts(program.list("jvmOptions"));
        List<Resource> code = code(program, "code");
        List<Resource> optionCode =
                program.optional("optionCode").isPresent() ? code(program, "optionCode") : List.of();
        List<String> outputs = new ArrayList<>();
        if (program.optional("outputs").isPresent()) {
            outputs.addAll(program.texts(program.list("outputs")));
        }
        String workingDirectory = program.text("workingDirectory");
        program.end();
        return new StudyManifest.Program(
                mainClass, arguments, wrapped, threads, profile, options, code, outputs, workingDirectory, optionCode);
    }

    private List<Resource> code(Fields program, String name) {
        List<Resource> code = new ArrayList<>();
        for (JsonNode each : program.list(name)) {
            Fields entry = new Fields("predicate.design.program." + name + "[]", each);
            code.add(new Resource(entry.text("name"), "", entry.texts("digest"), new TreeMap<>()));
            entry.end();
        }
        return code;
    }

    private StudyManifest.Cell cell(Fields cell) {
        StudyDesign.Cell what = new StudyDesign.Cell(
                cell.texts("parameters"), Seed.parse(cell.text("seed")), Seed.parse(cell.text("rootSeed")));
        StudyManifest.Status status = StudyManifest.Status.valueOf(cell.text("status"));
        Optional<String> cause = cell.optional("cause").map(JsonNode::asText);
        Optional<String> run = cell.optional("run").map(JsonNode::asText);
        Optional<Sha256> manifest = cell.optionalObject("manifest").map(StudyReader::digest);
        Optional<Sha256> result = cell.optionalObject("resultDigest").map(StudyReader::digest);
        cell.end();
        return new StudyManifest.Cell(what, status, cause, run, manifest, result);
    }

    private SortedMap<String, Sha256> subjects(List<JsonNode> nodes) {
        SortedMap<String, Sha256> subjects = new TreeMap<>();
        String before = "";
        for (JsonNode node : nodes) {
            Fields each = new Fields("subject[]", node);
            String name = each.text("name");
            if (name.compareTo(before) <= 0) {
                throw new UnreadableException(subject, "has its subjects not in order, at " + name);
            }
            subjects.put(name, digest(each.object("digest")));
            each.end();
            before = name;
        }
        return subjects;
    }

    private static Sha256 digest(Fields digest) {
        Sha256 sha256 = new Sha256(digest.text("sha256"));
        digest.end();
        return sha256;
    }

    private void requireNothingCritical(JsonNode critical) {
        SortedSet<String> names = new TreeSet<>();
        critical.forEach(name -> names.add(name.asText()));
        if (!names.isEmpty()) {
            throw new NotUnderstoodException(subject, names, "a newer version");
        }
    }

    private void require(String place, String found, String expected) {
        if (!found.equals(expected)) {
            throw new UnreadableException(subject, "has the " + place + " \"" + found + "\", not " + expected);
        }
    }

    private void requireSame(String place, Object stated, Object follows) {
        if (!stated.equals(follows)) {
            throw new UnreadableException(
                    subject, "does not agree with itself: its " + place + " is not what follows from the rest of it");
        }
    }

    /** The fields of an object, each to be taken once; what is left at the end is not known. */
    private final class Fields {
        private final String place;
        private final ObjectNode node;
        private final SortedSet<String> known = new TreeSet<>();

        Fields(String place, JsonNode node) {
            this.place = place;
            if (!(node instanceof ObjectNode object)) {
                throw new UnreadableException(subject, "has no object as " + (place.isEmpty() ? "a whole" : place));
            }
            this.node = object;
        }

        Optional<JsonNode> optional(String name) {
            known.add(name);
            return Optional.ofNullable(node.get(name));
        }

        JsonNode node(String name) {
            return optional(name).orElseThrow(() -> new UnreadableException(subject, "has no " + below(name)));
        }

        Fields object(String name) {
            return new Fields(below(name), node(name));
        }

        Optional<Fields> optionalObject(String name) {
            return optional(name).map(each -> new Fields(below(name), each));
        }

        String text(String name) {
            return text(below(name), node(name));
        }

        int integer(String name) {
            JsonNode number = node(name);
            if (!number.isInt()) {
                throw new UnreadableException(subject, "has no whole number as " + below(name));
            }
            return number.intValue();
        }

        boolean bool(String name) {
            JsonNode flag = node(name);
            if (!flag.isBoolean()) {
                throw new UnreadableException(subject, "has neither true nor false as " + below(name));
            }
            return flag.booleanValue();
        }

        List<JsonNode> list(String name) {
            JsonNode list = node(name);
            if (!list.isArray()) {
                throw new UnreadableException(subject, "has no list as " + below(name));
            }
            List<JsonNode> entries = new ArrayList<>();
            list.forEach(entries::add);
            return entries;
        }

        List<String> texts(List<JsonNode> nodes) {
            return nodes.stream().map(each -> text(place + "[]", each)).toList();
        }

        SortedMap<String, String> texts(String name) {
            SortedMap<String, String> texts = new TreeMap<>();
            for (Map.Entry<String, JsonNode> field : object(name).node.properties()) {
                texts.put(field.getKey(), text(below(name), field.getValue()));
            }
            return texts;
        }

        void end() {
            node.fieldNames().forEachRemaining(name -> {
                if (!known.contains(name)) {
                    unknown.add(below(name));
                }
            });
        }

        private String below(String name) {
            return place.isEmpty() ? name : place + "." + name;
        }

        private String text(String where, JsonNode text) {
            if (!text.isTextual()) {
                throw new UnreadableException(subject, "has no text as " + where);
            }
            return text.asText();
        }
    }
}
