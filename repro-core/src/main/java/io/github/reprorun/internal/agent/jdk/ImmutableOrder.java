package io.github.reprorun.internal.agent.jdk;

import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * The salt that makes {@code Set.of} and {@code Map.of} iterate in a different order in every JVM. It affects only
 * iteration, never the place of an element, so it can change while such collections exist.
 *
 * <p>The agent replaces each read of the field in the JDK's classes by a constant. Setting the field is not enough: the
 * JVM's start iterates so much that a compiler may already have put the field's value into its code.
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
