package io.github.reprorun.internal.environment;

import java.io.IOException;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;

/** The operating system, its C library, and the conventions that this JVM inherited. */
final class SystemFacts implements Facts {
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

    private final Host host;
    private final CLibrary library;

    SystemFacts(Host host) {
        this.host = host;
        this.library = new CLibrary(host);
    }

    @Override
    public List<String> names() {
        return NAMES;
    }

    @Override
    public String observe(String name) throws IOException {
        return switch (name) {
            case "os.name", "os.version", "os.arch" -> host.property(name);
            case "os.distribution" -> distribution();
            case "libc" -> library.version();
            case "libc.build" -> library.build();
            case "memory.total" -> memory();
            case "charset" -> Charset.defaultCharset().name();
            case "charset.fileNames" -> host.property("sun.jnu.encoding");
            case "locale" -> Locale.getDefault().toLanguageTag();
            case "locale.format" -> Locale.getDefault(Locale.Category.FORMAT).toLanguageTag();
            case "timezone" -> TimeZone.getDefault().getID();
            default -> throw new IllegalArgumentException(name);
        };
    }

    /** As {@code os-release(5)} defines it. */
    private String distribution() throws IOException {
        host.requireLinux();
        String name;
        try {
            name = host.lineAfter("PRETTY_NAME=", "etc/os-release");
        } catch (IOException e) {
            name = host.lineAfter("PRETTY_NAME=", "usr/lib/os-release");
        }
        return name.replaceAll("^[\"']|[\"']$", "");
    }

    private String memory() throws IOException {
        host.requireLinux();
        String kilobytes = host.lineAfter("MemTotal:", "proc/meminfo").replaceAll("[^0-9]", "");
        return Long.toString(1024 * Long.parseLong(kilobytes));
    }
}
