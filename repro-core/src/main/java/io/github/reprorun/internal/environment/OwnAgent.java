package io.github.reprorun.internal.environment;

import java.io.File;
import java.io.IOException;
import java.security.CodeSource;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/**
 * This library's java agent among the options of a JVM, whatever its jar is called. Stateless, hence safe for use by several
 * threads.
 */
public final class OwnAgent {
    /** The {@code Premain-Class} of its jar. */
    public static final String CLASS = "io.github.reprorun.internal.agent.ReproAgent";

    private static final String OPTION = "-javaagent:";

    private OwnAgent() {}

    /**
     * Whether {@code option} is {@code -javaagent:} with a jar that begins this library's agent; of a jar that is gone, its name
     * tells.
     */
    public static boolean isNamedBy(String option) {
        return option.startsWith(OPTION) && (isThere(path(option)) ? begins(path(option)) : hasUsualName(file(option)));
    }

    /** The last part of the path in an option that names an agent, such as {@code -agentpath:PATH=OPTIONS}. */
    static String file(String option) {
        String path = path(option);
        return path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
    }

    private static String path(String option) {
        String path = option.substring(option.indexOf(':') + 1);
        int options = path.indexOf('=');
        return options < 0 ? path : path.substring(0, options);
    }

    /** The library, the command line, and the jar that stands for a folder of classes. */
    private static boolean hasUsualName(String file) {
        return file.endsWith(".jar") && (file.startsWith("repro-core-") || file.startsWith("reprorun-agent-"));
    }

    /** A path may lead to what nobody writes to, and to open that takes for ever. */
    private static boolean isThere(String path) {
        return new File(path).isFile();
    }

    /** Whether the jar at {@code path} begins this library's agent, whatever else it holds. */
    public static boolean begins(String path) {
        if (!isThere(path)) {
            return false;
        }
        if (path.equals(own())) {
            return true; // To open a jar takes a JVM that starts some milliseconds.
        }
        try (JarFile jar = new JarFile(path, false)) {
            Manifest manifest = jar.getManifest();
            return manifest != null && CLASS.equals(manifest.getMainAttributes().getValue("Premain-Class"));
        } catch (IOException e) {
            return false; // No agent begins from what is no jar.
        }
    }

    /** Where this class was loaded from, as far as that is a file without characters that a URL would escape. */
    private static @Nullable String own() {
        CodeSource source = OwnAgent.class.getProtectionDomain().getCodeSource();
        return source == null || source.getLocation() == null
                ? null
                : source.getLocation().getPath();
    }
}
