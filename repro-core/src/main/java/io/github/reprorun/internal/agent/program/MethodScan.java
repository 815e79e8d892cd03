package io.github.reprorun.internal.agent.program;

import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.Set;

/**
 * Finds the methods of a class file that may hold an instruction that {@link CallSites} rewrites (JVM specification,
 * chapter 4), so that the others are copied as they are: disassembling and reassembling a method costs far more. A
 * method too many does no harm.
 */
public final class MethodScan {
    private static final int FIELD = 9;
    private static final int INTERFACE_METHOD = 11;
    private static final int METHOD_HANDLE = 15;
    private static final int INVOKE_DYNAMIC = 18;

    private static final int FIRST_OPCODE = 0xB2; // getstatic
    private static final int LAST_OPCODE = 0xBA; // invokedynamic

    private static final Set<String> OWNERS = Set.of(
            "java/util/Random",
            "java/util/SplittableRandom",
            "java/util/IdentityHashMap",
            "java/util/concurrent/ThreadLocalRandom",
            "java/util/random/RandomGenerator",
            "java/util/random/RandomGeneratorFactory");
    private static final Set<String> MEMBERS = Set.of(
            "random",
            "shuffle",
            "randomUUID",
            "nanoTime",
            "list",
            "listFiles",
            "identityHashCode",
            "of",
            "copyOf",
            "ofEntries",
            "toUnmodifiableSet",
            "toUnmodifiableMap");

    private final byte[] file;
    private final int[] constants;
    private final BitSet wanted = new BitSet();
    private int at = 8;

    private MethodScan(byte[] file) {
        this.file = file;
        this.constants = new int[u2(at)];
    }

    /**
     * The methods of {@code file} by their position in it.
     *
     * @throws IndexOutOfBoundsException if it is not a class file
     * @throws IllegalArgumentException if a constant is of an unknown kind
     */
    public static BitSet of(byte[] file) {
        return new MethodScan(file).scan();
    }

    private BitSet scan() {
        findConstants();
        wantConstants();
        BitSet methods = new BitSet();
        if (wanted.isEmpty()) {
            return methods;
        }
        at += 6;
        at += 2 + 2 * u2(at);
        for (int left = take2(); left > 0; left--) {
            at += 6;
            scanAttributes(false);
        }
        int count = take2();
        for (int method = 0; method < count; method++) {
            at += 6;
            if (scanAttributes(true)) {
                methods.set(method);
            }
        }
        return methods;
    }

    private void findConstants() {
        at += 2;
        for (int i = 1; i < constants.length; i++) {
            constants[i] = at;
            i += ConstantPoolScan.isDouble(file, at) ? 1 : 0;
            at += ConstantPoolScan.lengthOf(file, at);
        }
    }

    private void wantConstants() {
        boolean handles = false;
        for (int i = 1; i < constants.length; i++) {
            int tag = tag(i);
            if (tag >= FIELD && tag <= INTERFACE_METHOD && isWanted(constants[i])) {
                wanted.set(i);
            }
        }
        for (int i = 1; i < constants.length; i++) {
            handles |= tag(i) == METHOD_HANDLE && wanted.get(u2(constants[i] + 2));
        }
        for (int i = 1; handles && i < constants.length; i++) {
            wanted.set(i, wanted.get(i) || tag(i) == INVOKE_DYNAMIC);
        }
    }

    private boolean isWanted(int member) {
        String name = text(u2(constants[u2(member + 3)] + 1));
        if (SeedNames.isSeed(name) || MEMBERS.contains(name)) {
            return true;
        }
        String owner = text(u2(constants[u2(member + 1)] + 1));
        return OWNERS.contains(owner) || (name.equals("<init>") && SeedNames.isGenerator(owner));
    }

    /** Skips attributes; returns whether one of them is code with a wanted constant, if the caller asks for that. */
    private boolean scanAttributes(boolean ofMethod) {
        boolean found = false;
        for (int left = take2(); left > 0; left--) {
            boolean code = ofMethod && text(u2(at)).equals("Code");
            int length = u2(at + 2) << 16 | u2(at + 4);
            found |= code && isWanted(at + 14, u2(at + 10) << 16 | u2(at + 12));
            at += 6 + length;
        }
        return found;
    }

    /** Bytes that only look like an instruction count too. */
    private boolean isWanted(int from, int length) {
        for (int i = from; i < from + length - 2; i++) {
            int opcode = file[i] & 0xFF;
            if (opcode >= FIRST_OPCODE && opcode <= LAST_OPCODE && wanted.get(u2(i + 1))) {
                return true;
            }
        }
        return false;
    }

    private int tag(int constant) {
        return constants[constant] == 0 ? 0 : file[constants[constant]];
    }

    private String text(int constant) {
        int utf8 = constants[constant];
        return new String(file, utf8 + 3, u2(utf8 + 1), StandardCharsets.ISO_8859_1);
    }

    private int take2() {
        at += 2;
        return u2(at - 2);
    }

    private int u2(int from) {
        return (file[from] & 0xFF) << 8 | (file[from + 1] & 0xFF);
    }
}
