package io.github.reprorun.internal.environment;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The processor, as the kernel shows its first core. */
final class CpuFacts implements Facts {
    /** The CPU flags by which OpenBLAS, oneDNN and the C library's mathematics choose their kernels. */
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

    private final Host host;

    CpuFacts(Host host) {
        this.host = host;
    }

    @Override
    public List<String> names() {
        return NAMES;
    }

    @Override
    public String observe(String name) throws IOException {
        return switch (name) {
            case "cpu.model" -> model();
            case "cpu.vendor" -> vendor();
            case "cpu.flags" -> String.join(" ", flags());
            case "cpu.flags.numeric" -> numericFlags();
            case "cpu.instructions.jvm" -> instructions();
            case "cpu.cores.visible" -> Integer.toString(Runtime.getRuntime().availableProcessors());
            case "cpu.cores.online" -> Integer.toString(online());
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

    private String model() throws IOException {
        Map<String, String> core = firstCore();
        String model = first(core, "model name", "cpu model", "cpu");
        if (model.isEmpty() && core.containsKey("CPU part")) {
            String vendor = vendorOf(core);
            model = (vendor.isEmpty() ? "unknown implementer" : vendor) + " part " + core.get("CPU part") + " variant "
                    + core.getOrDefault("CPU variant", "?") + " revision " + core.getOrDefault("CPU revision", "?");
        }
        return required(model, "names no model");
    }

    private String vendor() throws IOException {
        return required(vendorOf(firstCore()), "names no vendor");
    }

    private static String vendorOf(Map<String, String> core) {
        String vendor = first(core, "vendor_id");
        if (!vendor.isEmpty()) {
            return vendor;
        }
        String code = first(core, "CPU implementer");
        return IMPLEMENTERS.getOrDefault(code, code);
    }

    private Set<String> flags() throws IOException {
        String flags = required(first(firstCore(), "flags", "Features", "features"), "lists no flags");
        return new TreeSet<>(List.of(flags.split("\\s+")));
    }

    private String numericFlags() throws IOException {
        List<String> numeric = new ArrayList<>();
        for (String flag : flags()) {
            if (NUMERIC.matcher(flag).matches()) {
                numeric.add(flag);
            }
        }
        return String.join(" ", numeric);
    }

    /** The first of these fields that the kernel shows, stripped; empty if it shows none. */
    private static String first(Map<String, String> core, String... names) {
        for (String name : names) {
            String value = core.getOrDefault(name, "");
            if (!value.isEmpty()) {
                return value;
            }
        }
        return "";
    }

    private static String required(String shown, String absent) throws IOException {
        if (shown.isEmpty()) {
            throw new IOException("/proc/cpuinfo " + absent);
        }
        return shown;
    }

    /** The file repeats the same block for each core; the first block is enough. */
    private Map<String, String> firstCore() throws IOException {
        host.requireLinux();
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

    /** Counts the members of a list such as {@code 0-3,6}, as the kernel writes it. */
    private int online() throws IOException {
        host.requireLinux();
        int cores = 0;
        for (String range : host.text("sys/devices/system/cpu/online").split(",")) {
            String[] ends = range.strip().split("-");
            cores += Integer.parseInt(ends[ends.length - 1]) - Integer.parseInt(ends[0]) + 1;
        }
        return cores;
    }
}
