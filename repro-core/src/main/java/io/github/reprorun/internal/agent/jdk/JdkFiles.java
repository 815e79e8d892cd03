package io.github.reprorun.internal.agent.jdk;

import io.github.reprorun.internal.agent.relay.JdkBridge;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Changes the methods with which the JDK opens, renames and deletes files, and ends the JVM: each first tells
 * {@link JdkBridge}.
 */
public final class JdkFiles {
    /**
     * A report to the method {@code relay}, which gets as many local variables, from {@code first} on, as
     * {@code descriptor} takes.
     */
    private record Told(String relay, String descriptor, int first) {}

    private static final String ONE = "(Ljava/lang/Object;)V";
    private static final String TWO = "(Ljava/lang/Object;Ljava/lang/Object;)V";
    private static final String DISPATCHER = "sun/nio/fs/UnixNativeDispatcher";
    private static final String PATH = "Lsun/nio/fs/UnixPath;";

    private static final Map<String, Told> METHODS = Map.ofEntries(
            Map.entry("java/io/FileInputStream.open(Ljava/lang/String;)V", new Told("fileRead", ONE, 1)),
            Map.entry(
                    "java/io/FileOutputStream.open(Ljava/lang/String;Z)V",
                    new Told("fileWritten", "(Ljava/lang/Object;I)V", 1)),
            Map.entry(
                    "java/io/RandomAccessFile.open(Ljava/lang/String;I)V",
                    new Told("fileAccessed", "(Ljava/lang/Object;I)V", 1)),
            Map.entry("java/io/UnixFileSystem.rename(Ljava/io/File;Ljava/io/File;)Z", new Told("fileRenamed", TWO, 1)),
            Map.entry("java/io/UnixFileSystem.delete(Ljava/io/File;)Z", new Told("fileDeleted", ONE, 1)),
            Map.entry("java/io/DeleteOnExitHook.add(Ljava/lang/String;)V", new Told("fileDeletedAtExit", ONE, 0)),
            Map.entry(DISPATCHER + ".open(" + PATH + "II)I", new Told("fileOpened", "(Ljava/lang/Object;I)V", 0)),
            Map.entry(DISPATCHER + ".rename(" + PATH + PATH + ")V", new Told("fileRenamed", TWO, 0)),
            Map.entry(DISPATCHER + ".link(" + PATH + PATH + ")V", new Told("fileLinked", TWO, 0)),
            Map.entry(DISPATCHER + ".symlink([B" + PATH + ")V", new Told("fileMade", ONE, 1)),
            Map.entry(DISPATCHER + ".unlink(" + PATH + ")V", new Told("fileDeleted", ONE, 0)),
            Map.entry("java/lang/Runtime.exit(I)V", new Told("exit", "(I)V", 1)));

    /** Those that have such methods, by their internal names. */
    static final Set<String> CLASSES = Set.of(
            "java/io/FileInputStream",
            "java/io/FileOutputStream",
            "java/io/RandomAccessFile",
            "java/io/UnixFileSystem",
            "java/io/DeleteOnExitHook",
            DISPATCHER,
            "java/lang/Runtime");

    private static volatile boolean wanted;

    private JdkFiles() {}

    public static void want() {
        wanted = true;
    }

    static boolean isWanted(String type) {
        return wanted && CLASSES.contains(type);
    }

    /** How many methods of a class are changed. */
    static int changes(String type) {
        int changes = 0;
        for (String method : METHODS.keySet()) {
            changes += method.startsWith(type.concat(".")) ? 1 : 0;
        }
        return changes;
    }

    static @Nullable JdkMethod method(String type, String name, String descriptor, MethodVisitor next) {
        Told told = wanted ? METHODS.get(type.concat(".").concat(name).concat(descriptor)) : null;
        return told == null ? null : new Telling(next, told);
    }

    private static final class Telling extends JdkMethod {
        private final Told told;

        Telling(MethodVisitor next, Told told) {
            super(next);
            this.told = told;
        }

        @Override
        public void visitCode() {
            super.visitCode();
            Type[] types = Type.getArgumentTypes(told.descriptor());
            for (int i = 0; i < types.length; i++) {
                visitVarInsn(types[i].getOpcode(Opcodes.ILOAD), told.first() + i);
            }
            relay(told.relay(), told.descriptor());
        }
    }
}
