package io.github.reprorun.internal.redaction;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Text with the secrets of known shapes replaced by {@value #MARK}: PEM blocks, keys and tokens of well-known services,
 * JSON web tokens, {@code Bearer …}, the user part of URLs, and the values of names such as {@code password},
 * {@code token}, {@code secret} and {@code api-key}, written as {@code name=value}, {@code "name": "value"} or
 * {@code --name value}. A secret without a shape or a name cannot be distinguished from other text. If the end of a
 * secret is unclear, it replaces more rather than less.
 *
 * <p>Redacting twice changes nothing further; the time taken is linear in the length of the text, however hostile.
 *
 * <p>Stateless, hence safe for use by several threads.
 */
public final class Redaction {
    /** The text that replaces a secret. */
    public static final String MARK = "<redacted>";

    /** The number of further passes over the result, since a removal may join other text. */
    private static final int ROUNDS = 4;

    private Redaction() {}

    /** {@code text} without the secrets it shows. */
    public static String of(String text) {
        String masked = text;
        for (int round = 0; round < ROUNDS; round++) {
            String again = once(masked);
            if (again.equals(masked)) {
                return masked;
            }
            masked = again;
        }
        return MARK;
    }

    private static String once(String text) {
        Spans spans = new Spans(text);
        TokenShapes.find(spans);
        NamedSecrets.find(spans);
        UrlCredentials.find(spans);
        return spans.mask(MARK);
    }

    /** The value of the variable or property {@code name}, without the secrets it shows. */
    public static String ofValue(String name, String value) {
        return SecretName.matches(name) ? MARK : of(value);
    }

    /** Each value without the secrets it shows, by its name. */
    public static SortedMap<String, String> ofValues(Map<String, String> values) {
        SortedMap<String, String> masked = new TreeMap<>();
        for (Map.Entry<String, String> value : values.entrySet()) {
            masked.put(value.getKey(), ofValue(value.getKey(), value.getValue()));
        }
        return masked;
    }

    /**
     * The arguments of a program without the secrets they show; their number stays the same. {@link #MARK} shows which
     * were redacted.
     */
    public static List<String> ofArguments(List<String> arguments) {
        List<String> masked = new ArrayList<>(arguments.size());
        boolean announced = false;
        for (String argument : arguments) {
            if (announced && !argument.startsWith("--")) {
                masked.add(MARK);
                announced = false;
            } else {
                masked.add(ofArgument(argument));
                announced = announces(argument);
            }
        }
        return List.copyOf(masked);
    }

    /** Unlike in running text, the value of a name extends to the argument's end. */
    private static String ofArgument(String argument) {
        int value = valueOf(argument);
        return value < 0 ? of(argument) : of(argument.substring(0, value)) + MARK;
    }

    /** Whether the argument that follows {@code argument} is a secret. */
    private static boolean announces(String argument) {
        return (argument.startsWith("-") && argument.indexOf('=') < 0 && SecretName.matches(argument))
                || argument.equalsIgnoreCase("bearer")
                || argument.equalsIgnoreCase("authorization:");
    }

    /** Where in {@code argument} the value of a secret name begins, or -1 if it is not of that form. */
    private static int valueOf(String argument) {
        for (int i = 0; i < argument.length() - 1; i++) {
            if (argument.charAt(i) == '=' || argument.charAt(i) == ':') {
                return SecretName.endsAt(argument, 0, i) ? i + 1 : -1;
            }
        }
        return -1;
    }
}
