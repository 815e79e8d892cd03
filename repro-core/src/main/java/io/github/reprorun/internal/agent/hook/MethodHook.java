package io.github.reprorun.internal.agent.hook;

import java.util.List;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * A change that the agent makes to a method outside the JDK on behalf of an extension: at one place it calls a public static
 * method of a public class, which the changed class's loader must be able to find. Immutable, hence safe to share between
 * threads.
 */
public sealed interface MethodHook {
    /** Binary name of the class that is changed. */
    String type();

    /** Name of the method that is changed, a constructor or static initialiser excepted. */
    String method();

    /** Whether it is the method with this descriptor. */
    boolean isOf(String name, String descriptor);

    /** What writes the changed method, and tells {@code changes} of each place that it changed. */
    MethodVisitor changing(MethodVisitor next, boolean isStatic, String descriptor, Runnable changes);

    /**
     * What is called.
     *
     * @param type binary name of a public class
     * @param method name of a public static method of it
     */
    record Target(String type, String method) {
        private void call(MethodVisitor code, String descriptor) {
            code.visitMethodInsn(Opcodes.INVOKESTATIC, type.replace('.', '/'), method, descriptor, false);
        }
    }

    /**
     * The target is called first. It takes what the method takes, with the object, as an {@link Object}, before the arguments
     * if the method is none of the class itself, and gives a {@code boolean}: whether it did everything, so that the method
     * returns at once.
     *
     * @param descriptor of the method, which returns nothing
     */
    record Entry(String type, String method, String descriptor, Target target) implements MethodHook {
        /** @throws IllegalArgumentException if the method returns something */
        public Entry {
            if (Type.getReturnType(descriptor).getSort() != Type.VOID) {
                throw new IllegalArgumentException(type + "." + method + descriptor + " returns something");
            }
        }

        @Override
        public boolean isOf(String name, String otherDescriptor) {
            return name.equals(method) && otherDescriptor.equals(descriptor);
        }

        @Override
        public MethodVisitor changing(MethodVisitor next, boolean isStatic, String unused, Runnable changes) {
            String taken = isStatic ? "" : "Ljava/lang/Object;";
            return new EntryCall(next, isStatic, descriptor, code -> {
                target.call(code, "(" + taken + descriptor.substring(1, descriptor.indexOf(')')) + ")Z");
                changes.run();
            });
        }
    }

    /**
     * The target is called first, whatever the method returns: it takes some of what the method was given, each as an
     * {@link Object}, and gives nothing.
     *
     * @param taken which of the arguments, each from 0 or {@link #THE_OBJECT}; never a primitive
     */
    record Told(String type, String method, String descriptor, List<Integer> taken, Target target)
            implements MethodHook {
        /** What the method is called on. */
        public static final int THE_OBJECT = -1;

        public Told {
            taken = List.copyOf(taken);
        }

        @Override
        public boolean isOf(String name, String otherDescriptor) {
            return name.equals(method) && otherDescriptor.equals(descriptor);
        }

        @Override
        public MethodVisitor changing(MethodVisitor next, boolean isStatic, String unused, Runnable changes) {
            return new MethodVisitor(Opcodes.ASM9, next) {
                @Override
                public void visitCode() {
                    super.visitCode();
                    for (int each : taken) {
                        super.visitVarInsn(Opcodes.ALOAD, local(each, isStatic));
                    }
                    target.call(mv, "(" + "Ljava/lang/Object;".repeat(taken.size()) + ")V");
                    changes.run();
                }

                @Override
                public void visitMaxs(int maxStack, int maxLocals) {
                    super.visitMaxs(Math.max(maxStack, taken.size()), maxLocals);
                }
            };
        }

        private int local(int which, boolean isStatic) {
            int local = isStatic || which == THE_OBJECT ? 0 : 1;
            Type[] arguments = Type.getArgumentTypes(descriptor);
            for (int i = 0; i < which; i++) {
                local += arguments[i].getSize();
            }
            return local;
        }
    }

    /**
     * Each value that the method reads from a field of its own object is exchanged: the target takes the object as an
     * {@link Object} and the value, and gives another of the field's type.
     *
     * @param field name of the field, whichever class declares it
     */
    record FieldRead(String type, String method, String field, Target target) implements MethodHook {
        @Override
        public boolean isOf(String name, String descriptor) {
            return name.equals(method);
        }

        @Override
        public MethodVisitor changing(MethodVisitor next, boolean isStatic, String unused, Runnable changes) {
            return new MethodVisitor(Opcodes.ASM9, next) {
                @Override
                public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
                    if (opcode != Opcodes.GETFIELD || !name.equals(field)) {
                        super.visitFieldInsn(opcode, owner, name, descriptor);
                        return;
                    }
                    super.visitInsn(Opcodes.DUP);
                    super.visitFieldInsn(opcode, owner, name, descriptor);
                    target.call(mv, "(Ljava/lang/Object;" + descriptor + ")" + descriptor);
                    changes.run();
                }

                @Override
                public void visitMaxs(int maxStack, int maxLocals) {
                    super.visitMaxs(maxStack + 2, maxLocals);
                }
            };
        }
    }

    /**
     * Each call that the method makes of one static method goes to the target instead, which takes and gives the same.
     *
     * @param owner binary name of the class whose static method is called
     * @param called name of that method
     * @param descriptor its descriptor
     */
    record StaticCall(String type, String method, String owner, String called, String descriptor, Target target)
            implements MethodHook {
        @Override
        public boolean isOf(String name, String unused) {
            return name.equals(method);
        }

        @Override
        public MethodVisitor changing(MethodVisitor next, boolean isStatic, String unused, Runnable changes) {
            String internalOwner = owner.replace('.', '/');
            return new MethodVisitor(Opcodes.ASM9, next) {
                @Override
                public void visitMethodInsn(
                        int opcode, String ofClass, String name, String ofType, boolean isInterface) {
                    if (opcode == Opcodes.INVOKESTATIC
                            && ofClass.equals(internalOwner)
                            && name.equals(called)
                            && ofType.equals(descriptor)) {
                        target.call(mv, descriptor);
                        changes.run();
                    } else {
                        super.visitMethodInsn(opcode, ofClass, name, ofType, isInterface);
                    }
                }
            };
        }
    }
}
