package io.github.reprorun.dl4j.internal.listener;

import java.io.File;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * A kind of immutable value that the JDK can make from the text that it gives. Immutable, hence safe to share between
 * threads.
 *
 * @param name stands before its values
 * @param type their class
 */
record JdkValue(String name, Class<?> type, Function<String, Object> parser) {
    private static final List<JdkValue> ALL = List.of(
            new JdkValue("path", Path.class, Path::of),
            new JdkValue("file", File.class, File::new),
            new JdkValue("uri", URI.class, URI::create),
            new JdkValue("uuid", UUID.class, UUID::fromString),
            new JdkValue("integer", BigInteger.class, BigInteger::new),
            new JdkValue("decimal", BigDecimal.class, BigDecimal::new),
            new JdkValue("instant", Instant.class, Instant::parse),
            new JdkValue("duration", Duration.class, Duration::parse),
            new JdkValue("date", LocalDate.class, LocalDate::parse),
            new JdkValue("time", LocalTime.class, LocalTime::parse),
            new JdkValue("date-time", LocalDateTime.class, LocalDateTime::parse),
            new JdkValue("offset", OffsetDateTime.class, OffsetDateTime::parse),
            new JdkValue("zoned", ZonedDateTime.class, ZonedDateTime::parse));

    static Optional<JdkValue> of(Object value) {
        return ALL.stream().filter(each -> each.type.isInstance(value)).findFirst();
    }

    /** @throws IllegalArgumentException if there is none of that name */
    static JdkValue named(String name) {
        return ALL.stream()
                .filter(each -> each.name.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no kind of value is called " + name));
    }

    Object parse(String text) {
        return parser.apply(text);
    }
}
