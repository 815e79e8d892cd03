package io.github.reprorun.internal.agent.hook;

import io.github.reprorun.internal.agent.place.Sites;
import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Makes the changes that {@link MethodHook}s ask for. Safe for use by several threads. */
final class HookedClasses implements ClassFileTransformer {
    static final HookedClasses INSTANCE = new HookedClasses();

    private final Map<String, List<MethodHook>> byClass = new ConcurrentHashMap<>();

    /** By identity: at start-up the JDK needs 10 ms before it can compare two records. */
    private final Set<MethodHook> known = Collections.newSetFromMap(new IdentityHashMap<>());

    HookedClasses() {}

    /** Adds hooks, and returns the binary names of the classes of those that were new. */
    synchronized List<String> add(List<MethodHook> hooks) {
        List<String> added = new ArrayList<>();
        for (MethodHook hook : hooks) {
            if (known.add(hook)) {
                String type = hook.type().replace('.', '/');
                List<MethodHook> all = new ArrayList<>(byClass.getOrDefault(type, List.of()));
                all.add(hook);
                byClass.put(type, List.copyOf(all));
                added.add(hook.type());
            }
        }
        return added;
    }

    @Override
    public byte @Nullable [] transform(
            @Nullable ClassLoader loader,
            @Nullable String name,
            @Nullable Class<?> redefined,
            @Nullable ProtectionDomain domain,
            byte[] file) {
        List<MethodHook> hooks = name == null ? null : byClass.get(name);
        if (hooks == null) {
            return null;
        }
        try {
            return rewrite(file, hooks);
        } catch (Throwable e) {
            // the JVM would swallow an exception thrown here
            Sites.notInstrumented(hooks.get(0).type(), e);
            return null;
        }
    }

    /** @throws IllegalStateException if a hook found no place to change */
    static byte[] rewrite(byte[] file, List<MethodHook> hooks) {
        ClassReader reader = new ClassReader(file);
        ClassWriter writer = new ClassWriter(reader, 0);
        Rewriting rewriting = new Rewriting(hooks, writer);
        reader.accept(rewriting, 0);
        for (int i = 0; i < rewriting.changes.length; i++) {
            if (rewriting.changes[i] == 0) {
                throw new IllegalStateException(hooks.get(i).method() + " is built in a way that is not known");
            }
        }
        return writer.toByteArray();
    }

    private static final class Rewriting extends ClassVisitor {
        private final List<MethodHook> hooks;
        private final int[] changes;

        Rewriting(List<MethodHook> hooks, ClassVisitor next) {
            super(Opcodes.ASM9, next);
            this.hooks = hooks;
            this.changes = new int[hooks.size()];
        }

        @Override
        public MethodVisitor visitMethod(
                int access, String name, String descriptor, String signature, String[] exceptions) {
            MethodVisitor method = super.visitMethod(access, name, descriptor, signature, exceptions);
            boolean isStatic = (access & Opcodes.ACC_STATIC) != 0;
            for (int i = 0; i < changes.length; i++) {
                int hook = i;
                if (hooks.get(i).isOf(name, descriptor)) {
                    method = hooks.get(i).changing(method, isStatic, descriptor, () -> changes[hook]++);
                }
            }
            return method;
        }
    }
}
