package io.github.reprorun.examples.portability;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;

/** Makes a {@code java} that runs on an emulated x86-64 processor, by {@code qemu-x86_64} of qemu's user mode. */
record Emulator(Path qemu) {
    static final String MISSING = "qemu-x86_64 is not on PATH; Debian has it in qemu-user";

    static boolean isHere() {
        return Files.isExecutable(qemuOnPath());
    }

    static Emulator here() {
        return new Emulator(qemuOnPath());
    }

    private static Path qemuOnPath() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .map(folder -> Path.of(folder, "qemu-x86_64"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(Path.of("qemu-x86_64"));
    }

    /** Such as {@code qemu-x86_64 version 7.2.22}, without what stands in brackets. */
    String version() throws IOException {
        Process process = new ProcessBuilder(qemu.toString(), "--version").start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return text.lines().findFirst().orElse("").replaceFirst(" \\(.*", "");
    }

    /** The script, in {@code folder}. C1 and the serial collector have less to do, and shared classes upset the emulator. */
    Path java(Path folder, String processor) throws IOException {
        Path script = Files.createFile(
                folder.resolve("java-" + processor),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        return Files.writeString(script, """
                #!/bin/sh
                exec '%s' -cpu %s '%s' -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:off "$@"
                """.formatted(qemu, processor, Jdks.own()));
    }
}
