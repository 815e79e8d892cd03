package io.github.reprorun.tensor;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The beginning of a file in NumPy's format NPY, version 1.0 (NEP 1), for arrays in C order. Immutable, hence safe to share
 * between threads.
 *
 * @param type of the elements
 * @param shape the sizes along the dimensions; empty for a scalar
 */
record NpyHeader(NpyFile.ElementType type, List<Long> shape) {
    /** Magic, version, length of what follows. */
    static final int PREFIX = 10;

    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};
    private static final int ALIGNMENT = 64;
    private static final Pattern DICTIONARY = Pattern.compile(
            "\\{'descr': '([<|][a-z][1-8])', 'fortran_order': False, 'shape': \\(((?:\\d{1,18}, ?)*(?:\\d{1,18})?)\\), \\} *\\n");

    NpyHeader {
        shape = List.copyOf(shape);
    }

    long elements() {
        return shape.stream().mapToLong(Long::longValue).reduce(1, Math::multiplyExact);
    }

    byte[] encoded() {
        String sizes = shape.stream().map(size -> size + ",").collect(Collectors.joining(" "));
        String tuple = shape.size() > 1 ? sizes.substring(0, sizes.length() - 1) : sizes;
        String dictionary =
                "{'descr': '" + type.descriptor() + "', 'fortran_order': False, 'shape': (" + tuple + "), }";
        int length = PREFIX + dictionary.length() + 1;
        String padded = dictionary + " ".repeat((ALIGNMENT - length % ALIGNMENT) % ALIGNMENT) + "\n";
        ByteBuffer buffer = ByteBuffer.allocate(PREFIX + padded.length()).order(ByteOrder.LITTLE_ENDIAN);
        buffer.put(MAGIC).putShort((short) padded.length()).put(padded.getBytes(StandardCharsets.US_ASCII));
        return buffer.array();
    }

    /** The number of bytes after the prefix, or empty if {@code prefix} begins no such file. */
    static Optional<Integer> length(ByteBuffer prefix) {
        ByteBuffer little = prefix.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        return little.limit() == PREFIX && little.slice(0, MAGIC.length).equals(ByteBuffer.wrap(MAGIC))
                ? Optional.of(little.getShort(MAGIC.length) & 0xffff)
                : Optional.empty();
    }

    static Optional<NpyHeader> decoded(byte[] dictionary) {
        Matcher matcher = DICTIONARY.matcher(new String(dictionary, StandardCharsets.US_ASCII));
        if (!matcher.matches()) {
            return Optional.empty();
        }
        List<Long> shape = new ArrayList<>();
        for (String size : matcher.group(2).split(", ?")) {
            if (!size.isEmpty()) {
                shape.add(Long.parseLong(size));
            }
        }
        return NpyFile.ElementType.described(matcher.group(1)).map(type -> new NpyHeader(type, shape));
    }

    @Override
    public String toString() {
        return type + " " + shape;
    }
}
