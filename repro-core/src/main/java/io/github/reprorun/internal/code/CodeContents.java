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

    /** How the names of files begin that many jars have at the top and programs do not read; in lower case. */
    private static final String[] SHARED = {
        "license",
        "notice",
        "readme",
        "changes",
        "changelog",
        "copying",
        "copyright",
        "dependencies",
        "about",
        "asl",
        "lgpl",
        "gpl",
        "rootdoc"
    };

    private final MessageDigest digest = Sha256.algorithm();
    private final StringBuilder listing = new StringBuilder();
    private long[] names = new long[16];
    private int count;
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

    /** The contents of a jar; without a digest if it is large, or if a JVM does not simply find its files. */
    static CodeContents ofJar(Path path) {
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
            if (size > LARGEST_JAR || !contents.digest(jar, files)) {
                files.forEach(file -> contents.add(file.getName(), bytes(file)));
            }
        } catch (IOException | SecurityException e) {
            return none(); // A JVM finds nothing in it either.
        }
        return contents;
    }

    private boolean digest(JarFile jar, List<ZipEntry> files) throws IOException {
        SortedMap<byte[], ZipEntry> sorted = new TreeMap<>(Arrays::compareUnsigned);
        for (ZipEntry file : files) {
            if (sorted.put(bytes(file), file) != null) {
                return false;
            }
        }
        boolean isMultiRelease = jar.isMultiRelease();
        for (ZipEntry file : files) {
            String name = file.getName();
            if (name.indexOf('\n') >= 0 || (name.startsWith(VERSIONS) && !isMultiRelease)) {
                return false;
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
        return true;
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

    /** Hashes of 64 bits that stand for the names of the files of which a JVM takes the first that it finds. */
    long[] names() {
        return Arrays.copyOf(names, count);
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
        byte[] name = Arrays.copyOfRange(line, start, end);
        String text = new String(name, StandardCharsets.UTF_8);
        isPlain &= !isFolder || !text.startsWith(VERSIONS); // A jar's would be other classes.
        if (!text.startsWith("META-INF/") || !LEFT_BY_BUILD.matcher(text).matches()) {
            digest.update(line, offset, length);
            wholeListing &= listing.length() + length <= LARGEST_LISTING;
            if (wholeListing) {
                listing.append(new String(line, offset, length, StandardCharsets.UTF_8));
            }
        }
        add(text, name);
    }

    private static boolean isShared(String text, int from) {
        if (text.endsWith("module-info.class")) {
            return true;
        }
        if (text.indexOf('/', from) >= 0) {
            return false;
        }
        for (String beginning : SHARED) {
            if (text.regionMatches(true, from, beginning, 0, beginning.length())) {
                return true;
            }
        }
        return false;
    }

    private void add(String text, byte[] name) {
        int from = 0;
        if (text.startsWith("META-INF/")) {
            int version = text.startsWith(VERSIONS) ? text.indexOf('/', VERSIONS.length()) : -1;
            if (version < 0 || !text.endsWith(".class")) {
                return; // Providers of services are found in every jar, and not the first alone.
            }
            from = version + 1;
        }
        if (isShared(text, from)) {
            return;
        }
        long hash = 0xcbf29ce484222325L; // FNV-1a
        for (int i = from; i < name.length; i++) {
            hash = (hash ^ (name[i] & 0xff)) * 0x100000001b3L;
        }
        if (count == names.length) {
            names = Arrays.copyOf(names, 2 * count);
        }
        names[count++] = hash;
    }
}
