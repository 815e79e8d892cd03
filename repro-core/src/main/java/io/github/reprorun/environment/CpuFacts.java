package io.github.reprorun.environment;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The processor, as the kernel shows its first core. Stateless, hence safe for use by several threads. */
final class CpuFacts {
    /** What chooses between the kernels of OpenBLAS, oneDNN and the C library's mathematics. */
    private static final Pattern NUMERIC = Pattern.compile(
            "(?:sse|ssse|avx|fma|amx|asimd|sve|sme_|neon).*|f16c|fphp|sme" + "|bf16|i8mm|fcma|vsx|altivec");
    /** Who makes ARM cores (Arm Architecture Reference Manual, MIDR_EL1.Implementer). */
    private static final Map<String, String> IMPLEMENTERS = Map.of(
            "0x41",
            "Arm",
            "0x42",
            "Broadcom",
            "0x43",
            "Cavium",
            "0x46",
            "Fujitsu",
            "0x48",
            "HiSilicon",
            "0x4e",
            "NVIDIA",
            "0x51",
            "Qualcomm",
            "0x61",
            "Apple",
            "0xc0",
            "Ampere");

    private static final List<String> NAMES = List.of(
            "cpu.model",
            "cpu.vendor",
            "cpu.flags",
            "cpu.flags.numeric",
            "cpu.instructions.jvm",
            "cpu.cores.visible",
            "cpu.cores.online");

    private CpuFacts() {}

    static void observe(Host host, Facts facts) {
        facts.observe(NAMES, name -> observe(name, host));
    }

    private static String observe(String name, Host host) throws IOException {
        return switch (name) {
            case "cpu.model" -> model(host);
            case "cpu.vendor" -> vendor(host);
            case "cpu.flags" -> String.join(" ", flags(host));
            case "cpu.flags.numeric" ->
                flags(host).stream()
                        .filter(flag -> NUMERIC.matcher(flag).matches())
                        .collect(Collectors.joining(" "));
            case "cpu.instructions.jvm" -> instructions();
            case "cpu.cores.visible" -> Integer.toString(Runtime.getRuntime().availableProcessors());
            case "cpu.cores.online" -> Integer.toString(online(host));
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static String instructions() throws IOException {
        String text = Instructions.ofThisJvm().text();
        if (text.isEmpty()) {
            throw new IOException("this JVM does not tell");
        }
        return text;
    }

    private static String model(Host host) throws IOException {
        Map<String, String> core = firstCore(host);
        return first(core, "model name", "cpu model", "cpu")
                .or(() -> Optional.ofNullable(core.get("CPU part"))
                        .map(part -> vendorOf(core).orElse("unknown implementer") + " part " + part + " variant "
                                + core.getOrDefault("CPU variant", "?") + " revision "
                                + core.getOrDefault("CPU revision", "?")))
                .orElseThrow(() -> new IOException("/proc/cpuinfo names no model"));
    }

    private static String vendor(Host host) throws IOException {
        return vendorOf(firstCore(host)).orElseThrow(() -> new IOException("/proc/cpuinfo names no vendor"));
    }

    private static Optional<String> vendorOf(Map<String, String> core) {
        return first(core, "vendor_id")
                .or(() -> first(core, "CPU implementer").map(code -> IMPLEMENTERS.getOrDefault(code, code)));
    }

    private static Set<String> flags(Host host) throws IOException {
        String flags = first(firstCore(host), "flags", "Features", "features")
                .orElseThrow(() -> new IOException("/proc/cpuinfo lists no flags"));
        return new TreeSet<>(List.of(flags.split("\\s+")));
    }

    private static Optional<String> first(Map<String, String> core, String... names) {
        return Arrays.stream(names)
                .flatMap(name -> Stream.ofNullable(core.get(name)))
                .filter(value -> !value.isBlank())
                .findFirst();
    }

    /** A machine of many cores repeats itself for each; the first block is enough. */
    private static Map<String, String> firstCore(Host host) throws IOException {
        SystemFacts.requireLinux(host);
        Map<String, String> core = new HashMap<>();
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(Files.newInputStream(host.path("proc/cpuinfo")), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null && !line.isBlank(); line = lines.readLine()) {
                int colon = line.indexOf(':');
                if (colon > 0) {
                    core.put(
                            line.substring(0, colon).strip(),
                            line.substring(colon + 1).strip());
                }
            }
        } catch (NoSuchFileException e) {
            throw new IOException("there is no /proc/cpuinfo", e);
        }
        return core;
    }

    /** Counts what the kernel writes as {@code 0-3,6}. */
    private static int online(Host host) throws IOException {
        SystemFacts.requireLinux(host);
        int cores = 0;
        for (String range : host.text("sys/devices/system/cpu/online").split(",")) {
            String[] ends = range.strip().split("-");
            cores += Integer.parseInt(ends[ends.length - 1]) - Integer.parseInt(ends[0]) + 1;
        }
        return cores;
    }
}
