package io.github.reprorun.internal.environment;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The C library that this process has loaded, whose mathematical functions the native code uses. The facts come from
 * the file itself, because a program that prints them might belong to a different library. Confined to one thread.
 */
final class CLibrary {
    private static final Pattern GLIBC_FILE = Pattern.compile("libc(?:\\.so\\.6|-2\\.\\d+\\.so)");
    private static final Pattern MUSL_FILE = Pattern.compile("(?:ld-musl-.*\\.so\\.1|libc\\.musl-.*\\.so\\.1)");
    private static final Pattern GLIBC =
            Pattern.compile("GNU C Library \\(([^)]*)\\).*? version (\\d+\\.\\d+(?:\\.\\d+)?)");
    private static final Pattern MUSL = Pattern.compile("\0(\\d{1,2}\\.\\d{1,2}\\.\\d{1,3})\0");
    /** In bytes. */
    private static final int PIECE = 512 << 10;

    private static final int LONGEST_BANNER = 1024;
    /** A C library has one to three megabytes. */
    private static final long LARGEST = 32 * 1024 * 1024;

    private final Host host;
    /** The version text in GNU's library, after it was read. */
    private String banner = "";

    CLibrary(Host host) {
        this.host = host;
    }

    /** Such as {@code glibc 2.36} or {@code musl 1.2.5}. */
    String version() throws IOException {
        Path file = loaded();
        return isMusl(file)
                ? "musl " + match(MUSL, content(file), file).group(1)
                : "glibc " + banner(file).group(2);
    }

    /** Who built it, such as {@code Debian GLIBC 2.36-9+deb12u10}. */
    String build() throws IOException {
        Path file = loaded();
        if (isMusl(file)) {
            throw new IOException("musl does not say who built it");
        }
        return banner(file).group(1);
    }

    private Matcher banner(Path file) throws IOException {
        if (banner.isEmpty()) {
            banner = lastBanner(file);
        }
        return match(GLIBC, banner, file);
    }

    /** The text lies near the end of the file, so the search begins there: the start of a run waits for this. */
    private static String lastBanner(Path file) throws IOException {
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            byte[] piece = new byte[(int) Math.min(PIECE, in.length())];
            for (long start = in.length() - piece.length; ; start -= piece.length - LONGEST_BANNER) {
                in.seek(Math.max(0, start));
                in.readFully(piece);
                Matcher banner = GLIBC.matcher(new String(piece, StandardCharsets.ISO_8859_1));
                if (banner.find()) {
                    return banner.group();
                }
                if (start <= 0) {
                    throw new IOException(file + " does not tell its version");
                }
            }
        }
    }

    private Path loaded() throws IOException {
        host.requireLinux();
        for (String line : host.text("proc/self/maps").split("\n")) {
            String name = line.substring(line.lastIndexOf('/') + 1);
            if (name.startsWith("l")
                    && (GLIBC_FILE.matcher(name).matches()
                            || MUSL_FILE.matcher(name).matches())) {
                return host.path(line.substring(line.indexOf('/') + 1));
            }
        }
        throw new IOException("/proc/self/maps names no C library");
    }

    private static boolean isMusl(Path file) {
        return MUSL_FILE.matcher(String.valueOf(file.getFileName())).matches();
    }

    /** Its bytes as ISO-8859-1, which loses none. */
    private static String content(Path file) throws IOException {
        if (Files.size(file) > LARGEST) {
            throw new IOException(file + " is too large for a C library");
        }
        return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    }

    private static Matcher match(Pattern pattern, String content, Path file) throws IOException {
        Matcher matcher = pattern.matcher(content);
        if (!matcher.find()) {
            throw new IOException(file + " does not tell its version");
        }
        return matcher;
    }
}
