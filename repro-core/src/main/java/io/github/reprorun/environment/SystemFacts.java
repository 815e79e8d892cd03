package io.github.reprorun.environment;

import java.io.IOException;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;

/** The operating system, its C library, and the conventions this JVM took over. Stateless, hence thread-safe. */
final class SystemFacts {
    private static final List<String> NAMES = List.of(
            "os.name",
            "os.version",
            "os.arch",
            "os.distribution",
            "libc",
            "libc.build",
            "memory.total",
            "charset",
            "charset.fileNames",
            "locale",
            "locale.format",
            "timezone");

    private SystemFacts() {}

    static void observe(Host host, Facts facts) {
        CLibrary library = new CLibrary(host);
        facts.observe(NAMES, name -> observe(name, host, library));
    }

    private static String observe(String name, Host host, CLibrary library) throws IOException {
        return switch (name) {
            case "os.name", "os.version", "os.arch" -> host.property(name);
            case "os.distribution" -> distribution(host);
            case "libc" -> library.version();
            case "libc.build" -> library.build();
            case "memory.total" -> memory(host);
            case "charset" -> Charset.defaultCharset().name();
            case "charset.fileNames" -> host.property("sun.jnu.encoding");
            case "locale" -> Locale.getDefault().toLanguageTag();
            case "locale.format" -> Locale.getDefault(Locale.Category.FORMAT).toLanguageTag();
            case "timezone" -> TimeZone.getDefault().getID();
            default -> throw new IllegalArgumentException(name);
        };
    }

    /** As {@code os-release(5)} has it. */
    private static String distribution(Host host) throws IOException {
        requireLinux(host);
        String release;
        try {
            release = host.text("etc/os-release");
        } catch (IOException e) {
            release = host.text("usr/lib/os-release");
        }
        return release.lines()
                .filter(line -> line.startsWith("PRETTY_NAME="))
                .map(line -> line.substring(line.indexOf('=') + 1).replaceAll("^[\"']|[\"']$", ""))
                .findFirst()
                .orElseThrow(() -> new IOException("/etc/os-release has no PRETTY_NAME"));
    }

    private static String memory(Host host) throws IOException {
        requireLinux(host);
        return host.text("proc/meminfo")
                .lines()
                .filter(line -> line.startsWith("MemTotal:"))
                .map(line -> Long.toString(1024 * Long.parseLong(line.replaceAll("[^0-9]", ""))))
                .findFirst()
                .orElseThrow(() -> new IOException("/proc/meminfo has no MemTotal"));
    }

    /** Says why there is no fact on other systems. */
    static void requireLinux(Host host) throws IOException {
        if (!host.isLinux()) {
            throw new IOException("read on Linux only, this is " + host.property("os.name"));
        }
    }
}
