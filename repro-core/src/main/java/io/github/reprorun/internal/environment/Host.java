package io.github.reprorun.internal.environment;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The source of facts: the files, programs, variables and properties of a machine. Immutable, hence safe to share
 * between threads if its commands are.
 *
 * @param root the folder that holds {@code proc}, {@code sys} and {@code etc}
 * @param variables environment variables
 * @param properties system properties
 * @param commands the machine's programs
 */
public record Host(
        Path root, SortedMap<String, String> variables, SortedMap<String, String> properties, Commands commands) {
    /** No file read here is larger, except the C library; the rest of a larger file is cut off. */
    private static final int LIMIT = 1024 * 1024;

    /** Copies the maps. */
    public Host {
        variables = Collections.unmodifiableSortedMap(new TreeMap<>(variables));
        properties = Collections.unmodifiableSortedMap(new TreeMap<>(properties));
    }

    /** The machine and the JVM this code runs on, as they are now. */
    public static Host current() {
        return new Host(
                Path.of("/"), new TreeMap<>(System.getenv()), strings(System.getProperties()), Commands.system());
    }

    /** A property map may hold values that are not text; they are not facts. */
    private static SortedMap<String, String> strings(Properties properties) {
        SortedMap<String, String> strings = new TreeMap<>();
        for (String name : properties.stringPropertyNames()) {
            strings.put(name, properties.getProperty(name, ""));
        }
        return strings;
    }

    /** Throws an exception that says why there is no fact on other systems. */
    void requireLinux() throws IOException {
        if (!"Linux".equals(properties.get("os.name"))) {
            throw new IOException("read on Linux only, this is " + property("os.name"));
        }
    }

    /** The value of a property, which every JVM sets. */
    String property(String name) throws IOException {
        String value = properties.get(name);
        if (value == null) {
            throw new IOException("this JVM does not set the property " + name);
        }
        return value;
    }

    Path path(String name) {
        return root.resolve(name);
    }

    /** The text of a small file such as {@code proc/cpuinfo}, stripped. */
    String text(String name) throws IOException {
        try (var in = Files.newInputStream(path(name))) {
            return new String(in.readNBytes(LIMIT), StandardCharsets.UTF_8).strip();
        } catch (NoSuchFileException e) {
            throw new IOException("there is no /" + name, e);
        }
    }

    /** The rest, stripped, of the first line of a small file that begins with {@code prefix}. */
    String lineAfter(String prefix, String name) throws IOException {
        for (String line : text(name).split("\n")) {
            if (line.startsWith(prefix)) {
                return line.substring(prefix.length()).strip();
            }
        }
        throw new IOException("/" + name + " has no line that begins with " + prefix);
    }
}
