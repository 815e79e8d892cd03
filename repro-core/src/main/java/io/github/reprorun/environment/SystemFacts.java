package io.github.reprorun.environment;

import java.io.IOException;
import java.nio.charset.Charset;
import java.util.Locale;
import java.util.TimeZone;

/** The operating system, its C library, and the conventions this JVM took over. Stateless, hence thread-safe. */
final class SystemFacts {
    private SystemFacts() {}

    static void observe(Host host, Facts facts) {
        facts.observe("os.name", () -> host.property("os.name"));
        facts.observe("os.version", () -> host.property("os.version"));
        facts.observe("os.arch", () -> host.property("os.arch"));
        facts.observe("os.distribution", () -> distribution(host));
        CLibrary library = new CLibrary(host);
        facts.observe("libc", library::version);
        facts.observe("libc.build", library::build);
        facts.observe("memory.total", () -> memory(host));
        facts.observe("charset", () -> Charset.defaultCharset().name());
        facts.observe("charset.fileNames", () -> host.property("sun.jnu.encoding"));
        facts.observe("locale", () -> Locale.getDefault().toLanguageTag());
        facts.observe(
                "locale.format", () -> Locale.getDefault(Locale.Category.FORMAT).toLanguageTag());
        facts.observe("timezone", () -> TimeZone.getDefault().getID());
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
