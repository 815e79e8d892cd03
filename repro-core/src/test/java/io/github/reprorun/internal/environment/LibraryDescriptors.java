package io.github.reprorun.internal.environment;

import io.github.reprorun.base.library.LibraryDescriptor;
import io.github.reprorun.base.library.LibraryDescriptorFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Descriptors for tests. */
public final class LibraryDescriptors {
    /** One with every key. */
    public static final String NUMBERS = """
            name = numbers
            library.jar = numbers-api
            library.class = com.example.numbers.Numbers
            extension.jar = repro-numbers
            extension.class = com.example.repro.NumbersExtension
            accelerator.jar = numbers-gpu
            accelerator.class = com.example.numbers.gpu.Backend
            accelerator.otherJar = numbers-cpu
            packages.own = com.example.repro.
            packages.library = com.example.numbers. com.example.data.
            packages.quiet = com.example.numbers.shade.
            classes.immaterialNames = com.example.numbers.Workspace com.example.numbers.Queue$Worker
            classes.clockDefaults = com.example.numbers.Settings$Builder
            classes.timedFiles = com.example.numbers.Log/times.txt com.example.numbers.Store/*
            facts.numeric = numbers.
            variables.threads = NUMBERS_THREADS NUMBERS_MASTERS
            variables.accelerator = NUMBERS_FAST=0
            variables.recorded = NUMBERS_ NUM_
            properties.recorded = com.example.numbers.
            """;

    private LibraryDescriptors() {}

    public static LibraryDescriptor numbers() {
        return read(NUMBERS);
    }

    public static LibraryDescriptor read(String text) {
        try {
            return LibraryDescriptorFile.read(
                    "numbers.jar", new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
