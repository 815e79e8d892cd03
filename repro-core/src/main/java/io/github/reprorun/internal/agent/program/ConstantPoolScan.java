package io.github.reprorun.internal.agent.program;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/**
 * Reads no more of a class file than its constant pool (JVM specification, chapter 4.4), to separate the few classes
 * that name a source of chance from the many that do not.
 */
public final class ConstantPoolScan {
    private static final int UTF8 = 1;
    private static final int LONGEST = 48;
    private static final Set<String> NAMES = Set.of(
            "java/util/Random",
            "java/util/SplittableRandom",
            "java/util/concurrent/ThreadLocalRandom",
            "java/util/random/RandomGenerator",
            "java/util/random/RandomGeneratorFactory",
            "random",
            "shuffle",
            "randomUUID",
            "nanoTime",
            "listFiles");
    private static final Set<String> TIMES =
            Set.of("currentTimeMillis", "nanoTime", "java/util/Date", "java/time/Clock");
    private static final Set<String> IDENTITY = Set.of("identityHashCode", "java/util/IdentityHashMap");
    private static final Set<String> SALTED =
            Set.of("of", "copyOf", "ofEntries", "toUnmodifiableSet", "toUnmodifiableMap");
    private static final Set<String> SALTED_OWNERS =
            Set.of("java/util/Set", "java/util/Map", "java/util/stream/Collectors");

    private static final List<String> KEYS = List.of(
            "javax/crypto/",
            "javax/net/ssl/",
            "javax/security/",
            "java/security/Key",
            "java/security/PrivateKey",
            "java/security/PublicKey",
            "java/security/Signature",
            "java/security/cert/",
            "java/security/interfaces/",
            "java/security/spec/");

    private final byte[] file;
    private boolean listed;
    private boolean ofFile;
    private boolean salted;
    private boolean saltedOwner;

    private ConstantPoolScan(byte[] file) {
        this.file = file;
    }

    /**
     * Whether a class file names anything that is rewritten.
     *
     * @param training whether immutable sets and identity hash codes count
     * @throws RuntimeException if it is not a class file, or has an unknown form
     */
    public static boolean isInteresting(byte[] file, boolean training) {
        return file.length >= 10 && new ConstantPoolScan(file).scan(training);
    }

    /**
     * Whether a class file names a method that gives the present time; not whether it calls it.
     *
     * @throws RuntimeException if it is not a class file, or has an unknown form
     */
    static boolean asksForTime(byte[] file) {
        int entries = u2(file, 8);
        int at = 10;
        boolean now = false;
        boolean ofTime = false;
        for (int i = 1; i < entries; i++) {
            int length = lengthOf(file, at);
            if (file[at] == UTF8 && length - 3 <= LONGEST && "cjn".indexOf(file[at + 3]) >= 0) {
                String text = new String(file, at + 3, length - 3, StandardCharsets.ISO_8859_1);
                if (TIMES.contains(text)) {
                    return true;
                }
                now |= text.equals("now");
                ofTime |= text.startsWith("java/time/");
            }
            i += isDouble(file, at) ? 1 : 0;
            at += length;
        }
        return now && ofTime;
    }

    /** Whether a class file names a type for keys, ciphers, signatures, certificates or TLS. */
    public static boolean handlesKeys(byte[] file) {
        String text = new String(file, StandardCharsets.ISO_8859_1);
        for (String prefix : KEYS) {
            if (text.contains(prefix)) {
                return true;
            }
        }
        return false;
    }

    private boolean scan(boolean training) {
        int entries = u2(file, 8);
        int at = 10;
        for (int i = 1; i < entries; i++) {
            int length = lengthOf(file, at);
            if (file[at] == UTF8 && length - 3 <= LONGEST && isInteresting(at + 3, length - 3, training)) {
                return true;
            }
            i += isDouble(file, at) ? 1 : 0;
            at += length;
        }
        return (listed && ofFile) || (salted && saltedOwner);
    }

    private boolean isInteresting(int from, int length, boolean training) {
        if (length >= 4 && isSeed(from + length - 4)) {
            return true;
        }
        String text = null;
        if (length >= 4 && "jrsnl".indexOf(file[from]) >= 0) {
            text = text(from, length);
            if (NAMES.contains(text)) {
                return true;
            }
            listed |= text.equals("list");
            ofFile |= text.equals("java/io/File");
        }
        if (training && length >= 2 && "ciojt".indexOf(file[from]) >= 0) {
            text = text == null ? text(from, length) : text;
            if (IDENTITY.contains(text)) {
                return true;
            }
            salted |= SALTED.contains(text);
            saltedOwner |= SALTED_OWNERS.contains(text);
        }
        return false;
    }

    private String text(int from, int length) {
        return new String(file, from, length, StandardCharsets.ISO_8859_1);
    }

    private boolean isSeed(int at) {
        return (file[at] | 0x20) == 's'
                && (file[at + 1] | 0x20) == 'e'
                && (file[at + 2] | 0x20) == 'e'
                && (file[at + 3] | 0x20) == 'd';
    }

    /**
     * The number of bytes that a constant takes.
     *
     * @throws IllegalArgumentException if its kind is unknown, so that nothing after it can be found
     */
    static int lengthOf(byte[] file, int at) {
        return switch (file[at]) {
            case UTF8 -> 3 + u2(file, at + 1);
            case 3, 4, 9, 10, 11, 12, 17, 18 -> 5;
            case 5, 6 -> 9;
            case 7, 8, 16, 19, 20 -> 3;
            case 15 -> 4;
            default -> throw new IllegalArgumentException("its constant pool holds the unknown kind " + file[at]);
        };
    }

    /** Whether a constant, a long or a double, counts as two. */
    static boolean isDouble(byte[] file, int at) {
        return file[at] == 5 || file[at] == 6;
    }

    private static int u2(byte[] file, int at) {
        return (file[at] & 0xFF) << 8 | (file[at + 1] & 0xFF);
    }
}
