package io.github.reprorun.internal.code;

import io.github.reprorun.evidence.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;

/**
 * The files of an entry of a class path, whether it is a folder or a jar made of one. What a build leaves of itself does not
 * count: the manifest of a jar, Maven's properties, signatures. Takes the lines of a listing, each in one call of
 * {@link #write(byte[], int, int)}. Confined to one thread until it is closed, and immutable from then on.
 */
final class CodeContents extends OutputStream {
    /** In bytes, unpacked. A larger jar is known only by its own digest, since to unpack it would take as long as a start. */
    static final long LARGEST_JAR = 512L << 10;

    /** In bytes: some thousand classes. */
    private static final int LARGEST_LISTING = 1 << 19;

    private static final int HEX = 64;
    private static final String VERSIONS = "META-INF/versions/";
    private static final Pattern LEFT_BY_BUILD =
            Pattern.compile("META-INF/(MANIFEST\\.MF|INDEX\\.LIST|maven/.*|SIG-[^/]*|[^/]*\\.(SF|RSA|DSA|EC))");

    private final MessageDigest digest = Sha256.algorithm();
    private final StringBuilder listing = new StringBuilder();
    private final FileNames names = new FileNames();
    private boolean wholeListing = true;
    private final boolean isFolder;
    private boolean isPlain = true;
    private Optional<Sha256> sha256 = Optional.empty();

    private CodeContents(boolean isFolder) {
        this.isFolder = isFolder;
    }

    /** The contents of an entry that holds nothing, or cannot be read. */
    static CodeContents none() {
        return new CodeContents(false);
    }

    /** The contents of a folder, once its lines were written and it was {@linkplain #close closed}. */
    static CodeContents ofFolder() {
        return new CodeContents(true);
    }

    /**
     * The contents of a jar; without a digest if it is large, if a JVM does not simply find its files, or if it lies in a
     * repository as it was released: then nobody makes it of a folder.
     */
    static CodeContents ofJar(Path path) {
        if (MavenCoordinates.isReleased(path)) {
            return none();
        }
        CodeContents contents = new CodeContents(false);
        try (JarFile jar = new JarFile(path.toFile(), false)) {
            long size = 0;
            List<ZipEntry> files = new ArrayList<>();
            for (ZipEntry entry : Collections.list(jar.entries())) {
                if (!entry.isDirectory()) {
                    files.add(entry);
                    size += entry.getSize();
                }
            }
            if (size <= LARGEST_JAR) {
                contents.digest(jar, files);
            }
        } catch (IOException | SecurityException e) {
            return none(); // A JVM finds nothing in it either.
        }
        return contents;
    }

    private void digest(JarFile jar, List<ZipEntry> files) throws IOException {
        SortedMap<byte[], ZipEntry> sorted = new TreeMap<>(Arrays::compareUnsigned);
        for (ZipEntry file : files) {
            if (sorted.put(bytes(file), file) != null) {
                return;
            }
        }
        boolean isMultiRelease = jar.isMultiRelease();
        for (ZipEntry file : files) {
            String name = file.getName();
            if (name.indexOf('\n') >= 0 || (name.startsWith(VERSIONS) && !isMultiRelease)) {
                return;
            }
        }
        for (ZipEntry file : sorted.values()) {
            byte[] content;
            try (InputStream in = jar.getInputStream(file)) {
                content = in.readNBytes((int) LARGEST_JAR + 1);
            }
            isPlain &= content.length == file.getSize(); // else the jar lies, and some of it was not read
            byte[] line = (Sha256.of(content).hex() + "  " + file.getName() + "\n").getBytes(StandardCharsets.UTF_8);
            write(line, 0, line.length);
        }
        close();
    }

    /** Called when all lines were written. */
    @Override
    public void close() {
        sha256 = isPlain ? Optional.of(Sha256.finish(digest)) : Optional.empty();
    }

    /** Everything that is known without the other entries. */
    ClassPathEntry.Contents stated() {
        return new ClassPathEntry.Contents(
                sha256,
                sha256.isPresent() && wholeListing ? Optional.of(listing.toString()) : Optional.empty(),
                List.of());
    }

    /** Of the files of a folder. */
    FileNames names() {
        return names;
    }

    private static byte[] bytes(ZipEntry entry) {
        return entry.getName().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void write(int singleByte) {
        throw new UnsupportedOperationException("takes whole lines");
    }

    @Override
    public void write(byte[] line, int offset, int length) {
        int start = offset + HEX + 2;
        int end = offset + length - 1;
        String text = new String(line, start, end - start, StandardCharsets.UTF_8);
        isPlain &= !isFolder || !text.startsWith(VERSIONS); // A jar's would be other classes.
        if (!text.startsWith("META-INF/") || !LEFT_BY_BUILD.matcher(text).matches()) {
            digest.update(line, offset, length);
            wholeListing &= listing.length() + length <= LARGEST_LISTING;
            if (wholeListing) {
                listing.append(new String(line, offset, length, StandardCharsets.UTF_8));
            }
        }
        if (isFolder) {
            names.add(text);
        }
    }
}
