package io.github.reprorun.internal.agent.jdk;

import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * The salt by which {@code Set.of} and {@code Map.of} iterate in another order in every JVM. It takes part in iteration
 * alone, never in where an element is kept, so it can change while such collections exist.
 *
 * <p>Where the JDK's classes read it they are made to take a constant. To set the field instead does not do: the JVM's
 * start iterates so much that a compiler may already have put the field's value into its code.
 */
final class ImmutableOrder {
    private static final String OWNER = "java/util/ImmutableCollections";

    private ImmutableOrder() {}

    /** The class file with the salt 0 and no reversal, or null if it reads neither. */
    static byte @Nullable [] rewrite(byte[] file) {
        ClassReader reader = new ClassReader(file);
        ClassWriter writer = new ClassWriter(reader, 0);
        Rewriting rewriting = new Rewriting(writer);
        reader.accept(rewriting, 0);
        return rewriting.changed ? writer.toByteArray() : null;
    }

    private static final class Rewriting extends ClassVisitor {
        private boolean changed;

        Rewriting(ClassVisitor next) {
            super(Opcodes.ASM9, next);
        }

        @Override
        public MethodVisitor visitMethod(
                int access, String name, String descriptor, String signature, String[] exceptions) {
            return new MethodVisitor(Opcodes.ASM9, super.visitMethod(access, name, descriptor, signature, exceptions)) {
                @Override
                public void visitFieldInsn(int opcode, String owner, String field, String type) {
                    if (opcode == Opcodes.GETSTATIC && owner.equals(OWNER) && field.equals("SALT32L")) {
                        changed = true;
                        visitInsn(Opcodes.LCONST_0);
                    } else if (opcode == Opcodes.GETSTATIC && owner.equals(OWNER) && field.equals("REVERSE")) {
                        changed = true;
                        visitInsn(Opcodes.ICONST_0);
                    } else {
                        super.visitFieldInsn(opcode, owner, field, type);
                    }
                }
            };
        }
    }
}
