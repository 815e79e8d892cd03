package io.github.reprorun.internal.agent.program;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Follows the clock through the arithmetic of one method, to recognise that
 * {@code new Random(31 * System.currentTimeMillis() ^ 7)} takes its seed from the clock and from no other varying
 * value. It follows straight-line code, through local variables too, and forgets everything wherever control flow can
 * join, so its findings are true on every path.
 */
final class ClockFlow extends MethodVisitor {
    private final CallSites sites;
    private final boolean framed;
    private final Set<Label> targets = new HashSet<>();
    private final Map<Integer, Clock> locals = new HashMap<>();
    private Clock[] stack = new Clock[16];
    private int size;

    /** @param framed whether the class has a frame wherever control flow joins, as classes since Java 7 have */
    ClockFlow(boolean framed, CallSites sites) {
        super(Opcodes.ASM9, sites);
        this.framed = framed;
        this.sites = sites;
    }

    private void push(Clock clock) {
        if (size == stack.length) {
            stack = Arrays.copyOf(stack, 2 * size);
        }
        stack[size++] = clock;
    }

    // values that were on the stack when everything was last forgotten are not known to be the clock
    private Clock pop() {
        return size > 0 ? stack[--size] : Clock.NO;
    }

    private void forget() {
        size = 0;
        locals.clear();
    }

    @Override
    public void visitLabel(Label label) {
        if (!framed || targets.contains(label)) {
            if (targets.contains(label)) {
                forget();
            } else {
                // without frames a label may be the target of a jump from below, which only locals can cross
                locals.clear();
            }
        }
        super.visitLabel(label);
    }

    @Override
    public void visitFrame(int type, int numLocal, Object[] local, int numStack, Object[] items) {
        forget();
        super.visitFrame(type, numLocal, local, numStack, items);
    }

    @Override
    public void visitJumpInsn(int opcode, Label label) {
        targets.add(label);
        size = 0;
        super.visitJumpInsn(opcode, label);
    }

    @Override
    public void visitTableSwitchInsn(int min, int max, Label other, Label... labels) {
        forget();
        super.visitTableSwitchInsn(min, max, other, labels);
    }

    @Override
    public void visitLookupSwitchInsn(Label other, int[] keys, Label[] labels) {
        forget();
        super.visitLookupSwitchInsn(other, keys, labels);
    }

    @Override
    public void visitLdcInsn(Object value) {
        push(Clock.NO);
        super.visitLdcInsn(value);
    }

    @Override
    public void visitIntInsn(int opcode, int operand) {
        if (opcode == Opcodes.NEWARRAY) {
            pop();
        }
        push(Clock.NO);
        super.visitIntInsn(opcode, operand);
    }

    @Override
    public void visitVarInsn(int opcode, int index) {
        if (opcode >= Opcodes.ISTORE && opcode <= Opcodes.ASTORE) {
            locals.put(index, pop() == Clock.NO ? Clock.NO : Clock.KEPT);
        } else if (opcode == Opcodes.RET) {
            forget();
        } else {
            push(locals.getOrDefault(index, Clock.NO));
        }
        super.visitVarInsn(opcode, index);
    }

    @Override
    public void visitTypeInsn(int opcode, String type) {
        switch (opcode) {
            case Opcodes.NEW -> push(Clock.NO);
            case Opcodes.CHECKCAST -> {}
            default -> {
                pop();
                push(Clock.NO);
            }
        }
        super.visitTypeInsn(opcode, type);
    }

    @Override
    public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
        switch (opcode) {
            case Opcodes.GETSTATIC -> push(Clock.NO);
            case Opcodes.GETFIELD -> {
                pop();
                push(Clock.NO);
            }
            default -> {
                Clock value = pop();
                if (SeedNames.isSeed(name) && (descriptor.equals("J") || descriptor.equals("I"))) {
                    sites.seedFrom(value);
                }
                if (opcode == Opcodes.PUTFIELD) {
                    pop();
                }
            }
        }
        super.visitFieldInsn(opcode, owner, name, descriptor);
    }

    @Override
    public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
        Type[] arguments = Type.getArgumentTypes(descriptor);
        Clock clock = Clock.NO;
        for (int i = arguments.length; i > 0; i--) {
            clock = clock.and(pop());
        }
        Clock receiver = opcode == Opcodes.INVOKESTATIC ? Clock.NO : pop();
        if (SeedNames.isSink(owner, name, descriptor)) {
            sites.seedFrom(clock);
        }
        if (name.equals("<init>")) {
            if (ClockSources.isCreatedFromClock(owner, descriptor) && size > 0) {
                stack[size - 1] = Clock.READ;
            }
        } else if (!descriptor.endsWith(")V")) {
            push(result(owner, name, descriptor, receiver, clock));
        }
        super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
    }

    private static Clock result(String owner, String name, String descriptor, Clock receiver, Clock arguments) {
        if (ClockSources.isClock(owner, name, descriptor)) {
            return Clock.READ;
        }
        if (ClockSources.isTime(owner)) {
            return receiver;
        }
        return ClockSources.isArithmetic(owner) ? arguments : Clock.NO;
    }

    @Override
    public void visitInvokeDynamicInsn(String name, String descriptor, Handle bootstrap, Object... arguments) {
        for (int i = Type.getArgumentTypes(descriptor).length; i > 0; i--) {
            pop();
        }
        push(Clock.NO);
        super.visitInvokeDynamicInsn(name, descriptor, bootstrap, arguments);
    }

    @Override
    public void visitMultiANewArrayInsn(String descriptor, int dimensions) {
        forget();
        super.visitMultiANewArrayInsn(descriptor, dimensions);
    }

    @Override
    public void visitInsn(int opcode) {
        if (opcode >= Opcodes.ACONST_NULL && opcode <= Opcodes.DCONST_1) {
            push(Clock.NO);
        } else if (opcode == Opcodes.DUP) {
            Clock top = pop().kept();
            push(top);
            push(top);
        } else if (opcode == Opcodes.POP) {
            pop();
        } else if (opcode >= Opcodes.IADD && opcode <= Opcodes.LXOR) {
            if (opcode < Opcodes.INEG || opcode > Opcodes.DNEG) {
                push(pop().and(pop()));
            }
        } else if (opcode >= Opcodes.LCMP && opcode <= Opcodes.DCMPG) {
            pop();
            pop();
            push(Clock.NO);
        } else if (!(opcode >= Opcodes.I2L && opcode <= Opcodes.I2S) && opcode != Opcodes.NOP) {
            size = 0;
        }
        super.visitInsn(opcode);
    }

    /** Whether a value is computed from the clock. */
    enum Clock {
        /** It is not known to come from the clock. */
        NO,
        /** It comes from the clock, and this is its only use. */
        READ,
        /** It comes from the clock and may be used again: both uses must get the same value. */
        KEPT;

        Clock and(Clock other) {
            return compareTo(other) >= 0 ? this : other;
        }

        Clock kept() {
            return this == NO ? NO : KEPT;
        }
    }
}
