package io.github.reprorun.base.library;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a library of numerics is to a run, told by the extension that holds it, as data: known before a class of the library
 * or of the extension is loaded, to the command line that has neither, and to the Java agent. Immutable, hence safe to
 * share between threads.
 *
 * <p>It is the file {@value #FILE} in the extension's jar: properties in ISO 8859-1, lists separated by spaces. Only {@code name},
 * {@code library} and {@code extension} have to be there. A prefix of class names ends with a dot.
 *
 * @param name a short name for messages and facts: small letters, digits and hyphens
 * @param library what tells that the library is on a class path
 * @param extension what tells that the extension is
 * @param accelerator what tells that the library computes on an accelerator, if it can
 * @param code which classes are whose
 * @param settings what the library reads from outside
 * @param numericFacts what the names of those facts begin with that decide about the last bits, such as {@code blas.}
 * @param unknownKeys keys that a later version of the format may have; whoever acts on the descriptor names them
 */
public record LibraryDescriptor(
        String name,
        Marker library,
        Marker extension,
        Optional<Accelerator> accelerator,
        Code code,
        Settings settings,
        List<String> numericFacts,
        List<String> unknownKeys) {
    /** Where it lies in a jar. */
    public static final String FILE = "META-INF/reprorun/library.properties";

    /** @throws IllegalArgumentException if {@code name} has another form; the message names key, expected and actual */
    public LibraryDescriptor {
        if (!isName(name)) {
            throw new IllegalArgumentException(
                    "name: expected small letters, digits and hyphens, found \"" + name + "\"");
        }
        for (String prefix : numericFacts) {
            requirePrefix("facts.numeric", prefix);
        }
        numericFacts = List.copyOf(numericFacts);
        unknownKeys = List.copyOf(unknownKeys);
    }

    private static boolean isName(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if ((c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-') {
                return false;
            }
        }
        return !name.isEmpty();
    }

    private static void requirePrefixes(String key, List<String> prefixes) {
        for (String prefix : prefixes) {
            requirePrefix(key, prefix);
        }
    }

    /** Names of the JDK are no library's: what asks for chance there is judged by its caller. */
    private static boolean isOfJdk(String prefix) {
        return prefix.startsWith("java.")
                || prefix.startsWith("javax.")
                || prefix.startsWith("jdk.")
                || prefix.startsWith("sun.")
                || prefix.startsWith("com.sun.");
    }

    private static void requirePackages(String key, List<String> prefixes) {
        requirePrefixes(key, prefixes);
        for (String prefix : prefixes) {
            if (isOfJdk(prefix)) {
                throw new IllegalArgumentException(key + ": expected packages of a library, found \"" + prefix
                        + "\", which are the JDK's");
            }
        }
    }

    private static void requirePrefix(String key, String prefix) {
        if (prefix.length() < 2 || !prefix.endsWith(".") || !isDotted(prefix.substring(0, prefix.length() - 1))) {
            throw new IllegalArgumentException(
                    key + ": expected names with a dot at the end, such as com.example., found \"" + prefix + "\"");
        }
    }

    private static void requireClasses(String key, List<String> names) {
        for (String name : names) {
            requireClass(key, name);
        }
    }

    private static void requireClass(String key, String name) {
        if (!isDotted(name)) {
            throw new IllegalArgumentException(
                    key + ": expected binary names of classes, such as com.example.Trainer, found \"" + name + "\"");
        }
    }

    /** Whether it is names of Java with dots between. */
    private static boolean isDotted(String text) {
        boolean begins = true;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (begins ? !Character.isJavaIdentifierStart(c) : c != '.' && !Character.isJavaIdentifierPart(c)) {
                return false;
            }
            begins = c == '.';
        }
        return !begins;
    }

    /**
     * What tells that something is on a class path: the name of its jar, which is looked at first, or else a class, in a
     * jar that has taken it up or in a folder.
     *
     * @param jar the Maven artifact
     * @param className binary name of a class that every version of it has
     */
    public record Marker(String jar, String className) {
        /** @throws IllegalArgumentException if {@code jar} is no file name's beginning, or {@code className} no class's name */
        public Marker {
            if (jar.isBlank() || jar.indexOf('/') >= 0 || jar.indexOf('\\') >= 0) {
                throw new IllegalArgumentException(
                        "jar: expected a Maven artifact, such as example-core, found \"" + jar + "\"");
            }
            requireClass("class", className);
        }
    }

    /**
     * What tells that a library computes on an accelerator.
     *
     * @param marker of the part that does
     * @param otherJar the artifact of the part that computes on the processor: where that lies under its own name, so does
     *     the other, and no jar need be opened; or empty
     */
    public record Accelerator(Marker marker, String otherJar) {}

    /**
     * Which classes are whose: binary names, and what they begin with.
     *
     * @param own prefixes of the extension's own; they count where {@link LibraryDescriptor#extension} comes from, and nowhere
     *     else
     * @param library prefixes of the library's: what they ask for is reported at the line of the program that called them
     * @param quiet prefixes of parts without influence on what is computed, which are left alone
     * @param immaterialNames classes that draw identifiers only, to name something
     * @param clockDefaults classes with a field for a seed that begins as the clock, also where the program then gives one
     */
    public record Code(
            List<String> own,
            List<String> library,
            List<String> quiet,
            List<String> immaterialNames,
            List<String> clockDefaults) {
        /** @throws IllegalArgumentException if a prefix or a name has another form */
        public Code {
            requirePackages("packages.own", own);
            requirePackages("packages.library", library);
            requirePackages("packages.quiet", quiet);
            requireClasses("classes.immaterialNames", immaterialNames);
            requireClasses("classes.clockDefaults", clockDefaults);
            own = List.copyOf(own);
            library = List.copyOf(library);
            quiet = List.copyOf(quiet);
            immaterialNames = List.copyOf(immaterialNames);
            clockDefaults = List.copyOf(clockDefaults);
        }
    }

    /**
     * What a library reads from outside.
     *
     * @param threadVariables environment variables that a pinned JVM has set to the number of native threads
     * @param acceleratorVariables environment variables that it has where the accelerator is on the class path
     * @param variables what the names of environment variables begin with that are recorded, such as {@code OMP_}
     * @param properties what the names of system properties begin with that are recorded
     */
    public record Settings(
            List<String> threadVariables,
            SortedMap<String, String> acceleratorVariables,
            List<String> variables,
            List<String> properties) {
        /** @throws IllegalArgumentException if a name has another form */
        public Settings {
            requireSettable("variables.threads", threadVariables);
            requireSettable("variables.accelerator", acceleratorVariables.keySet());
            requireVariables("variables.recorded", variables);
            requirePrefixes("properties.recorded", properties);
            threadVariables = List.copyOf(threadVariables);
            acceleratorVariables = Collections.unmodifiableSortedMap(new TreeMap<>(acceleratorVariables));
            variables = List.copyOf(variables);
            properties = List.copyOf(properties);
        }

        /** Variables that the loader or the JVM obeys would start something else than was described. */
        private static void requireSettable(String key, Iterable<String> names) {
            requireVariables(key, names);
            for (String name : names) {
                if (name.startsWith("LD_")
                        || name.startsWith("DYLD_")
                        || name.startsWith("JAVA_")
                        || name.startsWith("JDK_")
                        || name.startsWith("_JAVA_")) {
                    throw new IllegalArgumentException(
                            key + ": expected variables of a library, found \"" + name + "\", which the JVM obeys");
                }
            }
        }

        private static void requireVariables(String key, Iterable<String> names) {
            for (String name : names) {
                if (!isVariable(name)) {
                    throw new IllegalArgumentException(key
                            + ": expected names of variables in capitals, such as OMP_NUM_THREADS, found \"" + name
                            + "\"");
                }
            }
        }

        private static boolean isVariable(String name) {
            for (int i = 0; i < name.length(); i++) {
                char c = name.charAt(i);
                if ((c < 'A' || c > 'Z') && (c < '0' || c > '9') && c != '_') {
                    return false;
                }
            }
            return name.indexOf('_') > 0;
        }
    }
}
