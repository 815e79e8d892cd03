package io.github.reprorun.base.library;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An extension's description, as data, of the numerical library that it holds. It is available before any class of the
 * library or of the extension is loaded, to the command line, which has neither, and to the Java agent. Immutable,
 * hence safe to share between threads.
 *
 * <p>It is the file {@value #FILE} in the extension's jar: properties in ISO 8859-1, lists separated by spaces. Only
 * {@code name}, {@code library} and {@code extension} are required. A prefix of class names ends with a dot.
 *
 * @param name a short name for messages and facts: small letters, digits and hyphens
 * @param library the marker of the library on a class path
 * @param extension the marker of the extension on a class path
 * @param accelerator the marker of the library's accelerator support, if it has any
 * @param code which classes belong to the extension and the library
 * @param settings the variables and properties that the library reads
 * @param numericFacts the prefixes of the names of facts that decide about the last bits, such as {@code blas.}
 * @param unknownKeys keys that a later version of the format may have; code that acts on the descriptor names them
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
    /** Its path in a jar. */
    public static final String FILE = "META-INF/reprorun/library.properties";

    /**
     * @throws IllegalArgumentException if {@code name} has a different form; the message names key, expected and actual
     */
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
                throw new IllegalArgumentException(
                        key + ": expected packages of a library, found \"" + prefix + "\", which are the JDK's");
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

    private static void requireTimedFile(String key, String text) {
        int slash = text.indexOf('/');
        if (slash < 0 || slash == text.length() - 1 || text.indexOf('/', slash + 1) >= 0) {
            throw new IllegalArgumentException(key
                    + ": expected a class and a file, such as com.example.Trainer/index.txt, found \"" + text + "\"");
        }
        requireClass(key, text.substring(0, slash));
    }

    /** Whether it consists of Java names with dots between them. */
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
     * The marks of something on a class path: the name of its jar, which is checked first, or otherwise a class, in a
     * jar that includes it or in a folder.
     *
     * @param jar the Maven artifact
     * @param className binary name of a class that every version of it has
     */
    public record Marker(String jar, String className) {
        /**
         * @throws IllegalArgumentException if {@code jar} is not the beginning of a file name, or {@code className} is
         *     not a class name
         */
        public Marker {
            if (jar.isBlank() || jar.indexOf('/') >= 0 || jar.indexOf('\\') >= 0) {
                throw new IllegalArgumentException(
                        "jar: expected a Maven artifact, such as example-core, found \"" + jar + "\"");
            }
            requireClass("class", className);
        }
    }

    /**
     * The marks of a library's accelerator support on a class path.
     *
     * @param marker of the part that computes on the accelerator
     * @param otherJar the artifact of the part that computes on the processor, or empty: if its jar has its own name,
     *     so has the jar of the other part, and no jar has to be opened
     */
    public record Accelerator(Marker marker, String otherJar) {}

    /**
     * Which classes belong to the extension and the library: binary names and prefixes of them.
     *
     * @param own prefixes of the extension's own classes; they count only in the place where
     *     {@link LibraryDescriptor#extension} lies
     * @param library prefixes of the library's classes; their requests are reported at the line of the program that
     *     called them
     * @param quiet prefixes of parts without influence on the computation, which the agent leaves alone
     * @param immaterialNames classes that draw identifiers only, to name something
     * @param clockDefaults classes with a field for a seed that is initialised from the clock, even if the program then
     *     sets one
     * @param timedFiles files of the library's own with the time in them, each as the class that writes it, {@code /}, and
     *     the file's name or {@code *} for any
     */
    public record Code(
            List<String> own,
            List<String> library,
            List<String> quiet,
            List<String> immaterialNames,
            List<String> clockDefaults,
            List<String> timedFiles) {
        /** @throws IllegalArgumentException if a prefix or a name has a different form */
        public Code {
            requirePackages("packages.own", own);
            requirePackages("packages.library", library);
            requirePackages("packages.quiet", quiet);
            requireClasses("classes.immaterialNames", immaterialNames);
            requireClasses("classes.clockDefaults", clockDefaults);
            for (String timed : timedFiles) {
                requireTimedFile("classes.timedFiles", timed);
            }
            own = List.copyOf(own);
            library = List.copyOf(library);
            quiet = List.copyOf(quiet);
            immaterialNames = List.copyOf(immaterialNames);
            clockDefaults = List.copyOf(clockDefaults);
            timedFiles = List.copyOf(timedFiles);
        }
    }

    /**
     * The variables and properties that a library reads.
     *
     * @param threadVariables environment variables that a pinned JVM gets with the number of native threads as their
     *     value
     * @param acceleratorVariables environment variables that it gets if the accelerator is on the class path
     * @param variables prefixes of the names of environment variables to record, such as {@code OMP_}
     * @param properties prefixes of the names of system properties to record
     */
    public record Settings(
            List<String> threadVariables,
            SortedMap<String, String> acceleratorVariables,
            List<String> variables,
            List<String> properties) {
        /** @throws IllegalArgumentException if a name has a different form */
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
