package io.github.reprorun.internal.agent;

import io.github.reprorun.internal.agent.jdk.JdkClasses;
import io.github.reprorun.internal.agent.place.Sites;
import io.github.reprorun.internal.agent.policy.ProgramScope;
import io.github.reprorun.internal.agent.policy.QuietClasses;
import io.github.reprorun.internal.agent.program.ClockReaders;
import io.github.reprorun.internal.agent.program.ConstantPoolScan;
import io.github.reprorun.internal.agent.program.ProgramClassRewriter;
import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import org.jspecify.annotations.Nullable;

/**
 * Changes classes as the JVM loads them. If a class cannot be changed, the JVM loads it as it is, and the agent reports
 * it. Safe for use by several threads.
 */
enum ClassRewriter implements ClassFileTransformer {
    /** For the classes of the JDK, including those that are already loaded. */
    OF_JDK {
        @Override
        byte @Nullable [] rewrite(
                @Nullable ClassLoader loader, String name, @Nullable ProtectionDomain domain, byte[] file) {
            return loader == null && JdkClasses.isWanted(name) ? JdkClasses.rewrite(name, file) : null;
        }
    },
    /** For all other classes. */
    OF_PROGRAM {
        @Override
        byte @Nullable [] rewrite(
                @Nullable ClassLoader loader, String name, @Nullable ProtectionDomain domain, byte[] file) {
            if (loader == null || loader == PLATFORM) {
                return null;
            }
            String className = name.replace('/', '.');
            ProgramScope.loaded(className, domain);
            if (QuietClasses.isQuiet(className, domain)) {
                return null;
            }
            boolean training = ProgramScope.includes(className, domain);
            if (training && !ProgramScope.isLibrary(className)) {
                ClockReaders.examine(className, file);
            }
            return ConstantPoolScan.isInteresting(file, training) ? ProgramClassRewriter.rewrite(file, training) : null;
        }
    };

    private static final ClassLoader PLATFORM = ClassLoader.getPlatformClassLoader();

    abstract byte @Nullable [] rewrite(
            @Nullable ClassLoader loader, String name, @Nullable ProtectionDomain domain, byte[] file);

    @Override
    public byte @Nullable [] transform(
            @Nullable ClassLoader loader,
            @Nullable String name,
            @Nullable Class<?> redefined,
            @Nullable ProtectionDomain domain,
            byte[] file) {
        if (name == null) {
            return null;
        }
        try {
            return rewrite(loader, name, domain, file);
        } catch (Throwable e) {
            // the JVM would swallow an exception thrown here
            Sites.notInstrumented(name.replace('/', '.'), e);
            return null;
        }
    }
}
