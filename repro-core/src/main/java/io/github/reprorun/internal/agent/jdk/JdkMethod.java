package io.github.reprorun.internal.agent.jdk;

import io.github.reprorun.internal.agent.relay.JdkBridge;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** A method of the JDK into which the agent inserts a call of {@link JdkBridge}. */
abstract class JdkMethod extends MethodVisitor {
    private static final int EXTRA_STACK = 4;

    private @Nullable Changes changes;

    JdkMethod(MethodVisitor next) {
        super(Opcodes.ASM9, next);
    }

    final void countIn(Changes ofClass) {
        changes = ofClass;
    }

    final void changed() {
        if (changes != null) {
            changes.count++;
        }
    }

    final void relay(String method, String descriptor) {
        changed();
        mv.visitMethodInsn(Opcodes.INVOKESTATIC, JdkBridge.NAME, method, descriptor, false);
    }

    @Override
    public void visitMaxs(int maxStack, int maxLocals) {
        super.visitMaxs(maxStack + EXTRA_STACK, maxLocals);
    }

    /** How many changes the methods of one class were given. Used by one thread. */
    static final class Changes {
        private int count;

        int count() {
            return count;
        }
    }
}
