package io.github.reprorun.internal.agent.jdk;

import static org.objectweb.asm.Opcodes.ALOAD;
import static org.objectweb.asm.Opcodes.INVOKEINTERFACE;
import static org.objectweb.asm.Opcodes.IRETURN;
import static org.objectweb.asm.Opcodes.RETURN;

import org.jspecify.annotations.Nullable;
import org.objectweb.asm.MethodVisitor;

/** The changes to the places where the JDK submits tasks and where its workers run them. */
final class JdkTasks {
    private static final String OBJECT = "(Ljava/lang/Object;)V";

    private JdkTasks() {}

    /** The change of a method, or null if it stays as it is. */
    static @Nullable JdkMethod method(String type, String name, String descriptor, MethodVisitor next) {
        if (type.startsWith("java/util/concurrent/ForkJoinTask$")) {
            return adapter(name, descriptor, next);
        }
        if (type.equals("java/util/concurrent/ForkJoinPool")) {
            return isSubmission(name, descriptor) ? new AtStart(next, 1, "submit") : null;
        }
        return switch (type.concat(".").concat(name)) {
            case "java/util/concurrent/ThreadPoolExecutor.execute",
                    "java/util/concurrent/ScheduledThreadPoolExecutor.delayedExecute",
                    "java/util/concurrent/ScheduledThreadPoolExecutor.reExecutePeriodic" ->
                new AtStart(next, 1, "handOver");
            case "java/util/concurrent/ThreadPoolExecutor.runWorker" -> new Run(next);
            case "java/util/concurrent/ForkJoinTask.fork" -> new AtStart(next, 0, "wrap");
            case "java/util/concurrent/ForkJoinTask.doExec" -> new Bracketed(next);
            case "java/util/concurrent/CompletableFuture$AsyncSupply.<init>",
                    "java/util/concurrent/CompletableFuture$AsyncRun.<init>" -> new WhenMade(next, null);
            case "java/util/concurrent/CompletableFuture$UniCompletion.<init>" ->
                new WhenMade(next, "Ljava/util/concurrent/Executor;");
            default -> null;
        };
    }

    private static @Nullable JdkMethod adapter(String name, String descriptor, MethodVisitor next) {
        if (name.equals("<init>")) {
            for (String wrapped : new String[] {"Ljava/lang/Runnable;", "Ljava/util/concurrent/Callable;"}) {
                if (descriptor.startsWith("(".concat(wrapped))) {
                    return new WhenMade(next, wrapped);
                }
            }
        }
        return null;
    }

    private static boolean isSubmission(String name, String descriptor) {
        return switch (name) {
            // a stage of a CompletableFuture is both a Runnable and a ForkJoinTask
            case "execute" -> descriptor.startsWith("(Ljava/lang/Runnable;)") || isGivenTask(descriptor);
            case "submit", "invoke", "externalSubmit", "lazySubmit" -> isGivenTask(descriptor);
            default -> false;
        };
    }

    private static boolean isGivenTask(String descriptor) {
        return descriptor.startsWith("(Ljava/util/concurrent/ForkJoinTask;)");
    }

    private static final class AtStart extends JdkMethod {
        private final int task;
        private final String method;

        AtStart(MethodVisitor next, int task, String method) {
            super(next);
            this.task = task;
            this.method = method;
        }

        @Override
        public void visitCode() {
            super.visitCode();
            visitVarInsn(ALOAD, task);
            relay(method, OBJECT);
        }
    }

    /** A new task learns its origin, from the task that it wraps if it wraps one. */
    private static final class WhenMade extends JdkMethod {
        private final @Nullable String wrapped;

        WhenMade(MethodVisitor next, @Nullable String wrapped) {
            super(next);
            this.wrapped = wrapped;
        }

        @Override
        public void visitInsn(int opcode) {
            if (opcode == RETURN) {
                visitVarInsn(ALOAD, 0);
                if (wrapped == null) {
                    relay("wrap", OBJECT);
                } else {
                    visitVarInsn(ALOAD, 1);
                    relay("wrap", "(Ljava/lang/Object;".concat(wrapped).concat(")V"));
                }
            }
            super.visitInsn(opcode);
        }
    }

    /** A worker runs a task in the task's place. */
    private static final class Run extends JdkMethod {
        Run(MethodVisitor next) {
            super(next);
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
            if (opcode == INVOKEINTERFACE && owner.equals("java/lang/Runnable") && name.equals("run")) {
                relay("run", "(Ljava/lang/Runnable;)V");
            } else {
                super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
            }
        }
    }

    /** The whole method runs in the task's place; it catches whatever the task throws. */
    private static final class Bracketed extends JdkMethod {
        Bracketed(MethodVisitor next) {
            super(next);
        }

        @Override
        public void visitCode() {
            super.visitCode();
            visitVarInsn(ALOAD, 0);
            relay("enter", OBJECT);
        }

        @Override
        public void visitInsn(int opcode) {
            if (opcode == RETURN || opcode == IRETURN) {
                relay("leave", "()V");
            }
            super.visitInsn(opcode);
        }
    }
}
