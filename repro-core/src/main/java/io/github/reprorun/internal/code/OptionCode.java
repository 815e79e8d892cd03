package io.github.reprorun.internal.code;

import io.github.reprorun.internal.environment.OwnAgent;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/**
 * Code that an option of a JVM names: agents, and what is put before or beside the modules of the JDK. The options are those of
 * "The java Command" of the JDK. Immutable, hence safe to share between threads.
 *
 * @param option the option, up to the {@code :} or {@code =} before its value
 * @param paths absolute, or just a name if the library of an agent is not where the system looks for libraries
 */
public record OptionCode(String option, List<String> paths) {
    /** Their value is a path, with the agent's own options behind {@code =}. */
    private static final List<String> AGENTS = List.of("-javaagent:", "-agentpath:");

    /** Their value is the name of a library, with the agent's own options behind {@code =} or {@code :}. */
    private static final List<String> LIBRARIES = List.of("-agentlib:", "-Xrun");

    /** Their value is a path of several entries. */
    private static final List<String> PATHS = List.of("-Xbootclasspath/a:", "--module-path=", "--upgrade-module-path=");

    private static final String PATCH = "--patch-module=";

    private static final List<String> PLACES = List.of(
            "/usr/local/lib",
            "/lib64",
            "/usr/lib64",
            "/lib",
            "/usr/lib",
            "/lib/x86_64-linux-gnu",
            "/usr/lib/x86_64-linux-gnu");

    /** Whether the system finds it where we do not look. */
    public boolean isElsewhere() {
        return LIBRARIES.contains(option) && !Path.of(paths.get(0)).isAbsolute();
    }

    /** Copies {@code paths}. */
    public OptionCode {
        paths = List.copyOf(paths);
    }

    /** Whether it is the agent of this library, by what its jar says of itself. */
    public boolean isOwnAgent() {
        return option.equals(AGENTS.get(0)) && OwnAgent.begins(paths.get(0));
    }

    /**
     * The code that {@code options} name, in their order. Leaves out the agents of the JDK, whose version is recorded.
     *
     * @param options as the JVM reports its arguments, or as the {@code java} command takes them
     * @param start where the JVM starts
     * @param searched the folders of {@code LD_LIBRARY_PATH}, separated as there
     */
    public static List<OptionCode> in(List<String> options, Path start, String searched) {
        List<OptionCode> all = new ArrayList<>();
        for (String option : joined(options)) {
            for (String agent : AGENTS) {
                if (option.startsWith(agent)) {
                    add(all, agent, List.of(until(option.substring(agent.length()), "=")), start);
                }
            }
            for (String library : LIBRARIES) {
                if (option.startsWith(library)) {
                    addLibrary(all, library, until(option.substring(library.length()), "=:"), searched);
                }
            }
            for (String path : PATHS) {
                if (option.startsWith(path)) {
                    add(all, path, split(option.substring(path.length())), start);
                }
            }
            int module = option.startsWith(PATCH) ? option.indexOf('=', PATCH.length()) : -1;
            if (module >= 0) {
                add(all, option.substring(0, module + 1), split(option.substring(module + 1)), start);
            }
        }
        return all;
    }

    /** The options of two words as the {@code java} command gives them to the JVM, in one. */
    private static List<String> joined(List<String> words) {
        List<String> options = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            boolean isFirst = word.equals("--patch-module")
                    || word.equals("--module-path")
                    || word.equals("--upgrade-module-path")
                    || word.equals("-p");
            if (isFirst && i + 1 < words.size()) {
                i++;
                options.add((word.equals("-p") ? "--module-path" : word) + "=" + words.get(i));
            } else {
                options.add(word);
            }
        }
        return options;
    }

    private static void add(List<OptionCode> all, String option, List<String> paths, Path start) {
        List<String> absolute = new ArrayList<>();
        for (String path : paths) {
            try {
                Path here = start.resolve(path).normalize();
                absolute.add(here.toString());
                if (option.equals(AGENTS.get(0))) {
                    addBootClassPath(absolute, here);
                }
            } catch (InvalidPathException e) {
                absolute.add(path); // A JVM finds nothing there either.
            }
        }
        all.add(new OptionCode(option, absolute));
    }

    /** An agent may put jars before the program's, by their paths from where its own jar lies. */
    private static void addBootClassPath(List<String> paths, Path agent) {
        if (!Files.isRegularFile(agent)) {
            return; // To open a pipe takes until somebody writes to it.
        }
        try (JarFile jar = new JarFile(agent.toFile(), false)) {
            Manifest manifest = jar.getManifest();
            String value =
                    manifest == null ? null : manifest.getMainAttributes().getValue("Boot-Class-Path");
            for (String path : value == null || value.isBlank()
                    ? new String[0]
                    : value.strip().split(" +")) {
                paths.add(agent.resolveSibling(path).normalize().toString());
            }
        } catch (IOException e) {
            return; // The agent is named, and cannot be read either.
        }
    }

    private static void addLibrary(List<OptionCode> all, String option, String name, String searched) {
        String file = System.mapLibraryName(name);
        if (Files.exists(Path.of(System.getProperty("java.home"), "lib", file))) {
            return;
        }
        List<String> folders = new ArrayList<>(split(searched));
        folders.addAll(PLACES);
        for (String folder : folders) {
            Path library = Path.of(folder, file).toAbsolutePath();
            if (Files.isRegularFile(library)) {
                all.add(new OptionCode(option, List.of(library.toString())));
                return;
            }
        }
        all.add(new OptionCode(option, List.of(file)));
    }

    private static List<String> split(String path) {
        List<String> entries = new ArrayList<>();
        for (String entry : path.split(File.pathSeparator, -1)) {
            if (!entry.isEmpty()) {
                entries.add(entry);
            }
        }
        return entries;
    }

    private static String until(String text, String ends) {
        for (int i = 0; i < text.length(); i++) {
            if (ends.indexOf(text.charAt(i)) >= 0) {
                return text.substring(0, i);
            }
        }
        return text;
    }
}
