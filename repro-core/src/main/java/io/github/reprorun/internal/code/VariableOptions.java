package io.github.reprorun.internal.code;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The options that environment variables give to every JVM. The forms are those of "JAVA_TOOL_OPTIONS" in the JVM Tool Interface,
 * and of "JDK_JAVA_OPTIONS" and "java Command-Line Argument Files" in the documentation of the {@code java} command. Stateless.
 */
public final class VariableOptions {
    private static final String OF_LAUNCHER = "JDK_JAVA_OPTIONS";
    private static final List<String> OF_JVM = List.of("JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS");

    private VariableOptions() {}

    /**
     * The options in {@code environment}, with those of the argument files that it names; a file that cannot be read gives none,
     * and no JVM starts with it.
     *
     * @param start where the JVM starts
     */
    public static List<String> of(Map<String, String> environment, Path start) {
        List<String> options = new ArrayList<>();
        for (String option : split(environment.getOrDefault(OF_LAUNCHER, ""), false)) {
            if (option.startsWith("@") && !option.startsWith("@@")) {
                options.addAll(inFile(option.substring(1), start));
            } else {
                options.add(option);
            }
        }
        for (String variable : OF_JVM) {
            options.addAll(split(environment.getOrDefault(variable, ""), false));
        }
        return options;
    }

    private static List<String> inFile(String name, Path start) {
        try {
            if (!Files.isRegularFile(start.resolve(name))) {
                return List.of(); // What came by a pipe is gone.
            }
            // The java command reads the file in the charset of the system, and so options in ASCII are read as they
            // are meant.
            return split(Files.readString(start.resolve(name), Charset.forName("ISO-8859-1")), true);
        } catch (IOException | InvalidPathException e) {
            return List.of();
        }
    }

    /** The words of {@code text}: quotes of both kinds keep white space within a word. */
    static List<String> split(String text, boolean isFile) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean begun = false;
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote != 0 && c == quote) {
                quote = 0;
            } else if (quote == 0 && (c == '"' || c == '\'')) {
                quote = c;
                begun = true;
            } else if (isFile && quote != 0 && c == '\\' && i + 1 < text.length()) {
                i++;
                i = escaped(text, i, word);
            } else if (isFile && quote == 0 && c == '#' && !begun) {
                int end = text.indexOf('\n', i);
                i = end < 0 ? text.length() : end;
            } else if (quote == 0 && Character.isWhitespace(c)) {
                if (begun) {
                    words.add(word.toString());
                    word.setLength(0);
                    begun = false;
                }
            } else {
                word.append(c);
                begun = true;
            }
        }
        if (begun) {
            words.add(word.toString());
        }
        return words;
    }

    /** @return where the escape ends, which begins before {@code at}; a line that ends in a backslash goes on behind white space */
    private static int escaped(String text, int at, StringBuilder word) {
        int end = at;
        switch (text.charAt(at)) {
            case 'n' -> word.append('\n');
            case 'r' -> word.append('\r');
            case 't' -> word.append('\t');
            case 'f' -> word.append('\f');
            case '\n' -> {
                while (end + 1 < text.length() && " \t\f".indexOf(text.charAt(end + 1)) >= 0) {
                    end++;
                }
            }
            default -> word.append(text.charAt(at));
        }
        return end;
    }
}
