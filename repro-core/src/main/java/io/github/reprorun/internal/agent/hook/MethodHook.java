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
    /** Binary name of the class to change. */
    String type();

    /** Name of the method to change; not a constructor or static initialiser. */
    String method();

    /** Whether to change the method with this descriptor. */
    boolean isOf(String name, String descriptor);

    /** The visitor that writes the changed method, and reports to {@code changes} each place that it changed. */
    MethodVisitor changing(MethodVisitor next, boolean isStatic, String descriptor, Runnable changes);

    /**
     * The method to call.
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
     * The method first calls the target. The target takes the method's arguments, preceded by the object, as an
     * {@link Object}, if the method is an instance method. It returns a {@code boolean}: true if it did everything, so
     * that the method returns at once.
     *
     * @param descriptor of the method, whose return type is void
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
     * The method, whatever it returns, first calls the target, which takes some of the method's arguments, each as an
     * {@link Object}, and returns nothing.
     *
     * @param taken which of the arguments, each from 0 or {@link #THE_OBJECT}; never a primitive
     */
    record Told(String type, String method, String descriptor, List<Integer> taken, Target target)
            implements MethodHook {
        /** The object that the method is called on. */
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
     * Each time the method reads the field of its own object, the target replaces the value: it takes the object as an
     * {@link Object} and the value, and returns a value of the field's type.
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
     * Each call from the method to one static method goes to the target instead, which takes and returns the same
     * types.
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
