package io.github.reprorun.base.file;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Files that survive a kill and a loss of power whole or not at all. An interrupted thread can write them too; it is
 * still interrupted when the call returns. Stateless, hence safe for use by several threads, each with its own files.
 */
public final class DurableFile {
    /** In bytes: each is copied through memory outside the heap, which may be scarce. */
    private static final int CHUNK = 8 << 10;

    private static final String HIDDEN = ".";
    private static final String UNFINISHED = ".tmp";

    private DurableFile() {}

    /** The content to write to a file. */
    @FunctionalInterface
    public interface Content {
        /** Writes it; {@code out} has no buffer. */
        void writeTo(OutputStream out) throws IOException;
    }

    /** As {@link #write(Path, Content)}. */
    public static void write(Path file, byte[] bytes) throws IOException {
        write(file, out -> {
            for (int from = 0; from < bytes.length; from += CHUNK) {
                out.write(bytes, from, Math.min(CHUNK, bytes.length - from));
            }
        });
    }

    /**
     * Writes {@code content} beside {@code file}, forces it to the disk and renames. If that fails, the former file is
     * still there, and nothing is left beside it.
     */
    public static void write(Path file, Content content) throws IOException {
        Path temporary = temporary(file);
        try {
            try (OutputStream out = Files.newOutputStream(temporary)) {
                content.writeTo(out);
            }
            force(temporary);
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException | RuntimeException | Error e) {
            try {
                Files.deleteIfExists(temporary);
            } catch (IOException suppressed) {
                e.addSuppressed(suppressed);
            }
            throw e;
        }
        force(requireNonNull(file.toAbsolutePath().getParent(), "a file has a parent"));
    }

    /** The path where {@code file} is written before it is renamed; a killed process may leave it behind. */
    public static Path temporary(Path file) {
        return file.resolveSibling(HIDDEN + file.getFileName() + UNFINISHED);
    }

    /** Whether {@code file}, by its name, is the {@linkplain #temporary temporary} file of another. */
    public static boolean isTemporary(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.startsWith(HIDDEN) && name.endsWith(UNFINISHED);
    }

    /** Forces the contents of a file, or the entries of a directory, to the disk. */
    public static void force(Path path) throws IOException {
        if (Files.isDirectory(path)
                && !path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return; // Windows cannot open a directory, and makes renames durable itself.
        }
        uninterrupted(() -> {
            try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
                channel.force(true);
            }
        });
    }

    /** A step that may be repeated from its beginning. */
    @FunctionalInterface
    public interface Step {
        void run() throws IOException;
    }

    /** Does {@code step}, and repeats it if an interrupt closed its channel; restores the interrupt afterwards. */
    public static void uninterrupted(Step step) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    step.run();
                    return;
                } catch (ClosedByInterruptException e) {
                    interrupted |= Thread.interrupted();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
