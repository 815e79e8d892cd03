package io.github.reprorun.internal.agent.jdk;

import io.github.reprorun.internal.agent.relay.JdkBridge;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Changes the methods with which the JDK makes, opens, renames and deletes files, asks for variables of the environment,
 * starts processes, connects to others, and ends the JVM: each first tells {@link JdkBridge}.
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
    private static final String ENVIRONMENT = "java/lang/ProcessEnvironment";
    private static final String CHANNEL = "sun/nio/ch/SocketChannelImpl";
    private static final String ASYNCHRONOUS = "sun/nio/ch/AsynchronousSocketChannelImpl";
    private static final String DATAGRAMS = "sun/nio/ch/DatagramChannelImpl";
    private static final String SERVER = "sun/nio/ch/ServerSocketChannelImpl";
    private static final String ADDRESS = "Ljava/net/SocketAddress;";
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
            Map.entry(DISPATCHER + ".openat(I[BII)I", new Told("fileOpenedAt", "(ILjava/lang/Object;I)V", 0)),
            Map.entry(
                    DISPATCHER + ".renameat(I[BI[B)V",
                    new Told("fileRenamedAt", "(ILjava/lang/Object;ILjava/lang/Object;)V", 0)),
            Map.entry(DISPATCHER + ".symlink([B" + PATH + ")V", new Told("fileCreated", ONE, 1)),
            Map.entry(DISPATCHER + ".unlink(" + PATH + ")V", new Told("fileDeleted", ONE, 0)),
            Map.entry(ENVIRONMENT + ".getenv(Ljava/lang/String;)Ljava/lang/String;", new Told("variableAsked", ONE, 0)),
            Map.entry(ENVIRONMENT + ".getenv()Ljava/util/Map;", new Told("variablesAsked", "()V", 0)),
            Map.entry(
                    "java/lang/ProcessBuilder.start([Ljava/lang/ProcessBuilder$Redirect;)Ljava/lang/Process;",
                    new Told("processStarted", ONE, 0)),
            Map.entry("java/net/Socket.connect(" + ADDRESS + "I)V", new Told("connected", ONE, 1)),
            Map.entry(CHANNEL + ".connect(" + ADDRESS + ")Z", new Told("connected", ONE, 1)),
            Map.entry(CHANNEL + ".blockingConnect(" + ADDRESS + "J)V", new Told("connected", ONE, 1)),
            Map.entry(
                    ASYNCHRONOUS + ".connect(" + ADDRESS + ")Ljava/util/concurrent/Future;",
                    new Told("connected", ONE, 1)),
            Map.entry(
                    ASYNCHRONOUS + ".connect(" + ADDRESS + "Ljava/lang/Object;Ljava/nio/channels/CompletionHandler;)V",
                    new Told("connected", ONE, 1)),
            Map.entry(DATAGRAMS + ".bindInternal(" + ADDRESS + ")V", new Told("connected", ONE, 0)),
            Map.entry("java/net/ServerSocket.bind(" + ADDRESS + "I)V", new Told("listening", ONE, 0)),
            Map.entry(
                    SERVER + ".bind(" + ADDRESS + "I)Ljava/nio/channels/ServerSocketChannel;",
                    new Told("listening", ONE, 0)),
            Map.entry("java/lang/Runtime.exit(I)V", new Told("exit", "(I)V", 1)));

    private static final String FILE = "java/io/File";

    /** The methods of {@link java.io.File} that call a native one, which cannot be changed itself. */
    private static final Set<String> CREATING = Set.of("createNewFile", "createTempFile");

    private static final String CREATE = "createFileExclusively";

    /** Those that have such methods, by their internal names. */
    static final Set<String> CLASSES = Set.of(
            FILE,
            ENVIRONMENT,
            "java/lang/ProcessBuilder",
            "java/net/Socket",
            "java/net/ServerSocket",
            CHANNEL,
            ASYNCHRONOUS,
            DATAGRAMS,
            SERVER,
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
        int changes = type.equals(FILE) ? CREATING.size() : 0;
        for (String method : METHODS.keySet()) {
            changes += method.startsWith(type.concat(".")) ? 1 : 0;
        }
        return changes;
    }

    static @Nullable JdkMethod method(String type, String name, String descriptor, MethodVisitor next) {
        if (wanted && type.equals(FILE) && CREATING.contains(name)) {
            return new Creating(next);
        }
        Told told = wanted ? METHODS.get(type.concat(".").concat(name).concat(descriptor)) : null;
        return told == null ? null : new Telling(next, told);
    }

    /** Tells of the name on the stack before a file of that name is made. */
    private static final class Creating extends JdkMethod {
        Creating(MethodVisitor next) {
            super(next);
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
            if (name.equals(CREATE)) {
                visitInsn(Opcodes.DUP);
                relay("fileCreated", ONE);
            }
            super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
        }
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
