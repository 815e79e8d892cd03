package io.github.reprorun.dl4j.internal.listener;

import java.io.File;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.function.Function;

/** A kind of immutable value that the JDK can make from the text that it gives. */
enum JdkValue {
    PATH(Path.class, Path::of),
    FILE(File.class, File::new),
    URI(java.net.URI.class, java.net.URI::create),
    UUID(java.util.UUID.class, java.util.UUID::fromString),
    BIG_INTEGER(BigInteger.class, BigInteger::new),
    BIG_DECIMAL(BigDecimal.class, BigDecimal::new),
    INSTANT(Instant.class, Instant::parse),
    DURATION(Duration.class, Duration::parse),
    LOCAL_DATE(LocalDate.class, LocalDate::parse),
    LOCAL_TIME(LocalTime.class, LocalTime::parse),
    LOCAL_DATE_TIME(LocalDateTime.class, LocalDateTime::parse),
    OFFSET_DATE_TIME(OffsetDateTime.class, OffsetDateTime::parse),
    ZONED_DATE_TIME(ZonedDateTime.class, ZonedDateTime::parse);

    private final Class<?> type;
    private final Function<String, Object> parser;

    JdkValue(Class<?> type, Function<String, Object> parser) {
        this.type = type;
        this.parser = parser;
    }

    static Optional<JdkValue> of(Object value) {
        for (JdkValue each : values()) {
            if (each.type.isInstance(value)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    Object parse(String text) {
        return parser.apply(text);
    }
}
