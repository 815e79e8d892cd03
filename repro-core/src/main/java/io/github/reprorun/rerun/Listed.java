package io.github.reprorun.rerun;

import io.github.reprorun.base.code.CodeComparison;
import io.github.reprorun.base.code.CodeListings;
import io.github.reprorun.base.file.BoundedFile;
import io.github.reprorun.base.text.OneLine;
import io.github.reprorun.evidence.Resource;
import io.github.reprorun.internal.run.CodeEvidence;
import io.github.reprorun.manifest.RunDefinition;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The code of a run, and the files in each of its folders and jars as far as they were listed. Immutable.
 *
 * @param code the entries of the class path, in order
 * @param options the code that options of the JVM name
 * @param listings the files of the entries
 */
record Listed(List<Resource> code, List<Resource> options, CodeListings listings) {
    private static final int HEX = 64;
    private static final int SHOWN = 3;

    private static final CodeListings NONE = new CodeListings(Collections.emptySortedMap());

    /** Copies the lists. */
    Listed {
        code = List.copyOf(code);
        options = List.copyOf(options);
    }

    /** As a run recorded it. */
    static Listed of(RunDefinition definition, Path runDirectory) {
        return new Listed(
                definition.classPath(), definition.optionCode(), read(runDirectory.resolve(CodeListings.FILE_NAME)));
    }

    /** As it is now. */
    static Listed of(CodeEvidence evidence) {
        return new Listed(evidence.classPath(), evidence.optionCode(), evidence.listings());
    }

    /** Only what {@code option} of the JVM names. */
    Listed of(String option) {
        List<Resource> named = new ArrayList<>();
        for (Resource entry : options) {
            if (CodeComparison.option(entry).equals(option)) {
                named.add(entry);
            }
        }
        return new Listed(named, List.of(), listings);
    }

    /** The digest of each file of {@code entry}, by name; empty if they were not listed. */
    Optional<SortedMap<String, String>> files(Resource entry) {
        return Optional.ofNullable(entry.digest().get(CodeComparison.CONTENTS))
                .flatMap(listings::of)
                .map(Listed::parsed);
    }

    /** The names of its files, in words, if they are few; otherwise nothing. */
    String contents(Resource entry) {
        return files(entry)
                .map(Map::keySet)
                .filter(names -> names.size() <= SHOWN)
                .map(names -> ", with " + OneLine.of(String.join(", ", names)) + ",")
                .orElse("");
    }

    private static SortedMap<String, String> parsed(String lines) {
        SortedMap<String, String> files = new TreeMap<>();
        for (String line : lines.split("\n", -1)) {
            if (line.length() > HEX + 2) {
                files.put(line.substring(HEX + 2), line.substring(0, HEX));
            }
        }
        return files;
    }

    private static CodeListings read(Path file) {
        try {
            return CodeListings.parse(BoundedFile.read(file, CodeListings.LIMIT));
        } catch (IOException e) {
            return NONE; // Then the folder or jar is named instead of the class.
        }
    }
}
