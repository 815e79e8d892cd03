package io.github.reprorun.programs;

import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** A program that has never heard of the library, and does with files whatever can be done. */
final class Filing {
    private Filing() {}

    public static void main(String[] args) throws Exception {
        switch (args[0]) {
            case "everything" -> {
                read();
                write();
                rename(args[1]);
                mix();
            }
            case "folder" -> readFolder(Path.of(args[1]));
            case "once" -> Files.writeString(Path.of(args[1]), "made", StandardOpenOption.CREATE_NEW);
            case "copy and exit" -> {
                Files.copy(Path.of(args[1]), Path.of(args[2]), StandardCopyOption.REPLACE_EXISTING);
                System.exit(0);
            }
            case "made first" -> makeFirst();
            case "met" -> meet();
            case "hooks" -> leaveToHooks(args[1]);
            case "shell" -> shell(args[1]);
            case "read and shell" -> {
                Files.readString(Path.of(args[1]));
                shell(args[2]);
            }
            default -> throw new IllegalArgumentException(args[0]);
        }
    }

    private static void read() throws Exception {
        try (InputStream in = new FileInputStream("stream.txt")) {
            in.readAllBytes();
        }
        try (FileChannel channel = FileChannel.open(Path.of("mapped.txt"))) {
            channel.map(FileChannel.MapMode.READ_ONLY, 0, 1).get();
        }
        try (RandomAccessFile file = new RandomAccessFile("random.txt", "r")) {
            file.read();
        }
        try (AsynchronousFileChannel channel = AsynchronousFileChannel.open(Path.of("asynchronous.txt"))) {
            channel.read(ByteBuffer.allocate(1), 0).get();
        }
        try (RandomAccessFile file = new RandomAccessFile("only-read.txt", "rw")) {
            file.read();
        }
        Files.readString(Path.of("empty.txt"));
        Files.readAllLines(Path.of("stream.txt").toAbsolutePath());
        if (new File("absent.txt").exists()
                || Files.exists(Path.of("unread.txt").resolveSibling("absent.txt"))) {
            throw new IOException("there");
        }
    }

    private static void write() throws IOException {
        Files.createDirectories(Path.of("out/deep"));
        try (OutputStream out = new FileOutputStream("out/stream.txt")) {
            out.write('a');
        }
        try (FileChannel channel =
                FileChannel.open(Path.of("out/channel.txt"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[] {'b'}));
        }
        try (RandomAccessFile file = new RandomAccessFile("out/deep/random.txt", "rw")) {
            file.write('c');
        }
        for (int i = 0; i < 2; i++) {
            try (OutputStream out = new FileOutputStream("out/log.txt", true)) {
                out.write('d');
            }
        }
        Files.writeString(Path.of("appended.txt"), "+", StandardOpenOption.APPEND);
        try (ZipOutputStream zip = new ZipOutputStream(new FileOutputStream("out/entries.zip"))) {
            zip.putNextEntry(new ZipEntry("one"));
            zip.write('e');
        }
        try (ZipFile zip = new ZipFile("out/entries.zip")) {
            System.out.println(zip.size());
        }
    }

    private static void rename(String elsewhere) throws IOException {
        Files.writeString(Path.of("out/half.tmp"), "f");
        if (!new File("out/half.tmp").renameTo(new File("out/whole.txt"))) {
            throw new IOException("not renamed");
        }
        Files.createDirectories(Path.of("unfinished/part"));
        Files.writeString(Path.of("unfinished/part/1.txt"), "g");
        Files.move(Path.of("unfinished"), Path.of("finished"), StandardCopyOption.ATOMIC_MOVE);
        Files.copy(Path.of("copied.txt"), Path.of("out/copy.txt"));
        Files.move(Path.of("moved.txt"), Path.of("out/moved.txt"));
        Files.createLink(Path.of("out/link.txt"), Path.of("linked.txt"));
        Files.createSymbolicLink(Path.of("out/symbolic.txt"), Path.of("whole.txt"));
        Files.writeString(Path.of(elsewhere, "foreign.txt"), "not below the working directory");
    }

    private static void mix() throws IOException {
        Path deleted = Files.writeString(Path.of("out/deleted.txt"), "h");
        Files.delete(deleted);
        File atExit = new File("out/temporary.txt");
        atExit.deleteOnExit();
        Files.writeString(atExit.toPath(), "i");
        Path counter = Path.of("counter.txt");
        int count = Integer.parseInt(Files.readString(counter)) + 1;
        Files.write(counter, Integer.toString(count).getBytes(StandardCharsets.US_ASCII));
    }

    /** Makes empty files, and then writes to them as to files that were there; refuses those of an earlier run. */
    private static void makeFirst() throws IOException {
        if (!new File("by-file.txt").createNewFile()) {
            throw new IOException("an earlier run's file is there");
        }
        try (OutputStream out = new FileOutputStream("by-file.txt", true)) {
            out.write('j');
        }
        Files.createFile(Path.of("by-files.txt"));
        Files.writeString(Path.of("by-files.txt"), "k", StandardOpenOption.APPEND);
        File random = File.createTempFile("work", ".tmp", new File("."));
        try (RandomAccessFile file = new RandomAccessFile(random, "rw")) {
            file.write('l');
        }
        Files.move(random.toPath(), Path.of("by-temporary.txt"));
        Files.createSymbolicLink(Path.of("by-link.txt"), Path.of("by-file.txt"));
        Files.readString(Path.of("by-link.txt"));
    }

    /** Fails to make files that are there, and reads them. */
    private static void meet() throws IOException {
        boolean made = new File("by-file.txt").createNewFile();
        Path other = Path.of("other.txt");
        for (Attempt attempt : new Attempt[] {
            () -> Files.createFile(Path.of("by-files.txt")),
            () -> Files.copy(other, Path.of("by-copy.txt")),
            () -> Files.createLink(Path.of("by-link.txt"), other),
            () -> Files.createSymbolicLink(Path.of("by-symbolic.txt"), other)
        }) {
            try {
                attempt.make();
                made = true;
            } catch (FileAlreadyExistsException expected) {
                System.out.println(expected.getMessage());
            }
        }
        if (made) {
            throw new IOException("made what was there");
        }
        for (File file : new File(".").listFiles(File::isFile)) {
            Files.readString(file.toPath());
        }
    }

    private interface Attempt {
        void make() throws IOException;
    }

    /** Ends by returning, or as {@code end} says; the hook waits for the main thread if that ends. */
    private static void leaveToHooks(String end) throws IOException {
        Thread main = Thread.currentThread();
        Files.writeString(Path.of("main.txt"), "m");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                if (end.equals("return")) {
                    main.join();
                }
                Files.writeString(Path.of("hook.txt"), "n");
                Files.writeString(Path.of("main.txt"), "o", StandardOpenOption.APPEND);
                if (end.equals("halt")) {
                    Runtime.getRuntime().halt(0);
                }
            } catch (IOException | InterruptedException e) {
                e.printStackTrace();
            }
        }));
        if (!end.equals("return") && !end.equals("halt")) {
            System.exit(Integer.parseInt(end));
        }
    }

    private static void readFolder(Path folder) throws IOException {
        for (File file : folder.toFile().listFiles()) {
            Files.readAllBytes(file.toPath());
        }
    }

    private static void shell(String script) throws IOException, InterruptedException {
        int status = new ProcessBuilder("sh", "-c", script).inheritIO().start().waitFor();
        if (status != 0) {
            throw new IOException("status " + status);
        }
    }
}
