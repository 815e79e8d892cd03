package io.github.reprorun.internal.code;

import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * A look at the central directory of a jar, which tells that the jar need not be opened. {@link java.util.jar.JarFile} indexes
 * every entry of a jar to open it, and a class path has tens of thousands. Where the jar is not of the plain form that build
 * tools write, it has to be opened. Fields are those of APPNOTE.TXT, sections 4.3.7, 4.3.12 and 4.3.16. Looks into one jar after
 * the other, by way of one buffer; confined to a thread.
 */
final class JarDirectory {
    private static final int END_SIGNATURE = 0x06054b50;
    private static final int END_LENGTH = 22;
    private static final int ENTRY_SIGNATURE = 0x02014b50;
    private static final int ENTRY_LENGTH = 46;
    private static final int LOCAL_SIGNATURE = 0x04034b50;
    private static final int LOCAL_LENGTH = 30;
    private static final int STORED = 0;
    private static final int DEFLATED = 8;
    /** What a field has whose value is in a field of Zip64. */
    private static final int ELSEWHERE = 0xffff;

    private static final String MANIFEST = "META-INF/MANIFEST.MF";
    private static final byte[] CLASS_PATH = "Class-Path".getBytes(StandardCharsets.US_ASCII);
    /** Those with a digest of every entry reach megabytes; such a jar is opened. */
    private static final int LARGEST_MANIFEST = 64 * 1024;

    private static final int LARGEST_DIRECTORY = 64 * 1024 * 1024;

    /** As much as a read of a file takes without memory of its own. */
    private static final int CHUNK = 8192;

    private byte[] directory = new byte[256 * 1024];

    /**
     * Whether {@code jar} may have the entry {@code name}, or a {@code Class-Path} in its manifest. False is certain, if there
     * is but one manifest; true says that the jar is to be opened, or cannot be read.
     *
     * @param name in ASCII
     */
    boolean mayHave(Path jar, String name) {
        try (RandomAccessFile file = new RandomAccessFile(jar.toFile(), "r")) {
            long end = file.length() - END_LENGTH;
            if (end < 0) {
                return true;
            }
            byte[] tail = read(file, end, END_LENGTH);
            long length = int32(tail, 12) & 0xffffffffL;
            long offset = int32(tail, 16) & 0xffffffffL;
            boolean isPlain = int32(tail, 0) == END_SIGNATURE
                    && int16(tail, 20) == 0 // no comment, which could look like the end
                    && int16(tail, 10) != ELSEWHERE
                    && length <= LARGEST_DIRECTORY
                    && offset + length == end;
            if (!isPlain) {
                return true;
            }
            readDirectory(file, offset, (int) length);
            return mayHave(file, (int) length, name);
        } catch (IOException | DataFormatException e) {
            return true; // whoever opens it says what is wrong
        }
    }

    private void readDirectory(RandomAccessFile file, long offset, int length) throws IOException {
        if (directory.length < length) {
            directory = new byte[Math.max(length, 2 * directory.length)];
        }
        file.seek(offset);
        for (int filled = 0; filled < length; ) {
            int read = file.read(directory, filled, Math.min(CHUNK, length - filled));
            if (read < 0) {
                throw new EOFException();
            }
            filled += read;
        }
    }

    /** By searches in text, which the JVM has compiled after a few jars; a walk from entry to entry takes longer. */
    private boolean mayHave(RandomAccessFile file, int length, String name) throws IOException, DataFormatException {
        String text = new String(directory, 0, length, StandardCharsets.ISO_8859_1);
        if (text.contains(name)) {
            return true;
        }
        int manifest = text.indexOf(MANIFEST) - ENTRY_LENGTH;
        boolean isEntry = manifest >= 0
                && int32(directory, manifest) == ENTRY_SIGNATURE
                && int16(directory, manifest + 28) == MANIFEST.length();
        return !isEntry || mayHaveClassPath(file, manifest);
    }

    private boolean mayHaveClassPath(RandomAccessFile file, int entry) throws IOException, DataFormatException {
        int method = int16(directory, entry + 10);
        int compressed = int32(directory, entry + 20);
        int size = int32(directory, entry + 24);
        long local = int32(directory, entry + 42) & 0xffffffffL;
        boolean isPlain = (method == STORED || method == DEFLATED)
                && compressed >= 0
                && compressed <= LARGEST_MANIFEST
                && size >= 0
                && size <= LARGEST_MANIFEST;
        if (!isPlain) {
            return true;
        }
        byte[] header = read(file, local, LOCAL_LENGTH);
        if (int32(header, 0) != LOCAL_SIGNATURE) {
            return true;
        }
        byte[] content = read(file, local + LOCAL_LENGTH + int16(header, 26) + int16(header, 28), compressed);
        byte[] manifest = method == STORED ? content : inflate(content, size);
        boolean isLineStart = true;
        for (int at = 0; at <= manifest.length - CLASS_PATH.length; at++) {
            byte letter = manifest[at];
            if (isLineStart && (letter == 'C' || letter == 'c') && isAt(manifest, at, CLASS_PATH)) {
                return true;
            }
            isLineStart = letter == '\n' || letter == '\r';
        }
        return false;
    }

    /** @throws DataFormatException unless {@code compressed} gives {@code size} bytes */
    private static byte[] inflate(byte[] compressed, int size) throws DataFormatException {
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(compressed);
            byte[] content = new byte[size];
            int filled = 0;
            while (filled < size) {
                int inflated = inflater.inflate(content, filled, size - filled);
                if (inflated == 0) {
                    throw new DataFormatException();
                }
                filled += inflated;
            }
            return content;
        } finally {
            inflater.end();
        }
    }

    /** Whether {@code word} is at {@code from}, in upper or lower case: a JVM sees no difference in names of attributes. */
    private static boolean isAt(byte[] bytes, int from, byte[] word) {
        for (int i = 0; i < word.length; i++) {
            if (lower(bytes[from + i]) != lower(word[i])) {
                return false;
            }
        }
        return true;
    }

    private static int lower(byte letter) {
        return letter >= 'A' && letter <= 'Z' ? letter + ('a' - 'A') : letter;
    }

    private static byte[] read(RandomAccessFile file, long at, int length) throws IOException {
        byte[] bytes = new byte[length];
        file.seek(at);
        file.readFully(bytes);
        return bytes;
    }

    private static int int16(byte[] bytes, int at) {
        return (bytes[at] & 0xff) | (bytes[at + 1] & 0xff) << 8;
    }

    private static int int32(byte[] bytes, int at) {
        return int16(bytes, at) | int16(bytes, at + 2) << 16;
    }
}
