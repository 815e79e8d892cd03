package io.github.reprorun.base.file;

import io.github.reprorun.failure.UnreadableException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Path;

/**
 * The last part of a path as exact text. A JVM that runs under {@code LC_ALL=C} decodes every byte beyond ASCII to
 * U+FFFD, so that different names look alike; the path's URI still has the bytes. Stateless, hence safe for use by
 * several threads.
 */
final class FileName {
    private static final boolean BYTES = FileSystems.getDefault().getSeparator().equals("/");
    private static final boolean NAMES_ARE_UTF_8 =
            Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8")).equals(StandardCharsets.UTF_8);

    private FileName() {}

    /** @throws UnreadableException if the name is not UTF-8, or holds a line feed */
    static String of(Path path) {
        String decoded = String.valueOf(path.getFileName());
        String name = isExact(path, decoded) ? requireUnicode(path, decoded) : fromBytes(path);
        if (name.indexOf('\n') >= 0) {
            throw new UnreadableException(path.toString(), "its name holds a line feed; rename it");
        }
        return name;
    }

    /** Whether the name of {@code path} gives an equal path. */
    static boolean isWritable(Path path) {
        return NAMES_ARE_UTF_8 || isAscii(path.toString());
    }

    /** Whether the files below {@code root} are those of the operating system and named in UTF-8. */
    static boolean isPlain(Path root) {
        return BYTES
                && NAMES_ARE_UTF_8
                && root.getFileSystem() == FileSystems.getDefault()
                && root.toString().indexOf('\uFFFD') < 0;
    }

    private static boolean isExact(Path path, String decoded) {
        boolean decodedFromBytes = BYTES && path.getFileSystem() == FileSystems.getDefault();
        return !decodedFromBytes || isAscii(decoded) || (NAMES_ARE_UTF_8 && decoded.indexOf("\uFFFD") < 0);
    }

    private static String requireUnicode(Path path, String name) {
        try {
            StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(name));
            return name;
        } catch (CharacterCodingException e) {
            throw new UnreadableException(path.toString(), "its name is not Unicode; rename it", e);
        }
    }

    private static String fromBytes(Path path) {
        String uri = path.toUri().getRawPath();
        String encoded = uri.endsWith("/") ? uri.substring(0, uri.length() - 1) : uri;
        ByteBuffer bytes = percentDecoded(encoded.substring(encoded.lastIndexOf('/') + 1));
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            throw new UnreadableException(
                    encoded, "the last part of this path, here percent-encoded, is not UTF-8; rename it", e);
        }
    }

    private static ByteBuffer percentDecoded(String encoded) {
        ByteBuffer bytes = ByteBuffer.allocate(encoded.length());
        for (int i = 0; i < encoded.length(); i++) {
            char c = encoded.charAt(i);
            if (c == '%') {
                bytes.put((byte) Integer.parseInt(encoded, i + 1, i + 3, 16));
                i += 2;
            } else {
                bytes.put((byte) c);
            }
        }
        return bytes.flip();
    }

    static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }
}
