package io.github.reprorun.base.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;

/**
 * Writes a tree as JSON in ASCII, as Jackson's mapper with {@code ESCAPE_NON_ASCII} would. A mapper takes a tenth of a second
 * and hundreds of classes to set up, which each run would wait for. Stateless, hence safe for use by several threads.
 */
public final class JsonText {
    private static final String INDENT = "  ";

    private JsonText() {}

    /** {@code tree} in one line, without spaces and without an end of line. */
    public static String compact(JsonNode tree) {
        StringBuilder text = new StringBuilder();
        write(text, tree, -1);
        return text.toString();
    }

    /** {@code tree} with an indent of two spaces and a line feed at the end of each line but the last. */
    public static String indented(JsonNode tree) {
        StringBuilder text = new StringBuilder();
        write(text, tree, 0);
        return text.toString();
    }

    /** @param depth the indent of the line in which {@code node} begins, or -1 for no lines */
    private static void write(StringBuilder text, JsonNode node, int depth) {
        switch (node.getNodeType()) {
            case OBJECT -> writeObject(text, node, depth);
            case ARRAY -> writeArray(text, node, depth);
            case STRING -> quote(text, node.textValue());
            case NUMBER -> writeNumber(text, node);
            case BOOLEAN, NULL -> text.append(node.asText());
            default -> throw new IllegalArgumentException("no JSON has a " + node.getNodeType());
        }
    }

    /** Values without a JSON number become text. */
    private static void writeNumber(StringBuilder text, JsonNode number) {
        boolean finite = !(number.isDouble() || number.isFloat()) || Double.isFinite(number.doubleValue());
        text.append(finite ? number.asText() : '"' + number.asText() + '"');
    }

    private static void writeObject(StringBuilder text, JsonNode object, int depth) {
        text.append('{');
        Iterator<Map.Entry<String, JsonNode>> fields = object.properties().iterator();
        while (fields.hasNext()) {
            Map.Entry<String, JsonNode> field = fields.next();
            newLine(text, inner(depth));
            quote(text, field.getKey());
            text.append(depth < 0 ? ":" : ": ");
            write(text, field.getValue(), inner(depth));
            if (fields.hasNext()) {
                text.append(',');
            }
        }
        if (!object.isEmpty()) {
            newLine(text, depth);
        }
        text.append('}');
    }

    private static void writeArray(StringBuilder text, JsonNode array, int depth) {
        text.append('[');
        for (int i = 0; i < array.size(); i++) {
            if (i > 0) {
                text.append(',');
            }
            newLine(text, inner(depth));
            write(text, array.get(i), inner(depth));
        }
        if (!array.isEmpty()) {
            newLine(text, depth);
        }
        text.append(']');
    }

    private static int inner(int depth) {
        return depth < 0 ? depth : depth + 1;
    }

    private static void newLine(StringBuilder text, int depth) {
        if (depth >= 0) {
            text.append('\n');
            for (int i = 0; i < depth; i++) {
                text.append(INDENT);
            }
        }
    }

    private static void quote(StringBuilder text, String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\b' -> text.append("\\b");
                case '\t' -> text.append("\\t");
                case '\n' -> text.append("\\n");
                case '\f' -> text.append("\\f");
                case '\r' -> text.append("\\r");
                default -> {
                    if (c >= ' ' && c <= 0x7F) {
                        text.append(c);
                    } else {
                        text.append("\\u");
                        String hex = Integer.toHexString(c).toUpperCase(Locale.ROOT);
                        text.append("0000", 0, 4 - hex.length()).append(hex);
                    }
                }
            }
        }
        text.append('"');
    }
}
