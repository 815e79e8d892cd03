package io.github.reprorun.internal.directory;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/** Ids of runs: the time in UTC, then 32 random bits, so that a listing is in the order of time. */
public final class RunId {
    /** Every id that is drawn matches it. */
    static final String PATTERN = "[0-9]{8}T[0-9]{6}Z-[0-9a-f]{8}";

    private RunId() {}

    /**
     * A new id: the second in UTC, and eight hexadecimal digits.
     *
     * @param entropy distinguishes runs that begin in the same second, and may be easy to guess; making the directory
     *     fails if the id is taken
     */
    public static String draw(Instant now, RandomGenerator entropy) {
        return time(LocalDateTime.ofInstant(now, ZoneOffset.UTC)) + "-"
                + HexFormat.of().toHexDigits(entropy.nextInt());
    }

    /** Such as {@code 20261121T090807Z}, formatted by hand because the first formatter of a JVM is slow to make. */
    private static String time(LocalDateTime time) {
        long date = (time.getYear() * 100L + time.getMonthValue()) * 100 + time.getDayOfMonth();
        long clock = (time.getHour() * 100L + time.getMinute()) * 100 + time.getSecond();
        return padded(date, 8) + "T" + padded(clock, 6) + "Z";
    }

    private static String padded(long number, int digits) {
        String text = Long.toString(number);
        return "0".repeat(digits - text.length()) + text;
    }
}
