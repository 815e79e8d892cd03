package io.github.reprorun.internal.agent.relay;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandles;
import java.security.ProtectionDomain;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Defines {@link JdkBridge} under its name in {@code java.base}: it copies the class file and replaces that one name in
 * the constant pool (JVM specification, chapter 4.4). It takes the class file that the JVM shows its agents when it
 * loads {@link JdkBridge}, which is cheaper than finding it as a resource.
 */
public final class JdkBridgeInstaller implements ClassFileTransformer {
    private static final int UTF8 = 1;
    private static final int PUBLIC = 0x0001;
    private static final String ORIGINAL = "io/github/reprorun/internal/agent/relay/JdkBridge";

    private byte @Nullable [] file;

    private JdkBridgeInstaller() {}

    /**
     * Makes the copy and lets it delegate to {@code hooks}.
     *
     * @param hooks implements each of the interfaces that {@link JdkBridge} delegates to
     * @throws IOException if the class file of {@link JdkBridge} is not as expected
     * @throws ReflectiveOperationException if the package {@code java.util.concurrent} is not open to this class
     */
    public static void define(Instrumentation instrumentation, Object hooks)
            throws IOException, ReflectiveOperationException {
        JdkBridgeInstaller reader = new JdkBridgeInstaller();
        instrumentation.addTransformer(reader);
        try {
            Class.forName(ORIGINAL.replace('/', '.'), false, JdkBridgeInstaller.class.getClassLoader());
        } finally {
            instrumentation.removeTransformer(reader);
        }
        byte[] original = reader.file;
        if (original == null) {
            throw new IOException("the agent's own classes were loaded before it began");
        }
        System.getProperties().put(JdkBridge.NAME, hooks);
        Class<?> copy = MethodHandles.privateLookupIn(ConcurrentHashMap.class, MethodHandles.lookup())
                .defineClass(rename(original, ORIGINAL, JdkBridge.NAME));
        Class.forName(copy.getName(), true, null);
    }

    @Override
    public byte @Nullable [] transform(
            @Nullable ClassLoader loader,
            @Nullable String name,
            @Nullable Class<?> redefined,
            @Nullable ProtectionDomain domain,
            byte[] bytes) {
        if (ORIGINAL.equals(name)) {
            file = bytes;
        }
        return null;
    }

    /** The class file with {@code from} replaced by {@code to} in its constant pool, and made public. */
    static byte[] rename(byte[] original, String from, String to) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(original.length + 64);
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(original));
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeLong(in.readLong());
        int entries = in.readUnsignedShort();
        out.writeShort(entries);
        for (int i = 1; i < entries; i++) {
            int tag = in.readUnsignedByte();
            out.writeByte(tag);
            if (tag == UTF8) {
                out.writeUTF(in.readUTF().replace(from, to));
            } else {
                int size = size(tag);
                out.write(in.readNBytes(size));
                if (size == Long.BYTES) {
                    i++;
                }
            }
        }
        out.writeShort(in.readUnsignedShort() | PUBLIC);
        out.write(in.readAllBytes());
        return bytes.toByteArray();
    }

    private static int size(int tag) throws IOException {
        return switch (tag) {
            case 3, 4, 9, 10, 11, 12, 17, 18 -> 4;
            case 5, 6 -> 8;
            case 7, 8, 16, 19, 20 -> 2;
            case 15 -> 3;
            default -> throw new IOException("a constant of unknown tag " + tag);
        };
    }
}
