package io.github.reprorun.internal.agent.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reprorun.internal.agent.place.TaskLabel;
import io.github.reprorun.internal.agent.relay.JdkBridge;
import io.github.reprorun.programs.agent.CarelessHabits;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.util.BitSet;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.apache.commons.math3.random.MersenneTwister;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

class MethodScanTests {
    @Test
    void findsEachMethodThatAsksForChance() throws Exception {
        byte[] file = bytes(CarelessHabits.class);

        assertThat(requests(ProgramClassRewriter.rewrite(file, true, MethodScan.of(file))))
                .isEqualTo(requests(ProgramClassRewriter.rewrite(file, true, everything())))
                .hasSizeGreaterThan(20);
    }

    @Test
    void findsThoseOfALibraryAndFewOthers() throws Exception {
        File library = new File(MersenneTwister.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        Map<String, String> expected = new TreeMap<>();
        Map<String, String> found = new TreeMap<>();
        int methods = 0;
        try (JarFile jar = new JarFile(library)) {
            for (JarEntry entry : Collections.list(jar.entries())) {
                if (entry.getName().endsWith(".class")) {
                    byte[] file = bytes(jar, entry);
                    BitSet wanted = MethodScan.of(file);
                    methods += wanted.cardinality();
                    expected.putAll(requests(ProgramClassRewriter.rewrite(file, true, everything())));
                    found.putAll(requests(ProgramClassRewriter.rewrite(file, true, wanted)));
                }
            }
        }

        assertThat(found).isEqualTo(expected).isNotEmpty();
        assertThat(methods).isBetween(expected.size(), 10 * expected.size());
    }

    @Test
    void findsReferencesToIdentityHashCodes() throws Exception {
        byte[] file = bytes(References.class);

        assertThat(requests(ProgramClassRewriter.rewrite(file, true, MethodScan.of(file)))
                        .values())
                .containsExactly("touch", "touch");
    }

    private record References(Supplier<Map<String, String>> maps, ToIntFunction<Object> codes) {
        References() {
            this(IdentityHashMap::new, System::identityHashCode);
        }
    }

    @Test
    void findsNoneWhereNothingAsks() throws Exception {
        assertThat(MethodScan.of(bytes(TaskLabel.class)).isEmpty()).isTrue();
        assertThat(ProgramClassRewriter.rewrite(bytes(TaskLabel.class), true)).isNull();
    }

    @Test
    void refusesWhatIsNoClassFile() {
        assertThatThrownBy(() -> MethodScan.of(new byte[9])).isInstanceOf(IndexOutOfBoundsException.class);
    }

    private static BitSet everything() {
        BitSet all = new BitSet();
        all.set(0, 1 << 16);
        return all;
    }

    private static byte[] bytes(Class<?> type) throws IOException {
        try (InputStream in = type.getResourceAsStream(
                type.getName().substring(type.getPackageName().length() + 1) + ".class")) {
            return in.readAllBytes();
        }
    }

    private static byte[] bytes(JarFile jar, JarEntry entry) throws IOException {
        try (InputStream in = jar.getInputStream(entry)) {
            return in.readAllBytes();
        }
    }

    /** What each method asks of the agent, by class, name and descriptor. */
    private static Map<String, String> requests(byte[] file) {
        Map<String, String> requests = new TreeMap<>();
        ClassReader reader = new ClassReader(file);
        reader.accept(
                new ClassVisitor(Opcodes.ASM9) {
                    @Override
                    public MethodVisitor visitMethod(
                            int access, String name, String descriptor, String signature, String[] exceptions) {
                        String method = reader.getClassName() + "." + name + descriptor;
                        return new MethodVisitor(Opcodes.ASM9) {
                            @Override
                            public void visitMethodInsn(
                                    int opcode, String owner, String called, String of, boolean isInterface) {
                                if (owner.equals(JdkBridge.NAME)) {
                                    requests.merge(method, called, (before, now) -> before + ", " + now);
                                }
                            }
                        };
                    }
                },
                0);
        return requests;
    }
}
