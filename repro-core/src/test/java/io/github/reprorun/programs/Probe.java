package io.github.reprorun.programs;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import io.github.reprorun.ReproducibleRun;
import io.github.reprorun.RunContext;
import java.io.IOException;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TimeZone;
import java.util.concurrent.CountDownLatch;
import org.slf4j.LoggerFactory;

/** A program that does what its first argument says; the launch tests start it. */
public final class Probe {
    /** In the class file, where a test changes it to have another program. */
    private static final String FORMAT = "format-1";

    /** Not in a local variable: an exception that unwinds the stack does not free it. */
    private static Object[] hoard = {};

    private static String[] arguments = {};

    private Probe() {}

    public static void main(String[] args) {
        arguments = args;
        ReproducibleRun run = ReproducibleRun.of("probe").threads(1);
        if (System.getProperty("probe.team") != null) {
            run.label("team", System.getProperty("probe.team"));
        }
        String seed = System.getProperty("probe.seed", "42");
        if (!seed.equals("drawn")) {
            run.seed(Long.parseLong(seed));
        }
        if (System.getProperty("probe.key") != null) {
            run.signedBy(Path.of(System.getProperty("probe.key")));
        }
        if (System.getProperty("probe.runs") != null) {
            run.runsDirectory(Path.of(System.getProperty("probe.runs")));
        }
        if (Boolean.getBoolean("probe.strict")) {
            run.strict();
        }
        run.launch(args, Probe::train);
    }

    private static void train(RunContext run) throws Exception {
        switch (arguments[0]) {
            case "work" -> work(run);
            case "facts" -> facts(run.output("facts.properties"));
            case "exit" -> System.exit(Integer.parseInt(arguments[1]));
            case "exit-elsewhere" -> exitElsewhere(run);
            case "throw" -> throw new IllegalStateException("no convergence");
            case "end" -> end(run, arguments[1]);
            case "leak" -> {
                LoggerFactory.getLogger(Probe.class).info("signed in with password=canary-log");
                if (arguments[1].equals("wait")) {
                    System.out.println("ready");
                    new CountDownLatch(1).await();
                }
                throw new IllegalStateException("no answer from https://user:canary-exception@example.org/");
            }
            case "fill" -> {
                Files.writeString(run.output("partial"), "p");
                Files.write(run.output("large"), new byte[2 << 20]);
            }
            case "echo" -> {
                System.err.println("on standard error");
                System.in.transferTo(System.out);
                System.out.flush();
            }
            case "wait" -> {
                Files.writeString(run.output("partial"), "p");
                System.out.println("ready");
                new CountDownLatch(1).await();
            }
            case "escape" -> run.output("../../x");
            case "input" -> run.input("claims", Path.of(arguments[1]));
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    /** A training in small: reads, draws, writes, measures. */
    private static void work(RunContext run) throws IOException {
        Path claims = run.input("claims", Path.of("claims.csv"));
        int epochs = Files.exists(Path.of("retype")) ? (int) run.parameter("epochs", 3L) : run.parameter("epochs", 3);
        double rate = run.parameter("rate", 0.1);
        StringBuilder weights = new StringBuilder(Files.readString(claims));
        for (int epoch = 0; epoch < epochs; epoch++) {
            double weight = run.random("weights").nextGaussian() * rate;
            weights.append(weight).append('\n');
            run.metric("weight", epoch, weight);
        }
        Files.writeString(run.output("weights.txt"), weights + FORMAT);
        if (System.getProperty("probe.atLeast") != null) {
            run.expect("epochs").atLeast(Double.parseDouble(System.getProperty("probe.atLeast")));
        }
        run.metric("epochs", epochs);
        if (Boolean.getBoolean("probe.chance")) {
            if (System.getProperty("probe.within") != null) {
                run.expect("chance").within(Double.parseDouble(System.getProperty("probe.within")));
            }
            run.metric("chance", System.nanoTime());
        }
        if (Files.exists(Path.of("fail"))) {
            throw new IllegalStateException("told to fail");
        }
        if (!Boolean.getBoolean("probe.quiet")) {
            System.out.println("trained");
        }
    }

    /** Comes to an end that is none of the usual ones, and leaves something behind. */
    private static void end(RunContext run, String how) throws Exception {
        Files.writeString(run.output("partial"), "p");
        run.metric("m", 0.5);
        switch (how) {
            case "halt" -> Runtime.getRuntime().halt(9);
            case "heap" -> {
                for (int size = 8 << 20; ; size = Math.max(16, size / 2)) {
                    hoard(size);
                }
            }
            case "direct" -> {
                for (int size = 1 << 20; ; size = Math.max(1, size >> 10)) {
                    hoardOutsideTheHeap(size);
                }
            }
            case "overflow" -> end(run, how);
            case "thread" -> {
                Thread dying = new Thread(() -> hoard[0] = 1, "dying");
                dying.start();
                dying.join();
            }
            case "interrupt" -> Thread.currentThread().interrupt();
            case "change" -> Files.writeString(run.input("claims", Path.of("claims.csv")), "other", CREATE, APPEND);
            default -> throw new IllegalArgumentException(how);
        }
    }

    /** To the last byte: the last that can be had are asked for in the smallest size. */
    private static void hoard(int size) {
        try {
            while (true) {
                hoard = new Object[] {hoard, new byte[size]};
            }
        } catch (OutOfMemoryError e) {
            if (size == 16) {
                throw e;
            }
        }
    }

    private static void hoardOutsideTheHeap(int size) {
        try {
            while (true) {
                hoard = new Object[] {hoard, ByteBuffer.allocateDirect(size)};
            }
        } catch (OutOfMemoryError e) {
            if (size == 1) {
                throw e;
            }
        }
    }

    private static void facts(Path file) throws IOException {
        Properties facts = new Properties();
        for (Map.Entry<String, String> variable : System.getenv().entrySet()) {
            facts.setProperty("env." + variable.getKey(), variable.getValue());
        }
        System.getProperties()
                .stringPropertyNames()
                .forEach(name -> facts.setProperty("property." + name, System.getProperty(name)));
        for (int i = 0; i < arguments.length; i++) {
            facts.setProperty("argument." + i, arguments[i]);
        }
        facts.setProperty("locale", Locale.getDefault().toLanguageTag());
        facts.setProperty("zone", TimeZone.getDefault().getID());
        facts.setProperty("charset", Charset.defaultCharset().name());
        facts.setProperty(
                "options",
                String.join("\n", ManagementFactory.getRuntimeMXBean().getInputArguments()));
        try (Writer writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            facts.store(writer, null);
        }
    }

    /** Returns from training when the run has been ended by another thread that exits. */
    private static void exitElsewhere(RunContext run) throws Exception {
        new Thread(() -> System.exit(3), "exiting").start();
        Path manifest = run.directory().resolve("manifest.json");
        while (!Files.exists(manifest)) {
            Thread.onSpinWait();
        }
    }
}
