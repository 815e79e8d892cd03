package io.github.reprorun.base.library;

import io.github.reprorun.base.library.LibraryDescriptor.Accelerator;
import io.github.reprorun.base.library.LibraryDescriptor.Code;
import io.github.reprorun.base.library.LibraryDescriptor.Marker;
import io.github.reprorun.base.library.LibraryDescriptor.Settings;
import io.github.reprorun.failure.UnreadableException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.SortedMap;
import java.util.StringTokenizer;
import java.util.TreeMap;

/**
 * Reads a {@link LibraryDescriptor}. In the agent it is among the first code of a JVM: no lambdas, no regular expressions.
 * Confined to one call.
 */
public final class LibraryDescriptorFile {
    /** In bytes; the descriptor of a large library has two thousand. */
    private static final int LARGEST = 64 * 1024;

    private final String file;
    private final Keys keys;
    private final Set<String> asked = new HashSet<>();

    private LibraryDescriptorFile(String file, Keys keys) {
        this.file = file;
        this.keys = keys;
    }

    /**
     * Reads a descriptor.
     *
     * @param file its location, for messages
     * @throws UnreadableException if it is not a descriptor; the message names the file, the key and the expected value
     * @throws IOException if {@code in} throws one
     */
    public static LibraryDescriptor read(String file, InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(LARGEST + 1);
        if (bytes.length > LARGEST) {
            throw new UnreadableException(file, "expected at most " + LARGEST + " bytes");
        }
        Keys keys = new Keys();
        try {
            keys.load(new java.io.ByteArrayInputStream(bytes));
            return new LibraryDescriptorFile(file, keys).descriptor();
        } catch (IllegalArgumentException e) {
            throw new UnreadableException(file, String.valueOf(e.getMessage()), e);
        }
    }

    private LibraryDescriptor descriptor() {
        String name = required("name");
        Marker library = marker("library");
        Marker extension = marker("extension");
        Optional<Accelerator> accelerator = accelerator();
        Code code = new Code(
                list("packages.own"),
                list("packages.library"),
                list("packages.quiet"),
                list("classes.immaterialNames"),
                list("classes.clockDefaults"),
                list("classes.timedFiles"));
        Settings settings = new Settings(
                list("variables.threads"),
                settings("variables.accelerator"),
                list("variables.recorded"),
                list("properties.recorded"));
        List<String> numericFacts = list("facts.numeric");
        return new LibraryDescriptor(
                name, library, extension, accelerator, code, settings, numericFacts, unknownKeys());
    }

    private Optional<Accelerator> accelerator() {
        String otherJar = text("accelerator.otherJar");
        return text("accelerator.jar").isEmpty() && text("accelerator.class").isEmpty() && otherJar.isEmpty()
                ? Optional.empty()
                : Optional.of(new Accelerator(marker("accelerator"), otherJar));
    }

    private Marker marker(String of) {
        String jar = required(of.concat(".jar"));
        String className = required(of.concat(".class"));
        try {
            return new Marker(jar, className);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(of + "." + e.getMessage(), e);
        }
    }

    private String required(String key) {
        String text = text(key);
        if (text.isEmpty()) {
            throw new UnreadableException(file, "the key " + key + " is expected but missing");
        }
        return text;
    }

    private String text(String key) {
        asked.add(key);
        return keys.getProperty(key, "").strip();
    }

    private List<String> list(String key) {
        List<String> list = new ArrayList<>();
        for (StringTokenizer words = new StringTokenizer(text(key)); words.hasMoreTokens(); ) {
            list.add(words.nextToken());
        }
        return list;
    }

    private SortedMap<String, String> settings(String key) {
        SortedMap<String, String> settings = new TreeMap<>();
        for (String word : list(key)) {
            int equals = word.indexOf('=');
            if (equals < 0) {
                throw new UnreadableException(file, key + ": expected NAME=VALUE, found \"" + word + "\"");
            }
            settings.put(word.substring(0, equals), word.substring(equals + 1));
        }
        return settings;
    }

    private List<String> unknownKeys() {
        List<String> unknown = new ArrayList<>();
        for (String key : keys.stringPropertyNames()) {
            if (!asked.contains(key)) {
                unknown.add(key);
            }
        }
        Collections.sort(unknown);
        return unknown;
    }

    /** Refuses a duplicate key, because {@link Properties} would take the last value. */
    private static final class Keys extends Properties {
        private static final long serialVersionUID = 1L;

        @Override
        public synchronized Object put(Object key, Object value) {
            if (containsKey(key)) {
                throw new IllegalArgumentException("the key " + key + " is expected once but appears twice");
            }
            return super.put(key, value);
        }
    }
}
