package io.github.reprorun.internal.launch;

import java.io.File;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A file with the arguments of a {@code java} command that is longer than the system takes: Linux limits one word to 128 KiB,
 * Windows a whole command to 32 767 characters. The format is that of "java Command-Line Argument Files" in the
 * documentation of the {@code java} command, which knows it from JDK 9 on. Stateless.
 */
final class ArgumentFile {
    /** In characters, all words together; below the limits, since a character may take several bytes. */
    private static final int LONGEST = File.separatorChar == '\\' ? 30_000 : 100_000;

    private ArgumentFile() {}

    /** Whether {@code command} is too long for the command line of a process. */
    static boolean isNeededFor(List<String> command) {
        long length = 0;
        for (String word : command) {
            length += word.length() + 1L;
        }
        return length > LONGEST;
    }

    /**
     * The command that does what {@code command} does with its arguments in {@code file}.
     *
     * @param file is there already, so that its owner alone can read it
     * @param charset of the arguments of processes
     */
    static List<String> shortened(List<String> command, Path file, Charset charset) throws IOException {
        Files.writeString(file, text(command.subList(1, command.size())), charset);
        List<String> shortened = new ArrayList<>();
        shortened.add(command.get(0));
        shortened.add("@".concat(file.toString()));
        return shortened;
    }

    /** Each argument on a line of its own, between double quotes. */
    static String text(List<String> arguments) {
        StringBuilder text = new StringBuilder();
        for (String argument : arguments) {
            text.append('"');
            for (int i = 0; i < argument.length(); i++) {
                char c = argument.charAt(i);
                switch (c) {
                    case '\\', '"' -> text.append('\\').append(c);
                    case '\n' -> text.append("\\n");
                    case '\r' -> text.append("\\r");
                    case '\t' -> text.append("\\t");
                    case '\f' -> text.append("\\f");
                    default -> text.append(c);
                }
            }
            text.append("\"\n");
        }
        return text.toString();
    }
}
