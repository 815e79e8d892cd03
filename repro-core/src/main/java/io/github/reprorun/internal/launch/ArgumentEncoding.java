package io.github.reprorun.internal.launch;

import io.github.reprorun.failure.UsageException;
import java.io.File;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Whether arguments reach a child unchanged. A POSIX system passes bytes: this JVM encodes them in its own charset and
 * a pinned one decodes them as UTF-8, and under {@code LC_ALL=C} all non-ASCII characters would silently become
 * question marks. Stateless.
 */
final class ArgumentEncoding {
    private static final int FIRST_WITH_UTF_8_BY_DEFAULT = 18;

    private ArgumentEncoding() {}

    /** @throws UsageException if an argument would change on the way */
    static void requirePassable(String what, List<String> arguments) {
        if (File.separatorChar == '/') {
            requirePassable(what, arguments, charsetOfProcesses());
        }
    }

    static void requirePassable(String what, List<String> arguments, Charset charset) {
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            String arriving = new String(argument.getBytes(charset), StandardCharsets.UTF_8);
            if (!arriving.equals(argument) || argument.indexOf('\uFFFD') >= 0) {
                throw new UsageException(
                        what + " " + (i + 1),
                        "\"" + argument + "\" cannot be passed on unchanged from this process, whose charset is "
                                + charset + "; start it with LC_ALL=C.UTF-8");
            }
        }
    }

    /** The charset in which this JDK encodes the arguments of processes; JEP 400 changed it. */
    static Charset charsetOfProcesses() {
        String encoding = System.getProperty("sun.jnu.encoding", "");
        return Runtime.version().feature() >= FIRST_WITH_UTF_8_BY_DEFAULT && Charset.isSupported(encoding)
                ? Charset.forName(encoding)
                : Charset.defaultCharset();
    }
}
