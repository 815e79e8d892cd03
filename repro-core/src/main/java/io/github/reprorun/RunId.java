package io.github.reprorun;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;

/** Ids of runs: when in UTC, then 32 random bits, so that a listing is in the order of time. */
final class RunId {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private RunId() {}

    static String draw(Instant now, SecureRandom entropy) {
        return TIME.format(now) + "-" + HexFormat.of().toHexDigits(entropy.nextInt());
    }
}
